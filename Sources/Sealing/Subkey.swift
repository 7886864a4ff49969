import CSodium

/// Keys for one purpose each, made from a key that is never used for anything else.
package enum Subkey {
  /// Derives the 32 bytes of subkey `number` for a purpose, which is named by 8 ASCII characters.
  package static func derive(
    from key: borrowing SecretBytes, context: String, number: UInt64
  ) -> SecretBytes {
    let size = 32
    let purpose = context.utf8.map { CChar(truncatingIfNeeded: $0) }
    precondition(purpose.count == 8, "the context of a subkey has 8 characters")
    precondition(key.count == size, "a key from which subkeys are derived has 32 bytes")
    return unsafe lend(key.bytes) { key in
      unsafe SecretBytes(capacity: size, in: .guarded) { output in
        _ = unsafe crypto_kdf_derive_from_key(output, size, number, purpose, key)
        return size
      }
    }
  }
}
