import CSodium

/// Keys made from what a person remembers.
package enum PassphraseKey {
  /// The length of a salt.
  package static let saltSize = 16

  /// Derives 32 bytes by Argon2id (version 1.3, one lane); takes the time and memory of `cost`.
  package static func derive(
    from passphrase: borrowing Span<UInt8>, salt: [UInt8], cost: PassphraseCost
  ) throws(SealingError) -> SecretBytes {
    guard salt.count == saltSize else {
      throw .wrongLength(expected: saltSize, found: salt.count)
    }
    let size = 32
    let count = passphrase.count
    return try unsafe lend(passphrase) { (passphrase) throws(SealingError) in
      try unsafe passphrase.withMemoryRebound(to: CChar.self, capacity: max(count, 1)) {
        (passphrase) throws(SealingError) in
        try unsafe SecretBytes(capacity: size, in: .guarded) { (output) throws(SealingError) in
          let outcome = unsafe crypto_pwhash(
            output, UInt64(size), passphrase, UInt64(count), salt, UInt64(cost.passes),
            cost.memoryMiB << 20, crypto_pwhash_ALG_ARGON2ID13)
          guard outcome == 0 else { throw .outOfMemory }
          return size
        }
      }
    }
  }
}
