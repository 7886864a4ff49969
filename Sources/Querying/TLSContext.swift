import COpenSSL

/// Whom to trust: made once for the authorities of the system, as reading them takes its time.
@safe
final class TLSContext: Sendable {
  /// Never changed after `init`; OpenSSL counts its owners under a lock.
  private nonisolated(unsafe) let context: OpaquePointer

  private static let system = Result { () throws(QueryError) in try TLSContext(authority: nil) }
  private static let anybody = Result { () throws(QueryError) in try TLSContext() }

  static func of(_ channel: Channel) throws(QueryError) -> TLSContext {
    switch channel.security {
    case .plain, .unverified: try anybody.get()
    case .verified:
      if let authority = channel.authority {
        try TLSContext(authority: authority)
      } else {
        try system.get()
      }
    }
  }

  /// Trusts whoever answers.
  private init() throws(QueryError) {
    guard let made = unsafe cssl_context() else { throw .badAuthority }
    unsafe context = made
    unsafe SSL_CTX_set_verify(made, SSL_VERIFY_NONE, nil)
  }

  private init(authority: String?) throws(QueryError) {
    guard let made = unsafe cssl_context() else { throw .badAuthority }
    unsafe context = made
    unsafe SSL_CTX_set_verify(made, SSL_VERIFY_PEER, nil)
    if let authority {
      let pem = Array(authority.utf8)
      guard unsafe cssl_trust(made, pem, Int32(clamping: pem.count)) > 0 else {
        throw .badAuthority
      }
    } else {
      _ = unsafe SSL_CTX_set_default_verify_paths(made)
    }
  }

  deinit { unsafe SSL_CTX_free(context) }

  /// A conversation over a socket.
  @unsafe func conversation(over socket: Int32) -> OpaquePointer? {
    guard let tls = unsafe SSL_new(context) else { return nil }
    guard unsafe SSL_set_fd(tls, socket) == 1 else {
      unsafe SSL_free(tls)
      return nil
    }
    return unsafe tls
  }
}
