import Packing
import Sealing
import Storage

/// The one row that says which vault this is and under which keys it stands, signed.
struct VaultRow: Equatable, Sendable {
  var format = Format.version
  var minimumReader = Format.reader
  let identity: [UInt8]
  var epoch: Int64
  /// The digest of the slot table.
  var slots: [UInt8]
  var signature: [UInt8] = []
  var keyring: [UInt8]

  /// The vault's id: the digest of its public key.
  var id: [UInt8] { Digest.of(identity.span) }

  private var signed: [UInt8] {
    var packer = Packer("coffer vault 1")
    packer.number(format)
    packer.number(minimumReader)
    packer.blob(identity)
    packer.number(epoch)
    packer.blob(slots)
    packer.blob(Digest.of(keyring.span))
    return packer.bytes
  }

  mutating func sign(with keys: borrowing SigningKeys) {
    signature = keys.sign(signed.span)
  }

  /// Whether the identity that this very row names has signed it and the slots.
  func isSigned(for table: [Slot]) -> Bool {
    slots == Slot.digest(of: table)
      && Signature.isValid(signature, of: signed.span, by: identity)
  }

  static func read(on connection: borrowing Connection) throws(VaultError) -> VaultRow {
    let row: VaultRow?
    do throws(StorageError) {
      row = try connection.first(
        """
        SELECT format, minimum_reader, identity, epoch, slots, signature, keyring FROM vault
        """
      ) { row throws(StorageError) in
        VaultRow(
          format: try row.integer(0), minimumReader: try row.integer(1),
          identity: try row.blob(2), epoch: try row.integer(3), slots: try row.blob(4),
          signature: try row.blob(5), keyring: try row.blob(6))
      }
    } catch {
      throw .storage(error)
    }
    guard let row else { throw .damaged("the row of the vault itself is missing") }
    return row
  }

  private var values: [Value] {
    [
      .integer(format), .integer(minimumReader), .blob(identity), .integer(epoch), .blob(slots),
      .blob(signature), .blob(keyring),
    ]
  }

  func insert(on connection: borrowing Connection) throws(StorageError) {
    try connection.run(
      """
      INSERT INTO vault (one, format, minimum_reader, identity, epoch, slots, signature, keyring)
      VALUES (1, ?, ?, ?, ?, ?, ?, ?)
      """, values, changing: 1)
  }

  func update(on connection: borrowing Connection) throws(StorageError) {
    try connection.run(
      """
      UPDATE vault SET format = ?, minimum_reader = ?, identity = ?, epoch = ?, slots = ?,
      signature = ?, keyring = ?
      """, values, changing: 1)
  }
}
