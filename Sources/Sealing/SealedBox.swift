import CSodium

/// Bytes sealed to somebody's public key, so that not even the sender can open them again.
package enum SealedBox {
  /// How much longer the result is than the bytes.
  package static let overhead = 48

  /// Seals bytes to a public key (X25519, XSalsa20-Poly1305, a throw-away sender).
  package static func close(
    _ plain: borrowing Span<UInt8>, to publicKey: [UInt8]
  ) throws(SealingError) -> [UInt8] {
    guard publicKey.count == BoxKeys.size else {
      throw .wrongLength(expected: BoxKeys.size, found: publicKey.count)
    }
    Sodium.wake()
    let count = plain.count
    var outcome: Int32 = 0
    let sealed = unsafe lend(plain, publicKey.span) { plain, publicKey in
      unsafe [UInt8](count: overhead + count) { output in
        outcome = unsafe crypto_box_seal(output, plain, UInt64(count), publicKey)
        // The array is dropped then, but it must not hold what was never written.
        if outcome != 0 { unsafe output.update(repeating: 0, count: overhead + count) }
      }
    }
    guard outcome == 0 else { throw .unusableKey }
    return sealed
  }

  /// Opens what was sealed to these keys.
  package static func open(
    _ sealed: borrowing Span<UInt8>, with keys: borrowing BoxKeys
  ) throws(SealingError) -> SecretBytes {
    guard sealed.count >= overhead else { throw .notOpened }
    let size = sealed.count
    return try unsafe lend(sealed, keys.publicKey.span, keys.secretKey.bytes) {
      (sealed, publicKey, secretKey) throws(SealingError) in
      try unsafe SecretBytes(capacity: size - overhead) { (plain) throws(SealingError) in
        let outcome = unsafe crypto_box_seal_open(
          plain, sealed, UInt64(size), publicKey, secretKey)
        guard outcome == 0 else { throw .notOpened }
        return size - overhead
      }
    }
  }
}
