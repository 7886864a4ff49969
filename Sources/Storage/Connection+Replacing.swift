import CSQLite

extension Connection {
  /// Puts the contents of another database in the place of this one's, in one transaction.
  ///
  /// Whoever else has this file open goes on with the new contents; a kill or a power cut in the
  /// middle leaves the old ones. `prepare` runs when nobody else can write any more, and sees the
  /// old contents through a connection of its own.
  package borrowing func replaceContents<E: Error>(
    with other: borrowing Connection, mapping: (StorageError) -> E,
    prepare: () throws(E) -> Void
  ) throws(E) {
    do throws(StorageError) { try requireCertainty() } catch { throw mapping(error) }
    guard let backup = unsafe sqlite3_backup_init(handle, "main", other.handle, "main") else {
      throw mapping(unsafe StorageError(code: sqlite3_extended_errcode(handle), on: handle))
    }
    // No page yet, but the lock of the writer, for which this call does not wait by itself.
    var code = unsafe sqlite3_backup_step(backup, 0)
    var rest = 600
    while code & 0xff == SQLITE_BUSY || code & 0xff == SQLITE_LOCKED, rest > 0 {
      _ = sqlite3_sleep(100)
      rest -= 1
      code = unsafe sqlite3_backup_step(backup, 0)
    }
    do throws(E) {
      if code == SQLITE_OK { try prepare() }
    } catch {
      _ = unsafe sqlite3_backup_finish(backup)
      throw error
    }
    if code == SQLITE_OK { code = unsafe sqlite3_backup_step(backup, -1) }
    let finished = unsafe sqlite3_backup_finish(backup)
    guard code == SQLITE_DONE, finished == SQLITE_OK else {
      throw mapping(
        unsafe StorageError(code: code == SQLITE_DONE ? finished : code, on: handle))
    }
  }
}
