import Host
package import Serving
import Synchronization

/// Stands in for Embeddable and ClickHouse Cloud on loopback, as faithful as is known and no kinder.
package final class Sandbox: Sendable {
  static let headers = [HTTPRequest.Field("Content-Type", "application/json")]
  private static let base = ["api", "v1"]

  let choices: Choices
  /// The first key of ClickHouse Cloud.
  package let cloudKey: CloudKeyRecord.Pair
  /// What the user `default` of ClickHouse signs in with at first.
  package let clickHousePassword: String
  let state: Mutex<SandboxState>

  /// Makes a workspace for each key.
  package init(
    keys: [String], choices: Choices = Choices(), cloudKey: CloudKeyRecord.Pair = .random(),
    clickHousePassword: String = CloudKeyRecord.Pair.random().keySecret
  ) {
    self.choices = choices
    self.cloudKey = cloudKey
    self.clickHousePassword = clickHousePassword
    self.state = Mutex(
      SandboxState(
        keys: keys, choices: choices, cloud: cloudKey, password: clickHousePassword))
  }

  /// Answers one request; blocks for as long as that is meant to take.
  package func answer(_ request: HTTPRequest) -> HTTPReply {
    if request.segments.first == "_sandbox" { return control(request) }
    let isTest = request.method == "POST" && request.segments.last == "test"
    let (fault, latency, room) = state.withLock { state in
      state.ledger.count(request.method, isTest: isTest)
      return (
        state.fault(request.method, request.segments) ?? Fault(), state.latency,
        state.room(for: request.header("Authorization"))
      )
    }
    let body = request.body.isEmpty ? nil : JSONValue(reading: request.body)
    Self.pass(milliseconds: latency + fault.latency)
    let reply =
      fault.instead(request, password: password(request, body, room), choices)
      ?? fault.spoiled(serve(request, body, room, fault))
    state.withLock {
      $0.ledger.note(
        .init(
          method: request.method, path: request.path,
          status: reply.delivery == .dropped ? 0 : reply.status, workspace: room, body: body))
    }
    return reply
  }

  /// Blocks this thread, which serves one connection only.
  static func pass(milliseconds: Double) {
    guard milliseconds > 0 else { return }
    Clock.sleep(.microseconds(Int64(milliseconds * 1_000)))
  }

  static func reply(_ answer: Answer) -> HTTPReply {
    guard let body = answer.body else { return HTTPReply(status: answer.status) }
    var headers = headers
    if let allowed = answer.allowed { headers.append(.init("Allow", allowed)) }
    return HTTPReply(status: answer.status, headers: headers, body: body.bytes)
  }

  private func serve(
    _ request: HTTPRequest, _ body: JSONValue?, _ room: Int?, _ fault: Fault
  ) -> HTTPReply {
    if request.isForCloud { return cloud(request, body, fault) }
    guard request.segments.starts(with: Self.base) else {
      return Self.reply(
        .framework(404, "Not Found", "No endpoint \(request.method) \(request.path)"))
    }
    guard let room, !refusesKey(request, fault) else {
      return Self.reply(
        .refusal(choices.authRefusalStatus, "Authentication failed", code: "BUILDER-998"))
    }
    if let refusal = refusal(of: request, body) { return Self.reply(refusal) }
    let call = Call(request.method, Array(request.segments.dropFirst(2)), body)
    let outcome = state.withLock { $0.rooms[room].workspace.take(call) }
    switch outcome {
    case .answer(let answer): return Self.reply(answer)
    case .test(let connection): return Self.reply(test(connection, in: room, fault))
    }
  }

  /// What is wrong with a body before anybody looks at what it says.
  private func refusal(of request: HTTPRequest, _ body: JSONValue?) -> Answer? {
    if request.isTooLarge { return .framework(413, "Payload Too Large", "The body is too large") }
    guard !request.body.isEmpty else { return nil }
    if request.method == "POST" || request.method == "PUT" {
      let type = request.header("Content-Type")?.lowercased() ?? ""
      guard type.hasPrefix("application/json") else {
        return .framework(
          415, "Unsupported Media Type", "Content-Type '\(type)' is not supported")
      }
    }
    return body == nil ? .invalid("the body is no JSON") : nil
  }

  private func refusesKey(_ request: HTTPRequest, _ fault: Fault) -> Bool {
    guard case .notYetVisible(let times) = fault.kind, request.segments.last != "test" else {
      return false
    }
    return state.withLock {
      $0.refuses("key " + (request.header("Authorization") ?? ""), times: times)
    }
  }

  private func test(_ connection: StoredConnection, in room: Int, _ fault: Fault) -> Answer {
    let delay = state.withLock { $0.testDelay }
    Self.pass(milliseconds: delay)
    let workspace = Workspace(choices)
    let cause = cause(of: connection, in: room, fault)
    return workspace.tested(connection, cause: cause, request: Identifier.random())
  }

  /// The driver's words if the connection does not work.
  private func cause(of connection: StoredConnection, in room: Int, _ fault: Fault) -> String? {
    if case .notYetVisible(let times) = fault.kind {
      let thing = "\(room)/\(connection.name)/\(connection.revision)"
      if state.withLock({ $0.refuses(thing, times: times) }) {
        return SignIn.notYetKnown(connection)
      }
    }
    switch SignIn.attempt(connection) {
    case .passed: return nil
    case .failed(let cause): return cause
    case .cannotTell:
      return choices.untestable == .pass ? nil : "Unable to test type \(connection.type)"
    }
  }

  /// The secret that a request carries, or else that of the connection which it names.
  private func password(_ request: HTTPRequest, _ body: JSONValue?, _ room: Int?) -> String {
    if request.isForCloud { return Self.pair(request.header("Authorization"))?.keySecret ?? "" }
    if let sent = body?["credentials"].map({ Masks.secrets(in: $0) })?.first { return sent }
    guard let room, request.segments.count >= 4 else { return "" }
    let stored = state.withLock { $0.rooms[room].workspace.connections[request.segments[3]] }
    return stored.map { Masks.secrets(in: $0.credentials) }?.first ?? ""
  }
}

extension HTTPRequest {
  /// Whether it is meant for ClickHouse Cloud, and not for Embeddable.
  var isForCloud: Bool { segments.first == "v1" }
}
