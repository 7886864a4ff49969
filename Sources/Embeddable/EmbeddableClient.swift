import Moving
package import Profiles
package import Redacting
package import Sealing
package import Transport

/// A workspace of Embeddable, spoken to over its HTTP API; it decides nothing.
///
/// Reading is tolerant, as answers have had several forms; writing is strict.
package struct EmbeddableClient: Sendable {
  private let courier: Courier
  private let base: String
  private let key: Secret
  private let security: Security
  private let patience: Patience

  /// A base address without a slash at its end.
  package init(
    _ courier: Courier, base: String, key: Secret, patience: Patience = Patience()
  ) {
    self.courier = courier
    self.base = base + "/api/v1"
    self.key = key
    security = base.hasPrefix("http://") ? .plain : .verified
    self.patience = patience
  }

  package func connectionNames() async throws(EmbeddableError) -> Set<String> {
    try await names("connections")
  }

  package func environmentNames() async throws(EmbeddableError) -> Set<String> {
    try await names("environments")
  }

  /// What the far side says of a connection, as JSON that may hold secrets; nil if it is not there.
  package func connection(
    _ name: String, hiding redaction: Redaction? = nil
  ) async throws(EmbeddableError) -> Secret? {
    try await found("/connections/" + PathPart.escaped(name), hiding: redaction)
  }

  package func createConnection(
    _ body: Secret, hiding redaction: Redaction
  ) async throws(EmbeddableError) {
    _ = try await ask(.post, "/connections", body, hiding: redaction)
  }

  package func updateConnection(
    _ name: String, _ body: Secret, hiding redaction: Redaction
  ) async throws(EmbeddableError) {
    _ = try await ask(
      .put, "/connections/" + PathPart.escaped(name), body, hiding: redaction)
  }

  package func deleteConnection(_ name: String) async throws(EmbeddableError) {
    _ = try await ask(.delete, "/connections/" + PathPart.escaped(name))
  }

  /// Has the far side sign in; a no is an answer too, if the service itself says it.
  package func testConnection(
    _ name: String, hiding redaction: Redaction
  ) async throws(EmbeddableError) -> TestVerdict {
    do throws(EmbeddableError) {
      _ = try await ask(
        .post, "/connections/" + PathPart.escaped(name) + "/test", hiding: redaction,
        within: .seconds(90), isTest: true)
      return .passed
    } catch .refused(let status, let complaint) where complaint.isFromService {
      return .failed(cause: complaint.text.isEmpty ? "status \(status)" : complaint.text)
    } catch .broken(_, let complaint) where complaint.isFromService {
      return .failed(cause: complaint.text)
    }
  }

  /// What an environment maps; nil if it is not there.
  package func environment(_ name: String) async throws(EmbeddableError) -> [DataSource]? {
    guard let body = try await found("/environments/" + PathPart.escaped(name)) else { return nil }
    guard let sources = Reading.dataSources(body.span) else {
      throw .garbled("the environment '\(Cleaned.text(name))' cannot be read")
    }
    return sources
  }

  package func createEnvironment(
    _ name: String, _ sources: [DataSource]
  ) async throws(EmbeddableError) {
    _ = try await ask(.post, "/environments", EnvironmentBody.make(name: name, sources))
  }

  package func updateEnvironment(
    _ name: String, _ sources: [DataSource]
  ) async throws(EmbeddableError) {
    _ = try await ask(
      .put, "/environments/" + PathPart.escaped(name), EnvironmentBody.make(name: nil, sources))
  }

  package func deleteEnvironment(_ name: String) async throws(EmbeddableError) {
    _ = try await ask(.delete, "/environments/" + PathPart.escaped(name))
  }

  private func names(_ what: String) async throws(EmbeddableError) -> Set<String> {
    let answer = try await ask(.get, "/" + what)
    if answer.body.count == 0 { return [] }
    guard let names = Reading.names(answer.body.span, under: what) else {
      throw .garbled("the list of \(what) cannot be read")
    }
    return names
  }

  private func found(
    _ path: String, hiding redaction: Redaction? = nil
  ) async throws(EmbeddableError) -> Secret? {
    do throws(EmbeddableError) {
      return try await ask(.get, path, hiding: redaction).body
    } catch .missing {
      return nil
    }
  }

  /// Asks, waiting as told where the far side is busy.
  private func ask(
    _ method: Method, _ path: String, _ body: Secret? = nil, hiding redaction: Redaction? = nil,
    within limit: Duration = .seconds(30), isTest: Bool = false
  ) async throws(EmbeddableError) -> Answer {
    var headers = [
      Header("Authorization", prefix: "Bearer ", key), Header("Accept", "application/json"),
    ]
    if method != .get { headers.append(Header("Content-Type", "application/json")) }
    let request = Request(
      method, base + path, headers: headers, body: body, security: security,
      limits: Limits(total: limit, answer: 8 << 20), isRepeatable: isTest)
    var waited = Duration.zero
    var attempt = 0
    // One attempt that may have acted stands for all of them.
    var mayHaveActed = false
    while true {
      let answer: Answer
      do throws(TransportError) {
        answer = try await courier.send(request)
      } catch {
        throw mayHaveActed && !error.mayHaveActed
          ? .busy(status: 503, waited: waited) : .transport(error)
      }
      guard answer.status == 429 || answer.status == 503 else {
        if mayHaveActed, answer.status == 401 || answer.status == 403 {
          throw .broken(
            status: answer.status, Complaint(answer, hiding: redaction ?? Redaction([key])))
        }
        return try judged(answer, method, hiding: redaction, isTest: isTest, attempt)
      }
      if answer.status == 503, method != .get, !isTest { mayHaveActed = true }
      let spent = waited + answer.elapsed
      let pause = patience.pause(attempt, told: answer.headers.retryAfter)
      guard spent + pause <= patience.budget else {
        throw .busy(status: mayHaveActed ? 503 : answer.status, waited: waited)
      }
      do {
        try await Task.sleep(for: pause)
      } catch {
        throw .transport(.cancelled(sent: mayHaveActed))
      }
      waited = spent + pause
      attempt += 1
    }
  }

  private func judged(
    _ answer: Answer, _ method: Method, hiding redaction: Redaction?, isTest: Bool, _ attempt: Int
  ) throws(EmbeddableError) -> Answer {
    if (200..<300).contains(answer.status) {
      // The old form of a yes; with a message it was a no.
      if let complaint = Complaint.inside(answer, hiding: redaction ?? Redaction([key])) {
        throw .refused(status: answer.status, complaint)
      }
      // A page that says yes in front of the service has not done anything.
      guard method == .get || Reading.isJSON(answer.body.span) else {
        throw .garbled("the answer cannot be read")
      }
      return answer
    }
    let complaint = Complaint(answer, hiding: redaction ?? Redaction([key]))
    switch answer.status {
    case 401, 403: throw .notAllowed(complaint)
    case 404: throw .missing
    case 300..<400: throw .redirected
    case 409: throw .exists(complaint, wasRepeated: attempt > 0)
    case 400..<500:
      if complaint.saysExists, !isTest { throw .exists(complaint, wasRepeated: attempt > 0) }
      throw .refused(status: answer.status, complaint)
    default: throw .broken(status: answer.status, complaint)
    }
  }
}

/// What a test by the far side said.
package enum TestVerdict: Equatable, Sendable {
  case passed
  case failed(cause: String)
}
