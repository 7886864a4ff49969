import CSodium

/// A pair of Ed25519 keys: whoever holds the seed signs, anybody checks with the public half.
package struct SigningKeys: ~Copyable, Sendable {
  /// The length of the seed and of the public half.
  package static let size = 32

  package let publicKey: [UInt8]
  /// From which everything else is derived; this is what is to be kept.
  package let seed: SecretBytes

  /// Makes a new pair.
  package static func generate() -> SigningKeys {
    SigningKeys(checked: SecretBytes.random(count: size))
  }

  /// Takes over a seed and derives the public half.
  package init(seed: consuming SecretBytes) throws(SealingError) {
    let found = seed.count
    guard found == Self.size else { throw .wrongLength(expected: Self.size, found: found) }
    self.init(checked: seed)
  }

  private init(checked seed: consuming SecretBytes) {
    let expanded = Self.expand(seed)
    publicKey = Self.publicHalf(of: expanded)
    self.seed = seed
  }

  /// Signs bytes; the signature has 64.
  package borrowing func sign(_ bytes: borrowing Span<UInt8>) -> [UInt8] {
    let count = bytes.count
    let expanded = Self.expand(seed)
    return unsafe lend(bytes, expanded.bytes) { bytes, key in
      unsafe [UInt8](count: Signature.size) { output in
        _ = unsafe crypto_sign_detached(output, nil, bytes, UInt64(count), key)
      }
    }
  }

  /// The form in which libsodium wants the secret half: the seed and behind it the public half.
  private static func expand(_ seed: borrowing SecretBytes) -> SecretBytes {
    unsafe lend(seed.bytes) { seed in
      unsafe SecretBytes(capacity: 2 * size) { output in
        var publicHalf: [UInt8] = Array(repeating: 0, count: size)
        _ = unsafe crypto_sign_seed_keypair(&publicHalf, output, seed)
        return 2 * size
      }
    }
  }

  private static func publicHalf(of expanded: borrowing SecretBytes) -> [UInt8] {
    unsafe lend(expanded.bytes) { expanded in
      unsafe [UInt8](count: size) { unsafe $0.update(from: expanded + size, count: size) }
    }
  }
}
