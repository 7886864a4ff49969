import Packing
package import Sealing

/// The beginning of a sealed export: for whom it is, and its key, sealed to them.
package struct ExportHeader: Sendable {
  static let mark = Array("coffer export 1\n".utf8)
  private static let family = "coffer export "
  private static let keySize = 32

  /// Whom an export opens for.
  package enum Lock: Equatable, Sendable {
    /// The first bytes of the digest of their public key.
    case recipient(hint: [UInt8])
    case passphrase(salt: [UInt8], PassphraseCost)
  }

  package let lock: Lock
  private let sealedKey: [UInt8]
  /// The header as it stands in the file, to which every piece is bound.
  let bytes: [UInt8]

  package static func isExport(_ bytes: borrowing Span<UInt8>) -> Bool {
    starts(bytes, with: Array(family.utf8))
  }

  private static func starts(_ bytes: borrowing Span<UInt8>, with wanted: [UInt8]) -> Bool {
    guard bytes.count >= wanted.count else { return false }
    for (index, byte) in wanted.enumerated() where bytes[index] != byte { return false }
    return true
  }

  private static func pack(_ lock: Lock) -> Packer {
    var packer = Packer()
    switch lock {
    case .recipient(let hint):
      packer.byte(1)
      packer.blob(hint)
    case .passphrase(let salt, let cost):
      packer.byte(2)
      packer.blob(salt)
      packer.number(UInt32(cost.memoryMiB))
      packer.number(UInt32(cost.passes))
    }
    return packer
  }

  private init(_ lock: Lock, sealedKey: [UInt8]) {
    self.lock = lock
    self.sealedKey = sealedKey
    var packer = Self.pack(lock)
    packer.blob(sealedKey)
    bytes = Self.mark + packer.bytes
  }

  /// Seals a new key to somebody's public key.
  static func make(for publicKey: [UInt8], key: borrowing SecretBytes) throws(SealingError)
    -> ExportHeader
  {
    ExportHeader(
      .recipient(hint: hint(for: publicKey)),
      sealedKey: try SealedBox.close(key.bytes, to: publicKey))
  }

  /// Seals a new key under a passphrase.
  static func make(
    passphrase: borrowing Span<UInt8>, cost: PassphraseCost, key: borrowing SecretBytes
  ) throws(SealingError) -> ExportHeader {
    let lock = Lock.passphrase(salt: Random.bytes(16), cost)
    guard case .passphrase(let salt, _) = lock else { throw .notOpened }
    let own = try PassphraseKey.derive(from: passphrase, salt: salt, cost: cost)
    return ExportHeader(
      lock,
      sealedKey: Seal.close(key.bytes, under: own, for: context(lock).span, paddedTo: 0))
  }

  private static func context(_ lock: Lock) -> [UInt8] {
    var packer = Packer("coffer export key 1")
    packer.blob(pack(lock).bytes)
    return packer.bytes
  }

  private static func hint(for publicKey: [UInt8]) -> [UInt8] {
    Array(Digest.of(publicKey.span).prefix(8))
  }

  /// Reads a header and says where the first piece begins.
  package static func read(
    _ bytes: Span<UInt8>
  ) throws(MovingError) -> (header: ExportHeader, end: Int) {
    guard isExport(bytes) else { throw .notAnExport }
    guard starts(bytes, with: mark) else { throw .newerExport }
    let rest = bytes.extracting(mark.count..<bytes.count)
    do {
      var reader = Unpacker(rest)
      let lock: Lock
      switch try reader.byte() {
      case 1: lock = .recipient(hint: try reader.blob())
      case 2:
        let salt = try reader.blob()
        let memory = Int(try reader.number32())
        lock = .passphrase(
          salt: salt, try PassphraseCost(memoryMiB: memory, passes: Int(try reader.number32())))
        guard salt.count == 16 else { throw PackingError.malformed }
      default: throw PackingError.malformed
      }
      let header = ExportHeader(lock, sealedKey: try reader.blob())
      return (header, header.bytes.count)
    } catch {
      throw .damagedExport("its beginning cannot be read")
    }
  }

  /// The key, for whom it was sealed to.
  package func key(for identity: borrowing BoxKeys) throws(MovingError) -> SecretBytes {
    guard case .recipient(let hint) = lock else { throw .exportKind(wanted: "a passphrase") }
    guard hint == Self.hint(for: identity.publicKey) else { throw .exportForOther }
    return try opened { () throws(SealingError) in
      try SealedBox.open(sealedKey.span, with: identity)
    }
  }

  /// The key under a passphrase; nothing if it is not the right one.
  package func key(passphrase: borrowing Span<UInt8>) throws(MovingError) -> SecretBytes? {
    guard case .passphrase(let salt, let cost) = lock else {
      throw .exportKind(wanted: "an identity file")
    }
    do throws(SealingError) {
      let own = try PassphraseKey.derive(from: passphrase, salt: salt, cost: cost)
      let key = try Seal.open(
        sealedKey.span, under: own, for: Self.context(lock).span, paddedTo: 0)
      return key.count == Self.keySize ? key.copy(in: .guarded) : nil
    } catch .notOpened {
      return nil
    } catch {
      throw .damagedExport(error.message)
    }
  }

  private func opened(
    _ body: () throws(SealingError) -> SecretBytes
  ) throws(MovingError) -> SecretBytes {
    let key: SecretBytes
    do throws(SealingError) {
      key = try body()
    } catch {
      throw .damagedExport("its key does not open")
    }
    guard key.count == Self.keySize else { throw .damagedExport("its key has a wrong length") }
    return key.copy(in: .guarded)
  }
}
