import Packing
import Sealing
import Storage

/// Reads a vault as the Manual's page FileFormat tells a stranger to, without a line of `Vaults`.
struct HandReader: ~Copyable {
  let connection: Connection

  init(path: String) throws(StorageError) {
    connection = try Connection(path: path, mode: .readWrite)
  }

  /// What was not as the page says.
  struct Differs: Error {
    let what: String
  }

  private borrowing func row<T>(
    _ sql: String, _ values: [Value] = [], _ read: (borrowing Row) throws(StorageError) -> T
  ) throws -> T {
    guard let found = try connection.first(sql, values, read) else { throw Differs(what: sql) }
    return found
  }

  // MARK: The frame

  borrowing func identity() throws -> [UInt8] {
    try row("SELECT identity FROM vault") { row throws(StorageError) in try row.blob(0) }
  }

  borrowing func vaultID() throws -> [UInt8] {
    let identity = try identity()
    return Digest.of(identity.span)
  }

  borrowing func epoch() throws -> Int64 {
    try row("SELECT epoch FROM vault") { row throws(StorageError) in try row.integer(0) }
  }

  /// The digest over all slots in the order of their ids.
  borrowing func slotDigest() throws -> [UInt8] {
    var packer = Packer("coffer slots 1")
    let count = try connection.integer("SELECT count(*) FROM slot") ?? 0
    packer.number(UInt32(count))
    try connection.forEach(
      """
      SELECT id, kind, public_key, salt, memory, passes, wrapped, vault_key, label, made_at
      FROM slot ORDER BY id
      """
    ) { row throws(StorageError) in
      packer.blob(try row.blob(0))
      packer.number(try row.integer(1))
      packer.blob(try row.blob(2))
      packer.blob(try row.optionalBlob(3))
      packer.number(try row.optionalInteger(4).map { UInt64($0) })
      packer.number(try row.optionalInteger(5).map { UInt64($0) })
      packer.blob(try row.optionalBlob(6))
      packer.blob(try row.blob(7))
      packer.blob(try row.blob(8))
      packer.number(try row.integer(9))
    }
    return Digest.of(packer.bytes.span)
  }

  /// What the vault's identity signs.
  borrowing func signedMessage() throws -> [UInt8] {
    try row("SELECT format, minimum_reader, identity, epoch, slots, keyring FROM vault") {
      row throws(StorageError) in
      var packer = Packer("coffer vault 1")
      packer.number(try row.integer(0))
      packer.number(try row.integer(1))
      packer.blob(try row.blob(2))
      packer.number(try row.integer(3))
      packer.blob(try row.blob(4))
      let keyring = try row.blob(5)
      packer.blob(Digest.of(keyring.span))
      return packer.bytes
    }
  }

  borrowing func isSigned() throws -> Bool {
    let signature = try row("SELECT signature FROM vault") { row throws(StorageError) in
      try row.blob(0)
    }
    let message = try signedMessage()
    return Signature.isValid(signature, of: message.span, by: try identity())
  }

  // MARK: Unlocking

  /// A slot that wraps its own secret half.
  struct Slot {
    let id, publicKey: [UInt8]
    let kind: Int64
    let salt: [UInt8]?
    let memory, passes: Int64?
    let wrapped, vaultKey: [UInt8]

    var context: [UInt8] {
      var packer = Packer("coffer slot 1")
      packer.blob(id)
      packer.number(kind)
      packer.blob(publicKey)
      packer.blob(salt)
      packer.number(memory.map { UInt64($0) })
      packer.number(passes.map { UInt64($0) })
      return packer.bytes
    }
  }

  borrowing func slot(kind: Int64) throws -> Slot {
    try row(
      """
      SELECT id, public_key, salt, memory, passes, wrapped, vault_key FROM slot WHERE kind = ?
      """, [.integer(kind)]
    ) { row throws(StorageError) in
      Slot(
        id: try row.blob(0), publicKey: try row.blob(1), kind: kind,
        salt: try row.optionalBlob(2), memory: try row.optionalInteger(3),
        passes: try row.optionalInteger(4), wrapped: try row.blob(5), vaultKey: try row.blob(6))
    }
  }

  /// The vault key, by a key file of 32 bytes.
  borrowing func vaultKey(byFile key: borrowing SecretBytes) throws -> SecretBytes {
    let slot = try slot(kind: 2)
    var label = Packer("coffer slot key 1")
    label.number(slot.kind)
    label.blob(slot.id)
    let wrapping = Digest.keyedSecret(label.bytes.span, by: key)
    return try vaultKey(in: slot, under: wrapping)
  }

  /// The vault key, by a passphrase.
  borrowing func vaultKey(byPassphrase passphrase: Secret) throws -> SecretBytes {
    let slot = try slot(kind: 1)
    let cost = try PassphraseCost(
      memoryMiB: Int(slot.memory ?? 0), passes: Int(slot.passes ?? 0))
    let wrapping = try PassphraseKey.derive(
      from: passphrase.span, salt: slot.salt ?? [], cost: cost)
    return try vaultKey(in: slot, under: wrapping)
  }

  private borrowing func vaultKey(
    in slot: Slot, under wrapping: borrowing SecretBytes
  ) throws -> SecretBytes {
    let context = slot.context
    let half = try Seal.open(
      slot.wrapped.span, under: wrapping, for: context.span, paddedTo: 0)
    let bytes = half.bytes
    let pinned = (32..<64).map { bytes[$0] }
    guard half.count == 64, pinned == (try identity()) else { throw Differs(what: "the pin") }
    let pair = try BoxKeys(secretKey: SecretBytes(copying: bytes.extracting(0..<32)))
    return try SealedBox.open(slot.vaultKey.span, with: pair)
  }

