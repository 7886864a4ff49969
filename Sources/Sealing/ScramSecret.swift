import CSodium

/// What SCRAM-SHA-256 makes of a password: proves that one knows it without showing it (RFC 5802).
///
/// For the sign-ins of others. The password is taken as it is: only ASCII is the same everywhere.
package struct ScramSecret: ~Copyable, Sendable {
  /// Who asks for more rounds wants us to work, not to sign in.
  package static let mostRounds = 1_000_000

  private let salted: SecretBytes

  package init(password: borrowing Span<UInt8>, salt: [UInt8], rounds: Int) {
    Sodium.wake()
    let passwordCount = password.count
    let start = salt + [0, 0, 0, 1]
    salted = unsafe lend(password) { password in
      unsafe SecretBytes(capacity: SHA256.size) { sum in
        // The key is taken in once; each round begins with a copy of that.
        var keyed = crypto_auth_hmacsha256_state()
        var state = crypto_auth_hmacsha256_state()
        var block: [32 of UInt8] = .init(repeating: 0)
        unsafe withUnsafeMutablePointer(to: &block) { place in
          let block = unsafe UnsafeMutableRawPointer(place).assumingMemoryBound(to: UInt8.self)
          _ = unsafe crypto_auth_hmacsha256_init(&keyed, password, passwordCount)
          state = keyed
          _ = unsafe crypto_auth_hmacsha256_update(&state, start, UInt64(start.count))
          _ = unsafe crypto_auth_hmacsha256_final(&state, block)
          unsafe sum.update(from: block, count: SHA256.size)
          for _ in 1..<max(rounds, 1) {
            state = keyed
            _ = unsafe crypto_auth_hmacsha256_update(&state, block, UInt64(SHA256.size))
            _ = unsafe crypto_auth_hmacsha256_final(&state, block)
            for index in 0..<SHA256.size { unsafe sum[index] ^= block[index] }
          }
          unsafe sodium_memzero(block, SHA256.size)
        }
        unsafe sodium_memzero(&keyed, MemoryLayout<crypto_auth_hmacsha256_state>.size)
        unsafe sodium_memzero(&state, MemoryLayout<crypto_auth_hmacsha256_state>.size)
        return SHA256.size
      }
    }
  }

  private borrowing func key(_ label: String) -> SecretBytes {
    SHA256.secret(of: label.utf8.span, by: salted.bytes)
  }

  /// The digest that a server keeps to know who has the password.
  package borrowing func storedKey() -> SecretBytes { SHA256.secret(of: key("Client Key").bytes) }

  /// The key by which a server shows that it knows the password too.
  package borrowing func serverKey() -> SecretBytes { key("Server Key") }

  /// What shows for this conversation that we know the password.
  package borrowing func proof(of conversation: String) -> [UInt8] {
    let client = key("Client Key")
    let signature = SHA256.keyed(conversation.utf8.span, by: storedKey().bytes)
    return signature.indices.map { signature[$0] ^ client.bytes[$0] }
  }

  /// What shows for this conversation that the server does.
  package borrowing func serverProof(of conversation: String) -> SecretBytes {
    SHA256.secret(of: conversation.utf8.span, by: serverKey().bytes)
  }
}
