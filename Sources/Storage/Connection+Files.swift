import CSQLite

extension Connection {
  /// Moves everything from the write-ahead log into the file and empties the log.
  ///
  /// Afterwards nothing that was deleted is left in either. Waits for readers of older states.
  package borrowing func checkpointTruncate() throws(StorageError) {
    try requireCertainty()
    try check(
      unsafe sqlite3_wal_checkpoint_v2(handle, nil, SQLITE_CHECKPOINT_TRUNCATE, nil, nil))
  }

  /// Writes a compact copy into a file that is not there yet or is empty.
  ///
  /// Who wants the copy to survive a power cut syncs it.
  package borrowing func copy(into path: String) throws(StorageError) {
    let resolved = try FilePlace.resolve(path)
    // The copy is an attached database to SQLite; nothing else may attach one.
    _ = unsafe sqlite3_limit(handle, SQLITE_LIMIT_ATTACHED, 1)
    defer { _ = unsafe sqlite3_limit(handle, SQLITE_LIMIT_ATTACHED, 0) }
    try run("VACUUM INTO ?", [.text(resolved)])
  }

  /// Reads the whole file and throws `damaged` with the first finding; takes time with its size.
  package borrowing func checkIntegrity() throws(StorageError) {
    let finding = try first("PRAGMA integrity_check(1)") { row throws(StorageError) in
      try row.text(0)
    }
    guard let finding, finding == "ok" else {
      throw .damaged(finding ?? "nothing could be checked")
    }
    let dangling = try first("PRAGMA foreign_key_check") { row throws(StorageError) in
      try row.text(0)
    }
    if let dangling { throw .damaged("a row of '\(dangling)' refers to a row that is not there") }
  }
}
