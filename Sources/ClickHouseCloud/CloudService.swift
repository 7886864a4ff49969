/// The organization that a key belongs to.
package struct CloudOrganization: Equatable, Sendable {
  package let id: String
  package let name: String?
}

/// A service: a ClickHouse that somebody else runs.
package struct CloudService: Equatable, Sendable {
  package struct Endpoint: Equatable, Sendable {
    /// `https`, `nativesecure` or `mysql`.
    package let kind: String
    package let host: String
    package let port: Int?
  }

  package enum State: Equatable, Sendable {
    case running
    /// Asleep; a query wakes it up, which takes half a minute and costs money.
    case idle
    case stopped
    case other(String)
  }

  package let id: String
  package var name: String?
  package var provider: String?
  package var region: String?
  package var state: State?
  package var endpoints: [Endpoint] = []
  /// From where it may be reached; nothing where the answer did not say.
  package var ipAccess: [IPEntry]?
  package var isPrimary: Bool?
  package var isReadOnly: Bool?

  package init(id: String) { self.id = id }

  /// Where its HTTP interface listens, with TLS.
  package var http: Endpoint? { endpoints.first { $0.kind == "https" } }
}

extension CloudService.State {
  package var word: String {
    switch self {
    case .running: "running"
    case .idle: "idle"
    case .stopped: "stopped"
    case .other(let word): word
    }
  }

  init(_ word: String) {
    switch word {
    case "running": self = .running
    case "idle": self = .idle
    case "stopped": self = .stopped
    default: self = .other(word)
    }
  }
}

/// A line of the organization's own record.
package struct CloudActivity: Equatable, Sendable {
  package let id: String
  package var kind: String?
  /// `user`, `support`, `system` or `api`.
  package var actor: String?
  package var address: String?
  package var keyID: String?
  package var serviceID: String?
  /// Milliseconds since 1970.
  package var at: Int64?

  package init(id: String) { self.id = id }
}
