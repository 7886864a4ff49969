import Auditing
import Packing
import Sealing

/// The keys that outlive the vault key: the identity's seed, three for the audit, one for pushes.
struct Keyring: ~Copyable {
  private static let size = 5 * 32
  let bytes: SecretBytes

  private init(_ bytes: consuming SecretBytes) {
    self.bytes = bytes
  }

  static func generate(identity: borrowing SigningKeys) -> Keyring {
    let seed = identity.seed.bytes
    let rest = SecretBytes.random(count: size - 32)
    let random = rest.bytes
    return Keyring(
      SecretBytes(count: size, in: .guarded) { output in
        for index in seed.indices { output.append(seed[index]) }
        for index in random.indices { output.append(random[index]) }
      })
  }

  static func open(
    _ sealed: [UInt8], under key: borrowing SecretBytes, vault: [UInt8], epoch: Int64
  ) throws(VaultError) -> Keyring {
    do {
      let bytes = try Seal.open(
        sealed.span, under: key, for: context(vault: vault, epoch: epoch).span,
        paddedTo: Format.block)
      guard bytes.count == size else { throw SealingError.notOpened }
      return Keyring(bytes)
    } catch {
      throw .damaged("the ring of long-lived keys does not open")
    }
  }

  func close(under key: borrowing SecretBytes, vault: [UInt8], epoch: Int64) -> [UInt8] {
    Seal.close(
      bytes.bytes, under: key, for: Self.context(vault: vault, epoch: epoch).span,
      paddedTo: Format.block)
  }

  func identity() throws(VaultError) -> SigningKeys {
    do {
      return try SigningKeys(seed: part(0))
    } catch {
      throw .damaged("the vault's identity cannot be read")
    }
  }

  func auditKeys() -> AuditKeys {
    AuditKeys(chain: part(1), details: part(2), tags: part(3))
  }

  func pushKey() -> SecretBytes { part(4) }

  private func part(_ number: Int) -> SecretBytes {
    SecretBytes(
      copying: bytes.bytes.extracting(number * 32..<number * 32 + 32), in: .guarded)
  }

  private static func context(vault: [UInt8], epoch: Int64) -> [UInt8] {
    var packer = Packer("coffer keyring 1")
    packer.blob(vault)
    packer.number(epoch)
    return packer.bytes
  }
}
