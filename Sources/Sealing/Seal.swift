import CSodium

/// Encrypts bytes so that only a holder of the key reads them and nobody changes them unnoticed.
///
/// XChaCha20-Poly1305 with a random nonce. The result is nonce, ciphertext and tag, in this order.
package enum Seal {
  /// How much longer the result is than the (padded) bytes: a nonce of 24 and a tag of 16.
  package static let overhead = nonceSize + tagSize
  /// The length of a key.
  package static let keySize = 32

  private static let nonceSize = 24
  private static let tagSize = 16

  /// Seals bytes under a key of 32 bytes; only the same context will open them.
  ///
  /// Before that they are padded (ISO/IEC 7816-4) to the next multiple of `block`, by at least one
  /// byte, so that the length tells little; a `block` of 0 does not pad.
  package static func close(
    _ plain: borrowing Span<UInt8>, under key: borrowing SecretBytes,
    for context: borrowing Span<UInt8>, paddedTo block: Int = 256
  ) -> [UInt8] {
    precondition(key.count == keySize, "a sealing key has 32 bytes")
    precondition(block >= 0, "a block cannot have fewer than no bytes")
    guard block > 0 else { return close(exactly: plain, under: key, for: context) }
    let padded = padded(plain, to: block)
    return close(exactly: padded.bytes, under: key, for: context)
  }

  /// Opens what was closed with the same key, context and block.
  package static func open(
    _ sealed: borrowing Span<UInt8>, under key: borrowing SecretBytes,
    for context: borrowing Span<UInt8>, paddedTo block: Int = 256
  ) throws(SealingError) -> SecretBytes {
    precondition(block >= 0, "a block cannot have fewer than no bytes")
    guard key.count == keySize else {
      throw .wrongLength(expected: keySize, found: key.count)
    }
    guard sealed.count >= overhead else { throw .notOpened }
    let size = sealed.count - nonceSize
    let contextSize = context.count
    return try unsafe lend(sealed, context, key.bytes) {
      (sealed, context, key) throws(SealingError) in
      try unsafe SecretBytes(capacity: size - tagSize) { (plain) throws(SealingError) in
        var count: UInt64 = 0
        let outcome = unsafe crypto_aead_xchacha20poly1305_ietf_decrypt(
          plain, &count, nil, sealed + nonceSize, UInt64(size), context, UInt64(contextSize),
          sealed, key)
        guard outcome == 0 else { throw .notOpened }
        guard block > 0 else { return Int(count) }
        var unpadded = 0
        guard unsafe sodium_unpad(&unpadded, plain, Int(count), block) == 0 else {
          throw .notOpened
        }
        return unpadded
      }
    }
  }

  /// Copies bytes and adds a one bit and zeros up to a multiple of `block`.
  private static func padded(_ plain: borrowing Span<UInt8>, to block: Int) -> SecretBytes {
    let count = plain.count
    let size = (count / block + 1) * block
    return unsafe lend(plain) { plain in
      unsafe SecretBytes(capacity: size) { output in
        unsafe output.update(from: plain, count: count)
        var written = 0
        let outcome = unsafe sodium_pad(&written, output, count, block, size)
        precondition(outcome == 0 && written == size, "padding must fill the last block")
        return size
      }
    }
  }

  private static func close(
    exactly plain: borrowing Span<UInt8>, under key: borrowing SecretBytes,
    for context: borrowing Span<UInt8>
  ) -> [UInt8] {
    let count = plain.count
    let contextSize = context.count
    return unsafe lend(plain, context, key.bytes) { plain, context, key in
      unsafe [UInt8](count: overhead + count) { output in
        unsafe randombytes_buf(output, nonceSize)
        _ = unsafe crypto_aead_xchacha20poly1305_ietf_encrypt(
          output + nonceSize, nil, plain, UInt64(count), context, UInt64(contextSize), nil,
          output, key)
      }
    }
  }
}
