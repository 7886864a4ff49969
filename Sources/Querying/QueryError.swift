/// Why a database did not let us in, or did not answer.
///
/// Nothing here holds a secret of ours but what the server itself says: whoever shows that has to
/// take our secrets out.
package enum QueryError: Error, Equatable, Sendable {
  // Nobody was reached.
  case nameNotFound(host: String)
  case unreachable(host: String, cause: String)
  case timedOut(host: String)
  case broken(host: String)

  // Somebody was reached who cannot be trusted.
  case tls(host: String, cause: String)
  /// It does not speak TLS, which the profile wants.
  case withoutTLS(host: String)
  /// The certificates that are to be trusted could not be read.
  case badAuthority
  /// It wants to be shown the password itself, over a channel on which somebody else may listen.
  case wantsCleartext(host: String)
  /// It did not prove that it knows the password.
  case impostor(host: String)
  /// It refused before TLS had begun, where anybody may have said so.
  case unproven(host: String)

  // It does not speak as expected.
  case garbled(host: String, what: String)
  case tooMuch(host: String)
  /// A way of signing in that there is no client for here.
  case unknownSignIn(host: String, way: String)

  /// The server said no, in its own words.
  case refused(Refusal)
}

/// What a database says of an error.
package struct Refusal: Equatable, Sendable {
  /// The five characters of SQLSTATE, if it has them.
  package let state: String
  /// The number of the error, where there is one.
  package let number: Int?
  /// The server's sentence, which may hold anything.
  package let text: String
  /// Whether the server had asked for the password by then, and taken it.
  package let passwordWasTaken: Bool

  package init(state: String, number: Int? = nil, text: String, passwordWasTaken: Bool) {
    self.state = state
    self.number = number
    self.text = text
    self.passwordWasTaken = passwordWasTaken
  }
}

extension QueryError {
  /// What happened; what a server said is left out.
  package var message: String {
    switch self {
    case .nameNotFound(let host): "the name \(host) was not found"
    case .unreachable(let host, let cause): "\(host) cannot be reached: \(cause)"
    case .timedOut(let host): "\(host) did not answer in time"
    case .broken(let host): "\(host) closed the connection"
    case .tls(let host, let cause): "\(host) cannot be trusted: \(cause)"
    case .withoutTLS(let host): "\(host) does not offer TLS"
    case .badAuthority: "the ca of ssl holds no certificate"
    case .wantsCleartext(let host):
      "\(host) wants the password in clear, on a channel that is not verified"
    case .impostor(let host): "\(host) did not prove that it knows the password"
    case .unproven(let host): "\(host) refused before TLS, so that anybody may have said so"
    case .garbled(let host, let what): "\(host) does not speak as expected: \(what)"
    case .tooMuch(let host): "\(host) sent more than a sign-in can need"
    case .unknownSignIn(let host, let way):
      "\(host) wants a way of signing in that Coffer does not know: \(way)"
    case .refused: "the server refused"
    }
  }

  /// What to do about it.
  package var remedy: String {
    switch self {
    case .nameNotFound: "check the host's name for typing errors, and that DNS works here"
    case .unreachable, .timedOut:
      "check host and port, that the server runs, and that no firewall is in between"
    case .broken: "check that the port is the database's own, and the server's log"
    case .tls:
      "check the host's name and the certificate; one of an own authority needs "
        + "ssl={\"ca\":\"...\"}"
    case .withoutTLS:
      "turn TLS on at the server, or accept that all travels in clear: ssl=false"
    case .badAuthority: "give ca one or more certificates in PEM"
    case .wantsCleartext:
      "use verified TLS (ssl=true), let the server use SCRAM, or accept it: cleartext=allow"
    case .impostor: "somebody else may be answering: check host, port and certificate"
    case .unproven:
      "check that the server has connections left and talks to this machine: its log says so"
    case .garbled: "check that the port is the database's own"
    case .tooMuch: "check that host and port are the database's own"
    case .unknownSignIn: "let the user sign in with a password"
    case .refused: "see what it said"
    }
  }
}
