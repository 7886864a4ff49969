/// What a request demands of the way to the server.
package enum Security: Sendable, Equatable {
  /// TLS, the certificate and the host's name verified.
  case verified
  /// `http://` too, as its owner chose; `https://` is verified all the same.
  case plain
}
