import CSodium

/// A pair of X25519 keys: anybody seals to the public half, only the secret half opens.
package struct BoxKeys: ~Copyable, Sendable {
  /// The length of each half.
  package static let size = 32

  package let publicKey: [UInt8]
  package let secretKey: SecretBytes

  /// Makes a new pair.
  package static func generate() -> BoxKeys {
    BoxKeys(checked: SecretBytes.random(count: size))
  }

  /// Takes over a secret half and derives the public one.
  package init(secretKey: consuming SecretBytes) throws(SealingError) {
    let found = secretKey.count
    guard found == Self.size else { throw .wrongLength(expected: Self.size, found: found) }
    self.init(checked: secretKey)
  }

  private init(checked secretKey: consuming SecretBytes) {
    Sodium.wake()
    publicKey = unsafe lend(secretKey.bytes) { secret in
      unsafe [UInt8](count: Self.size) { _ = unsafe crypto_scalarmult_base($0, secret) }
    }
    self.secretKey = secretKey
  }
}
