import CSodium

/// Proof that the holder of a signing key has seen exactly these bytes.
package enum Signature {
  /// The length of every signature.
  package static let size = 64

  /// Whether the signature is one of these bytes by the owner of this public key.
  package static func isValid(
    _ signature: [UInt8], of bytes: borrowing Span<UInt8>, by publicKey: [UInt8]
  ) -> Bool {
    guard signature.count == size, publicKey.count == SigningKeys.size else { return false }
    Sodium.wake()
    let count = bytes.count
    return unsafe lend(bytes) { bytes in
      unsafe crypto_sign_verify_detached(signature, bytes, UInt64(count), publicKey) == 0
    }
  }
}
