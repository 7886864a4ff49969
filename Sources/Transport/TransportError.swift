/// Why there is no answer to a request.
///
/// Nothing here holds a secret: no header, no body, no path and no query.
package enum TransportError: Error, Equatable, Sendable {
  // Refused before anything was sent.
  case badAddress(String)
  /// The name of the header, empty where that is what is wrong.
  case badHeader(String)
  case badSetting(String)
  case forbiddenPlain(host: String)
  case cannotStart(String)

  // Nobody was reached.
  case nameNotFound(host: String)
  case unreachable(host: String, cause: String)
  case tls(host: String, cause: String)

  // The conversation ended early. `sent`: something of the request has left.
  case timedOut(sent: Bool)
  case broken(sent: Bool, cause: String)
  case cancelled(sent: Bool)
  case stopped(sent: Bool)

  /// The server did answer, but with more than we were ready to take.
  case tooLarge(limit: Int)

  /// Whether the server may have done what it was asked, though no whole answer says so.
  package var mayHaveActed: Bool {
    switch self {
    case .timedOut(let sent), .broken(let sent, _), .cancelled(let sent), .stopped(let sent): sent
    case .tooLarge: true
    case .badAddress, .badHeader, .badSetting, .forbiddenPlain, .cannotStart, .nameNotFound,
      .unreachable, .tls:
      false
    }
  }
}

extension TransportError {
  /// What happened.
  package var message: String {
    switch self {
    case .badAddress(let reason): "the address cannot be used: \(reason)"
    case .badHeader(""): "a header of the request has an impossible name"
    case .badHeader(let name): "the header \(name) cannot be sent as it is"
    case .badSetting(let reason): "the network cannot be used as set: \(reason)"
    case .forbiddenPlain(let host): "\(host) would be reached without encryption"
    case .cannotStart(let reason): "the network cannot be used: \(reason)"
    case .nameNotFound(let host): "the name \(host) was not found"
    case .unreachable(let host, let cause): "\(host) cannot be reached: \(cause)"
    case .tls(let host, let cause): "\(host) cannot be trusted: \(cause)"
    case .timedOut(sent: false): "no connection was made in time"
    case .timedOut(sent: true): "no whole answer came in time"
    case .broken(sent: false, let cause): "the connection broke before anything was sent: \(cause)"
    case .broken(sent: true, let cause): "the connection broke before a whole answer came: \(cause)"
    case .cancelled(sent: false): "cancelled before anything was sent"
    case .cancelled(sent: true): "cancelled before a whole answer came"
    case .stopped(sent: false): "the network was closed before anything was sent"
    case .stopped(sent: true): "the network was closed before a whole answer came"
    case .tooLarge(let limit): "the answer is larger than \(limit) bytes"
    }
  }

  /// What to do about it.
  package var remedy: String {
    switch self {
    case .badAddress: "check the address: https://HOST/PATH, special characters percent-encoded"
    case .badHeader: "check the value for line breaks and control characters"
    case .badSetting: "check the settings of the proxy and of the certificate authorities"
    case .forbiddenPlain: "use https, or allow http for this profile by name"
    case .cannotStart: "try again; if it stays, restart the agent"
    case .nameNotFound: "check the host's name for typing errors, and that DNS works here"
    case .unreachable: "check host and port, and that no firewall or proxy is in between"
    case .tls: "check the host's name, its certificate and the certificate authorities trusted here"
    case .timedOut(sent: false): "check host and port, and that no firewall is in between"
    case .broken(sent: false, _), .cancelled(sent: false), .stopped(sent: false): "try again"
    case .timedOut(sent: true), .broken(sent: true, _), .cancelled(sent: true),
      .stopped(sent: true):
      "look whether the other side did it before you try again"
    case .tooLarge: "check that the address is that of the right service"
    }
  }
}
