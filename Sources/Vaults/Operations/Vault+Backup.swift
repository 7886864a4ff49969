package import Auditing
import Storage

/// A copy of the vault in the place where backups go, as the record tells of it.
package struct BackupFile: Equatable, Sendable {
  /// The name of the file in its folder, or `-` for one that went elsewhere.
  package let name: String
  package let size: Int64
  /// BLAKE2b-256 of the file, in hexadecimal.
  package let digest: String

  package init(name: String, size: Int64, digest: String) {
    self.name = name
    self.size = size
    self.digest = digest
  }
}

/// What the record knows about the backups of a vault.
package struct BackupStanding: Equatable, Sendable {
  /// Milliseconds since 1970.
  package let lastMade: Int64?
  package let lastName: String?
  package let lastCheck: Int64?
  package let lastCheckFailed: Bool
  /// When the vault was made: one of yesterday needs no backup yet.
  package let vaultMade: Int64
}

/// Taking copies of the vault while it is in use, and what is known of them.
extension Vault {
  /// What events about backups name as their subject, so that they are found without a search.
  private static var subject: [UInt8] { Array("coffer backups !".utf8) }

  /// Writes a complete copy into an empty file.
  package borrowing func copy(into path: String) throws(VaultError) {
    // Where it does not stand to reason, it is not copied: a backup of damage helps nobody.
    try read { _ throws(VaultError) in }
    do throws(StorageError) {
      try connection.copy(into: path)
    } catch {
      throw .storage(error)
    }
  }

  package borrowing func note(
    backup: BackupFile, by author: Author, at time: Int64
  ) throws(VaultError) {
    try note(
      EventDraft(
        .backupMade, subject: Self.subject, at: time, by: author,
        [
          Detail(.file, backup.name), Detail(.size, String(backup.size)),
          Detail(.digest, backup.digest),
        ]))
  }

  /// Writes down that a copy was examined; `failure` is what was wrong with it.
  package borrowing func note(
    checkOf name: String, failure: String?, by author: Author, at time: Int64
  ) throws(VaultError) {
    try note(
      EventDraft(
        .backupChecked, failure == nil ? .done : .failed, subject: Self.subject, at: time,
        by: author, [Detail(.file, name)] + (failure.map { [Detail(.cause, $0)] } ?? [])))
  }

  package borrowing func note(
    pruned names: [String], by author: Author, at time: Int64
  ) throws(VaultError) {
    try note(
      EventDraft(
        .backupPruned, subject: Self.subject, at: time, by: author,
        names.map { Detail(.file, $0) }))
  }

  /// The backups that were made before a time, newest first; what became of the files is not known.
  package borrowing func backups(before time: Int64) throws(VaultError) -> [BackupFile] {
    try read { _ throws(VaultError) in
      try latest(.backupMade, olderThan: time, limit: 1_000).compactMap { event in
        guard let name = event.values(of: .file).first,
          let size = event.values(of: .size).first.flatMap({ Int64($0) }),
          let digest = event.values(of: .digest).first
        else { return nil }
        return BackupFile(name: name, size: size, digest: digest)
      }
    }
  }

  package borrowing func backupStanding() throws(VaultError) -> BackupStanding {
    try read { _ throws(VaultError) in
      let made = try latest(.backupMade).first
      let check = try latest(.backupChecked).first
      let first: Int64?
      do throws(StorageError) {
        first = try connection.integer("SELECT time FROM event ORDER BY sequence LIMIT 1")
      } catch {
        throw VaultError.storage(error)
      }
      return BackupStanding(
        lastMade: made?.time, lastName: made?.values(of: .file).first,
        lastCheck: check?.time, lastCheckFailed: check.map { $0.outcome != "done" } ?? false,
        vaultMade: first ?? 0)
    }
  }

  private borrowing func latest(
    _ action: Action, olderThan time: Int64 = .max, limit: Int = 1
  ) throws(VaultError) -> [OpenedEvent] {
    do throws(AuditError) {
      return try Log.latest(
        action, about: Self.subject, olderThan: time, limit: limit, of: id, keys: keys.audit,
        on: connection)
    } catch {
      throw .audit(error)
    }
  }
}
