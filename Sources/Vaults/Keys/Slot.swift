import Packing
import Sealing
import Storage

/// A key slot as its row holds it: one way to the vault key.
struct Slot: Equatable, Sendable {
  let id: [UInt8]
  let kind: Int64
  let publicKey: [UInt8]
  var salt: [UInt8]?
  var memory: Int64?
  var passes: Int64?
  /// The secret half and the pinned vault key; a recipient keeps theirs elsewhere.
  var wrapped: [UInt8]?
  /// The vault key, sealed to the public half.
  var vaultKey: [UInt8]
  /// The slot's name, sealed.
  var label: [UInt8]
  let madeAt: Int64

  static let columns =
    "id, kind, public_key, salt, memory, passes, wrapped, vault_key, label, made_at"

  /// What the wrapping is bound to, so that cheaper parameters or another kind do not open.
  ///
  /// The vault is pinned by what is wrapped, and not named here: so the holder of a key learns that
  /// the vault around their slot was exchanged, and is not merely told that the key is wrong.
  var wrapContext: [UInt8] {
    var packer = Packer("coffer slot 1")
    packer.blob(id)
    packer.number(kind)
    packer.blob(publicKey)
    packer.blob(salt)
    packer.number(memory.map(UInt64.init(bitPattern:)))
    packer.number(passes.map(UInt64.init(bitPattern:)))
    return packer.bytes
  }

  func pack(into packer: inout Packer) {
    packer.blob(id)
    packer.number(kind)
    packer.blob(publicKey)
    packer.blob(salt)
    packer.number(memory.map(UInt64.init(bitPattern:)))
    packer.number(passes.map(UInt64.init(bitPattern:)))
    packer.blob(wrapped)
    packer.blob(vaultKey)
    packer.blob(label)
    packer.number(madeAt)
  }

  /// The digest of the whole table, which the vault signs.
  static func digest(of slots: [Slot]) -> [UInt8] {
    var packer = Packer("coffer slots 1")
    packer.list(slots.sorted { $0.id.lexicographicallyPrecedes($1.id) }) { $1.pack(into: &$0) }
    return Digest.of(packer.bytes.span)
  }
}

extension Slot {
  init(_ row: borrowing Row) throws(StorageError) {
    id = try row.blob(0)
    kind = try row.integer(1)
    publicKey = try row.blob(2)
    salt = try row.optionalBlob(3)
    memory = try row.optionalInteger(4)
    passes = try row.optionalInteger(5)
    wrapped = try row.optionalBlob(6)
    vaultKey = try row.blob(7)
    label = try row.blob(8)
    madeAt = try row.integer(9)
  }

  private var values: [Value] {
    [
      .blob(id), .integer(kind), .blob(publicKey), salt.map(Value.blob) ?? .null,
      memory.map(Value.integer) ?? .null, passes.map(Value.integer) ?? .null,
      wrapped.map(Value.blob) ?? .null, .blob(vaultKey), .blob(label), .integer(madeAt),
    ]
  }

  func insert(on connection: borrowing Connection) throws(StorageError) {
    try connection.run(
      "INSERT INTO slot (\(Slot.columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", values,
      changing: 1)
  }

  func update(on connection: borrowing Connection) throws(StorageError) {
    try connection.run(
      """
      UPDATE slot SET salt = ?, memory = ?, passes = ?, wrapped = ?, vault_key = ?, label = ?
      WHERE id = ?
      """, Array(values[3...8]) + [.blob(id)], changing: 1)
  }

  func delete(on connection: borrowing Connection) throws(StorageError) {
    try connection.run("DELETE FROM slot WHERE id = ?", [.blob(id)], changing: 1)
  }

  static func all(on connection: borrowing Connection) throws(StorageError) -> [Slot] {
    var slots: [Slot] = []
    try connection.forEach("SELECT \(columns) FROM slot ORDER BY id") {
      row throws(StorageError) in slots.append(try Slot(row))
    }
    return slots
  }
}