  static func subkey(_ number: UInt64, of key: borrowing SecretBytes) -> SecretBytes {
    Subkey.derive(from: key, context: "cofferV1", number: number)
  }

  /// The 160 bytes of the keyring: seed of the identity, chain, details, tags, fingerprints.
  borrowing func keyring(_ key: borrowing SecretBytes) throws -> SecretBytes {
    let sealed = try row("SELECT keyring FROM vault") { row throws(StorageError) in
      try row.blob(0)
    }
    let under = Self.subkey(3, of: key)
    let context = try context("coffer keyring 1")
    return try Seal.open(sealed.span, under: under, for: context.span)
  }

  /// A label, the vault's id and the epoch: how most contexts begin.
  private borrowing func context(_ label: String) throws -> [UInt8] {
    var packer = Packer(label)
    packer.blob(try vaultID())
    packer.number(try epoch())
    return packer.bytes
  }

  /// The sealed bytes of every version and every head.
  borrowing func records() throws -> [[UInt8]] {
    var found: [[UInt8]] = []
    try connection.forEach(
      "SELECT record FROM version WHERE record IS NOT NULL UNION ALL SELECT head FROM profile"
    ) { row throws(StorageError) in found.append(try row.blob(0)) }
    return found
  }

  // MARK: Records

  /// What the sealed head of a profile says.
  struct Head {
    let id: [UInt8]
    let name, type: String
    let versions: [(number: UInt32, state: UInt8, madeAt: Int64)]
    let lastChange: Int64
  }

  /// A profile that is not removed, by its name.
  borrowing func profile(_ name: String, _ key: borrowing SecretBytes) throws -> Head {
    let tag = Digest.keyed(
      Packer("coffer name 1 " + name).bytes.span, by: Self.subkey(2, of: key))
    let found = try row(
      "SELECT id, via, removed_at, head FROM profile WHERE tag = ? AND removed_at IS NULL",
      [.blob(tag)]
    ) { row throws(StorageError) in
      (
        id: try row.blob(0), via: try row.optionalBlob(1),
        removedAt: try row.optionalInteger(2), head: try row.blob(3)
      )
    }
    var packer = Packer()
    packer.blob(found.id)
    packer.blob(tag)
    packer.blob(found.via)
    packer.number(found.removedAt.map { UInt64($0) })
    let context = try context("coffer profile 1") + packer.bytes
    let plain = try Seal.open(
      found.head.span, under: Self.subkey(1, of: key), for: context.span)
    return try Self.head(found.id, plain.bytes)
  }

  private static func head(_ id: [UInt8], _ plain: Span<UInt8>) throws -> Head {
    var reader = Unpacker(plain)
    let name = try reader.text()
    let type = try reader.text()
    for _ in 0..<(try reader.number32()) { _ = (try reader.text(), try reader.text()) }
    _ = try reader.text()
    var versions: [(number: UInt32, state: UInt8, madeAt: Int64)] = []
    for _ in 0..<(try reader.number32()) {
      versions.append((try reader.number32(), try reader.byte(), try reader.signed64()))
    }
    for _ in 0..<(try reader.number32()) { _ = try reader.text() }
    let sequence = try reader.signed64()
    guard try reader.blob().count == 32 else { throw Differs(what: "the last change") }
    try reader.finish()
    return Head(id: id, name: name, type: type, versions: versions, lastChange: sequence)
  }

  /// The fields of a version as text.
  borrowing func fields(
    of id: [UInt8], version: Int64, _ key: borrowing SecretBytes
  ) throws -> [String: String] {
    let found = try row(
      "SELECT state, made_at, record FROM version WHERE profile = ? AND number = ?",
      [.blob(id), .integer(version)]
    ) { row throws(StorageError) in
      (state: try row.integer(0), madeAt: try row.integer(1), record: try row.blob(2))
    }
    var packer = Packer()
    packer.blob(id)
    packer.number(version)
    packer.number(found.state)
    packer.number(found.madeAt)
    let context = try context("coffer version 1") + packer.bytes
    let plain = try Seal.open(
      found.record.span, under: Self.subkey(1, of: key), for: context.span)
    return try Self.fields(plain.bytes)
  }

  private static func fields(_ plain: Span<UInt8>) throws -> [String: String] {
    var reader = Unpacker(plain)
    var fields: [String: String] = [:]
    for _ in 0..<(try reader.number32()) {
      let name = try reader.text()
      _ = try reader.flag()
      fields[name] = try reader.text()
    }
    try reader.finish()
    return fields
  }

  /// The vault's own head: its last event and the number of profiles.
  borrowing func standing(
    _ key: borrowing SecretBytes
  ) throws -> (sequence: Int64, link: [UInt8], profiles: Int64) {
    let sealed = try row("SELECT sealed FROM head") { row throws(StorageError) in
      try row.blob(0)
    }
    let context = try context("coffer head 1")
    let plain = try Seal.open(
      sealed.span, under: Self.subkey(4, of: key), for: context.span)
    var reader = Unpacker(plain.bytes)
    guard try reader.signed64() == (try epoch()), try reader.blob() == (try slotDigest()) else {
      throw Differs(what: "the head")
    }
    let found = (
      sequence: try reader.signed64(), link: try reader.blob(), profiles: try reader.signed64()
    )
    // The remote objects with their sum, then how the times of events grow.
    _ = (try reader.signed64(), try reader.blob(), try reader.signed64(), try reader.signed64())
    try reader.finish()
    return found
  }
}
