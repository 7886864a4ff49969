import Serving

/// Whether what a connection names lets it in, tried for real where that can be done.
package enum SignIn {
  package enum Verdict: Equatable, Sendable {
    case passed
    /// The driver's words.
    case failed(String)
    /// There is no client for this type here.
    case cannotTell
  }

  /// The driver that says no, in its own words.
  struct Refused: Error, Equatable {
    let cause: String
  }

  /// What a driver allows itself for a test.
  static let patience = Duration.seconds(10)

  /// Tries to sign in; blocks for ten seconds at most.
  package static func attempt(
    _ connection: StoredConnection, patience: Duration = SignIn.patience
  ) -> Verdict {
    let deadline = ContinuousClock.now + patience
    do throws(Refused) {
      switch connection.type {
      case "postgres", "redshift", "questdb", "materialize", "crate":
        return try PostgresSignIn(connection).attempt(until: deadline)
      case "clickhouse":
        return try ClickHouseSignIn(connection).attempt(until: deadline)
      // Its driver looks at nothing.
      case "druid": return .passed
      default: return .cannotTell
      }
    } catch {
      return .failed(error.cause)
    }
  }

  /// The words of a server that does not know who signs in, as far as they are the same everywhere.
  static func notYetKnown(_ connection: StoredConnection) -> String {
    let user =
      connection.credentials["user"]?.text ?? connection.credentials["username"]?.text ?? "default"
    return "password authentication failed for user \"\(user)\""
  }

  /// What a driver on Node says about a connection that could not be had.
  static func words(_ error: ServingError, timedOut: String, closed: String) -> Refused {
    switch error {
    case .unknownHost(let host): Refused(cause: "getaddrinfo ENOTFOUND \(host)")
    case .refused(let place): Refused(cause: "connect ECONNREFUSED \(place)")
    case .unreachable(let place, _): Refused(cause: "connect EHOSTUNREACH \(place)")
    case .timedOut: Refused(cause: timedOut)
    case .closed, .cannotListen: Refused(cause: closed)
    }
  }
}

extension JSONValue {
  /// What JavaScript takes for yes.
  var isTruthy: Bool {
    switch self {
    case .null: false
    case .bool(let flag): flag
    case .number(let text): Double(text) != 0
    case .string(let text): !text.isEmpty
    case .array, .object: true
    }
  }

  /// Text, also where a number was sent.
  var plainText: String? {
    switch self {
    case .string(let text), .number(let text): text
    default: nil
    }
  }
}
