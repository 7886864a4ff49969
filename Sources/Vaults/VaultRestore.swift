package import Auditing
import Host
import Profiles
import Sealing
import Storage

/// What putting a copy in the place of a vault did.
package struct Restored: Equatable, Sendable {
  /// Where the vault that was there is kept; nil where there was none.
  package let kept: String?
  /// The new lineage's id.
  package let lineage: String
}

/// Putting a copy that was examined in the place of a vault.
package enum VaultRestore {
  /// Begins a new lineage in the copy, keeps the vault that is there, and replaces it.
  ///
  /// Where the old file can still be opened its contents are exchanged in one transaction, so that
  /// nobody who has it open writes to a file that is nobody's any more. `stamp` tells one kept
  /// vault from another. The copy's file loses nothing; its owner removes it.
  package static func run(
    _ copy: consuming Vault, into path: String, source: String, stamp: String,
    by author: Author, at time: Int64
  ) throws(VaultError) -> Restored {
    let standing = try look(at: path, for: copy.identity)
    let place = copy.path
    let lineage = Hex.text(
      try copy.beginLineage(from: source, replacing: standing.words, by: author, at: time))
    do throws(VaultError) {
      try copy.sweep()
    } catch .unswept(let error) {
      // Nothing is restored yet, so nothing is partly done.
      throw .storage(error)
    }
    if case .readable = standing {
      do throws(VaultError) {
        return Restored(kept: try exchange(path, for: copy, stamp), lineage: lineage)
      } catch .storage(.damaged) {
        // It opened, but not all of it can be read: it is replaced as a whole.
      } catch .storage(.readOnly) {
        // So SQLite calls pages of another size, as another program may have made the copy.
      }
    }
    // Closes it: from here on it is a file.
    _ = consume copy
    do throws(HostError) {
      try Files.sync(place)
      guard case .missing = standing else {
        return Restored(kept: try replace(path, by: place, stamp), lineage: lineage)
      }
      for suffix in ["-wal", "-shm", "-journal"] { try Files.remove(path + suffix) }
      try Files.linkBeside(place, to: path)
      return Restored(kept: nil, lineage: lineage)
    } catch {
      throw .file(error)
    }
  }

  /// Exchanges the contents of a vault that opens; gives the name of the copy that was kept.
  private static func exchange(
    _ path: String, for copy: borrowing Vault, _ stamp: String
  ) throws(VaultError) -> String {
    let live = try VaultFile.open(path)
    var kept = ""
    try live.connection.replaceContents(
      with: copy.connection, mapping: { VaultError.storage($0) }
    ) { () throws(VaultError) in
      // Made while nobody can write, so that no change is in neither of the two.
      let reader = try VaultFile.open(path)
      kept = try VaultMigration.makeCopy(
        of: reader.connection, beside: path, before: "restore-\(stamp)")
    }
    // What it leaves in the log is durable there too.
    try? live.connection.checkpointTruncate()
    return kept
  }

  /// Puts the copy in the place of a file that does not open; its log goes with it.
  private static func replace(
    _ path: String, by place: String, _ stamp: String
  ) throws(HostError) -> String {
    let name = "\(path).before-restore-\(stamp)"
    try Files.linkBeside(path, to: name)
    for suffix in ["-wal", "-journal"] where Files.exists(path + suffix) {
      try Files.rename(path + suffix, to: name + suffix)
    }
    try Files.remove(path + "-shm")
    try Files.replaceByLink(place, to: path)
    return name
  }

  /// What is at the vault's place before it is replaced.
  private enum Standing {
    case missing
    case readable(ChainHead?)
    /// It is a file of ours that does not open any more.
    case broken

    /// As the record of the new lineage says it.
    var words: String {
      switch self {
      case .missing: "nothing"
      case .readable(let head): head.map { "\($0.sequence):\(Hex.text($0.link))" } ?? "an empty log"
      case .broken: "a file that does not open"
      }
    }
  }

  private static func look(at path: String, for identity: [UInt8]) throws(VaultError) -> Standing {
    guard Files.exists(path) else { return .missing }
    try VaultFile.check(path)
    do {
      let file = try VaultFile.open(path)
      let row = try VaultRow.read(on: file.connection)
      guard row.identity == identity else { throw VaultError.otherVault(id: Hex.text(row.id)) }
      return .readable(try Log.end(of: row.id, on: file.connection)?.head)
    } catch VaultError.notAVault {
      return .broken
    } catch VaultError.damaged {
      return .broken
    } catch VaultError.storage(.damaged) {
      return .broken
    } catch AuditError.storage(.damaged) {
      return .broken
    } catch let error as VaultError {
      throw error
    } catch let error as AuditError {
      throw .audit(error)
    } catch {
      throw .notAVault(path: path)
    }
  }
}

extension Vault {
  /// Writes into a copy that it is from now on the vault, and that nobody knows what is in use.
  fileprivate borrowing func beginLineage(
    from source: String, replacing: String, by author: Author, at time: Int64
  ) throws(VaultError) -> [UInt8] {
    try write { standing throws(VaultError) in
      var settings = try storedSettings().settings
      settings.lineage = Random.bytes(16)
      settings.isFrozen = true
      let head = standing.head.chain
      let event = EventDraft(
        .vaultRestored, subject: SettingsRow.subject, at: time, by: author,
        [
          Detail(.file, source), Detail(.head, "\(head.sequence):\(Hex.text(head.link))"),
          Detail(.replaced, replacing), Detail(.lineage, Hex.text(settings.lineage)),
        ])
      try write(settings, with: event, in: &standing)
      return settings.lineage
    }
  }
}
