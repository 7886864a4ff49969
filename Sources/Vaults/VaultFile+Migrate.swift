import Auditing
import Host
import Migrations
import Profiles
import Sealing
import Storage

/// What bringing a file up to date did.
package struct Migrated: Equatable, Sendable {
  package let steps: [String]
  /// The copy that was made first; none if there was nothing to do.
  package let copy: String?
}

/// Bringing a vault's file up to date, which needs no key and is never done unasked.
package enum VaultMigration {
  /// The facts of a file, also of one that has to be migrated first.
  package static func facts(path: String) throws(VaultError) -> (VaultFacts, pending: [String]) {
    let file = try VaultFile.open(path)
    let row = try VaultRow.read(on: file.connection)
    guard row.minimumReader <= Format.reader else { throw .newer }
    do throws(StorageError) {
      let kinds = try Slot.all(on: file.connection).compactMap { SlotKind(rawValue: $0.kind) }
      let facts = VaultFacts(
        id: Hex.text(row.id), identity: row.identity, epoch: row.epoch, path: path,
        slotKinds: kinds)
      return (facts, file.pending)
    } catch {
      throw .storage(error)
    }
  }

  /// Reads every page of the file, and says what it lacks and when it was last written to.
  package static func examine(
    path: String
  ) throws(VaultError) -> (pending: [String], lastEvent: Int64?) {
    let file = try VaultFile.open(path)
    do throws(StorageError) {
      try file.connection.checkIntegrity()
      let last = try file.connection.integer(
        "SELECT time FROM event ORDER BY sequence DESC LIMIT 1")
      return (file.pending, last)
    } catch {
      throw .storage(error)
    }
  }

  /// Makes a copy, then applies each pending step together with its event.
  ///
  /// What is itself a copy may go without one.
  package static func run(
    path: String, copying: Bool = true, by user: String, at time: Int64
  ) throws(VaultError) -> Migrated {
    let file = try VaultFile.open(path)
    guard let last = file.pending.last else { return Migrated(steps: [], copy: nil) }
    let vault = try VaultRow.read(on: file.connection).id
    let copy = copying ? try makeCopy(of: file.connection, beside: path, before: last) : nil
    try VaultFile.migrator.apply(on: file.connection, mapping: { VaultError.storage($0) }) {
      connection, step throws(VaultError) in
      let event = EventDraft(
        .fileMigrated, at: time, by: Author(user: user),
        [Detail(.file, step.identifier)])
      do throws(AuditError) {
        try Log.appendWithoutKey(event, of: vault, on: connection)
      } catch {
        throw .audit(error)
      }
    }
    return Migrated(steps: file.pending, copy: copy)
  }

  /// A private copy, complete, checked and durable before it gets its name.
  static func makeCopy(
    of connection: borrowing Connection, beside path: String, before step: String
  ) throws(VaultError) -> String {
    let draft = "\(path).copy-" + Hex.text(Random.bytes(6))
    do {
      let nothing: [UInt8] = []
      try Files.createPrivate(draft, contents: nothing.span)
      defer { for suffix in ["", "-wal", "-shm"] { try? Files.remove(draft + suffix) } }
      try connection.copy(into: draft)
      try settle(draft)
      return try give(draft, name: "\(path).before-\(step)")
    } catch let error as HostError {
      throw .file(error)
    } catch let error as StorageError {
      throw .storage(error)
    } catch {
      throw .badKey("the copy could not be made")
    }
  }

  /// Reads the whole copy once, and has SQLite put it on the disk by closing its log.
  private static func settle(_ copy: String) throws(StorageError) {
    let connection = try Connection(
      path: copy, mode: .readWrite, applicationID: Format.applicationID)
    try connection.checkIntegrity()
    try connection.checkpointTruncate()
  }

  /// An earlier copy of that name is kept: this one gets a number.
  private static func give(_ draft: String, name: String) throws(HostError) -> String {
    var number = 1
    while true {
      let name = number == 1 ? name : "\(name)-\(number)"
      do {
        try Files.linkExclusively(draft, to: name)
        return name
      } catch .alreadyExists where number < 1000 {
        number += 1
      }
    }
  }
}
