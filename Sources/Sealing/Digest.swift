import CSodium

/// Fingerprints of bytes: BLAKE2b with 256 bits, plain or keyed.
package enum Digest {
  /// The length of every digest, in bytes.
  package static let size = 32

  /// The digest that anybody can compute.
  package static func of(_ bytes: borrowing Span<UInt8>) -> [UInt8] {
    Sodium.wake()
    let count = bytes.count
    return unsafe lend(bytes) { input in
      unsafe [UInt8](count: size) { output in
        _ = unsafe crypto_generichash(output, size, input, UInt64(count), nil, 0)
      }
    }
  }

  /// The digest that only a holder of `key` (16 to 64 bytes) can compute.
  package static func keyed(
    _ bytes: borrowing Span<UInt8>, by key: borrowing SecretBytes
  ) -> [UInt8] {
    let count = bytes.count
    let keyCount = checkedCount(of: key)
    return unsafe lend(bytes, key.bytes) { input, key in
      unsafe [UInt8](count: size) { output in
        _ = unsafe crypto_generichash(output, size, input, UInt64(count), key, keyCount)
      }
    }
  }

  /// The same as `keyed`, but the result is a key itself.
  package static func keyedSecret(
    _ bytes: borrowing Span<UInt8>, by key: borrowing SecretBytes
  ) -> SecretBytes {
    let count = bytes.count
    let keyCount = checkedCount(of: key)
    return unsafe lend(bytes, key.bytes) { input, key in
      unsafe SecretBytes(capacity: size) { output in
        _ = unsafe crypto_generichash(output, size, input, UInt64(count), key, keyCount)
        return size
      }
    }
  }

  private static func checkedCount(of key: borrowing SecretBytes) -> Int {
    let count = key.count
    precondition(16...64 ~= count, "a digest key has 16 to 64 bytes")
    return count
  }
}
