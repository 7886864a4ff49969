/// Why a server or a connection could not be had.
package enum ServingError: Error, Equatable, Sendable {
  case cannotListen(port: UInt16)
  case unknownHost(String)
  case refused(String)
  case unreachable(String, reason: String)
  case timedOut
  case closed
}

extension ServingError {
  /// What happened.
  package var message: String {
    switch self {
    case .cannotListen(let port): "port \(port) of this machine could not be listened on"
    case .unknownHost(let host): "the name \(host) is not known"
    case .refused(let place): "nobody listens at \(place)"
    case .unreachable(let place, let reason): "\(place) cannot be reached: \(reason)"
    case .timedOut: "the other end took too long"
    case .closed: "the other end has closed"
    }
  }

  /// What to do about it.
  package var remedy: String {
    switch self {
    case .cannotListen: "choose another port, or 0 for any that is free"
    case .unknownHost: "check the spelling of the host"
    case .refused, .unreachable: "check host and port, and that the server runs"
    case .timedOut, .closed: "try again"
    }
  }
}
