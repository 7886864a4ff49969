import Sealing

/// What a key slot's wrapping, or an identity file, holds: a secret key and the vault it is for.
struct WrappedHalf: ~Copyable {
  static let size = 64
  let secretKey: SecretBytes
  /// The public key of the vault, pinned: nothing that another key signed will be believed.
  let identity: [UInt8]

  /// Nothing if the length is wrong.
  init?(_ bytes: Span<UInt8>) {
    guard bytes.count == Self.size else { return nil }
    secretKey = SecretBytes(copying: bytes.extracting(0..<32), in: .guarded)
    identity = (32..<64).map { bytes[$0] }
  }

  static func pack(secretKey: borrowing SecretBytes, identity: [UInt8]) -> SecretBytes {
    let secret = secretKey.bytes
    return SecretBytes(count: size) { output in
      for index in secret.indices { output.append(secret[index]) }
      for byte in identity { output.append(byte) }
    }
  }
}
