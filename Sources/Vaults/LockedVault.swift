import Host
import Migrations
import Profiles
import Sealing
import Storage

/// A vault's file, opened and found to be whole as far as can be seen without a key.
package struct LockedVault: ~Copyable {
  let connection: Connection
  let path: String
  let row: VaultRow
  let slots: [Slot]

  /// Opens the file; refuses what is no vault, too new, not private, or has another schema.
  package init(path: String) throws(VaultError) {
    let file = try VaultFile.open(path)
    try file.requireMigrated()
    let (row, slots) = try Self.read(on: file.connection)
    guard row.isSigned(for: slots) else {
      throw .damaged("the table of key slots is not the one that the vault signed")
    }
    self.path = path
    self.row = row
    self.slots = slots
    connection = file.takeConnection()
  }

  /// The row and the slots in one transaction: of two states each would belie the other.
  private static func read(
    on connection: borrowing Connection
  ) throws(VaultError) -> (VaultRow, [Slot]) {
    try connection.transaction(.deferred, mapping: { VaultError.storage($0) }) {
      () throws(VaultError) in
      let row = try VaultRow.read(on: connection)
      guard row.minimumReader <= Format.reader else { throw VaultError.newer }
      let slots: [Slot]
      do throws(StorageError) {
        slots = try Slot.all(on: connection)
      } catch {
        throw VaultError.storage(error)
      }
      try requireFew(slots)
      return (row, slots)
    }
  }

  /// Each passphrase slot costs a key derivation: nobody shall make us do any number of them.
  private static func requireFew(_ slots: [Slot]) throws(VaultError) {
    let passphrases = slots.count { $0.kind == SlotKind.passphrase.rawValue }
    guard slots.count <= Format.slotLimit, passphrases <= Format.passphraseSlotLimit else {
      throw .damaged("there are more key slots than a vault can have")
    }
  }

  /// What anybody who has the file can know.
  package var facts: VaultFacts {
    VaultFacts(
      id: Hex.text(row.id), identity: row.identity, epoch: row.epoch, path: path,
      slotKinds: slots.compactMap { SlotKind(rawValue: $0.kind) })
  }

  consuming func takeConnection() -> Connection { connection }

  package func has(_ kind: SlotKind) -> Bool {
    slots.contains { $0.kind == kind.rawValue }
  }
}

/// The clear facts of a vault.
package struct VaultFacts: Equatable, Sendable {
  package let id: String
  /// The public key that signs it.
  package let identity: [UInt8]
  package let epoch: Int64
  package let path: String
  package let slotKinds: [SlotKind]
}
