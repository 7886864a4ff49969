import CSodium

/// SHA-256 and its keyed form, for the sign-ins and interfaces of others that want just these.
///
/// What Coffer itself stands on is `Digest`.
package enum SHA256 {
  /// The length of every digest, in bytes.
  package static let size = 32

  /// The digest of the bytes.
  package static func of(_ bytes: borrowing Span<UInt8>) -> [UInt8] {
    Sodium.wake()
    let count = bytes.count
    return unsafe lend(bytes) { input in
      unsafe [UInt8](count: size) { output in
        _ = unsafe crypto_hash_sha256(output, input, UInt64(count))
      }
    }
  }

  /// The digest of what is secret, which is as secret.
  package static func secret(of bytes: borrowing Span<UInt8>) -> SecretBytes {
    Sodium.wake()
    let count = bytes.count
    return unsafe lend(bytes) { input in
      unsafe SecretBytes(capacity: size) { output in
        _ = unsafe crypto_hash_sha256(output, input, UInt64(count))
        return size
      }
    }
  }

  /// HMAC of the bytes, where the result must not be seen.
  package static func secret(
    of bytes: borrowing Span<UInt8>, by key: borrowing Span<UInt8>
  ) -> SecretBytes {
    Sodium.wake()
    let count = bytes.count
    let keyCount = key.count
    return unsafe lend(bytes, key) { input, key in
      unsafe SecretBytes(capacity: size) { output in
        var state = crypto_auth_hmacsha256_state()
        _ = unsafe crypto_auth_hmacsha256_init(&state, key, keyCount)
        _ = unsafe crypto_auth_hmacsha256_update(&state, input, UInt64(count))
        _ = unsafe crypto_auth_hmacsha256_final(&state, output)
        unsafe sodium_memzero(&state, MemoryLayout<crypto_auth_hmacsha256_state>.size)
        return size
      }
    }
  }

  /// HMAC of the bytes, with a key of any length.
  package static func keyed(
    _ bytes: borrowing Span<UInt8>, by key: borrowing Span<UInt8>
  ) -> [UInt8] {
    Sodium.wake()
    let count = bytes.count
    let keyCount = key.count
    return unsafe lend(bytes, key) { input, key in
      unsafe [UInt8](count: size) { output in
        var state = crypto_auth_hmacsha256_state()
        _ = unsafe crypto_auth_hmacsha256_init(&state, key, keyCount)
        _ = unsafe crypto_auth_hmacsha256_update(&state, input, UInt64(count))
        _ = unsafe crypto_auth_hmacsha256_final(&state, output)
      }
    }
  }
}
