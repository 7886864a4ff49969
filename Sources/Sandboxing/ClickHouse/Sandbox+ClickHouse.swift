import Host
package import Serving
import Synchronization

/// The part that stands in for ClickHouse's HTTP interface, on a port of its own.
extension Sandbox {
  private static let names: [Int: String] = [
    62: "SYNTAX_ERROR", 81: "UNKNOWN_DATABASE", 82: "DATABASE_ALREADY_EXISTS", 164: "READONLY",
    192: "UNKNOWN_USER", 194: "REQUIRED_PASSWORD", 493: "ACCESS_ENTITY_ALREADY_EXISTS",
    495: "ACCESS_STORAGE_READONLY", 497: "ACCESS_DENIED", 516: "AUTHENTICATION_FAILED",
    701: "CLUSTER_DOESNT_EXIST",
  ]

  /// Answers one request; faults befall it below the path `/clickhouse`.
  package func answerClickHouse(_ request: HTTPRequest) -> HTTPReply {
    let segments = ["clickhouse"] + request.segments.filter { !$0.isEmpty }
    let (fault, latency) = state.withLock { state in
      state.ledger.count(request.method, isTest: false)
      return (state.fault(request.method, segments) ?? Fault(), state.latency)
    }
    Self.pass(milliseconds: latency + fault.latency)
    let password = Self.credentials(request)?.password ?? ""
    let reply =
      fault.instead(request, password: password, choices)
      ?? fault.spoiled(serveClickHouse(request, fault))
    state.withLock {
      $0.ledger.note(
        .init(
          method: request.method, path: "/clickhouse" + request.path,
          status: reply.delivery == .dropped ? 0 : reply.status, workspace: nil,
          body: .string(String(decoding: request.body, as: UTF8.self))))
    }
    return reply
  }

  /// Has ClickHouse Cloud tell of this ClickHouse as a service of its own, called `analytics`.
  ///
  /// It says `http`, as there is no TLS here; the real one only ever says `https`.
  package func offerClickHouse(port: UInt16) {
    var service = CloudServiceRecord(name: "analytics")
    service.endpoints = [.init(kind: "http", host: "127.0.0.1", port: Int(port))]
    state.withLock { $0.cloud.services[service.name] = service }
  }

  private func serveClickHouse(_ request: HTTPRequest, _ fault: Fault) -> HTTPReply {
    switch request.path {
    case "/ping": return HTTPReply(status: 200, body: Array("Ok.\n".utf8))
    case "/": break
    default:
      return HTTPReply(
        status: 404, body: Array("There is no handle \(request.path)\n".utf8))
    }
    let query =
      (request.query("query") ?? "") + String(decoding: request.body, as: UTF8.self)
    if query.isEmpty { return HTTPReply(status: 200, body: Array("Ok.\n".utf8)) }
    guard let who = Self.credentials(request) else {
      return exception(516, "Authentication failed: more than one way to sign in", of: "")
    }
    if case .notYetVisible(let times) = fault.kind,
      state.withLock({ $0.refuses("clickhouse " + who.user, times: times) })
    {
      return exception(516, "\(who.user): Authentication failed", of: who.user)
    }
    let now = Clock.wallMilliseconds
    return state.withLock { state in
      switch state.clickHouse.signIn(who.user, who.password, at: now) {
      case .failure(let refusal): return exception(refusal.code, refusal.text, of: who.user)
      case .success(var user):
        // What does not come by `POST` only ever reads.
        if request.method != "POST", user.readonly == 0 { user.readonly = 2 }
        switch state.clickHouse.run(query, as: user, database: request.query("database"), at: now) {
        case .rows(let text):
          return HTTPReply(
            status: 200,
            headers: [
              .init("Content-Type", "text/tab-separated-values; charset=UTF-8"),
              .init("X-ClickHouse-Query-Id", Identifier.random()),
            ], body: Array(text.utf8))
        case .exception(let code, let text): return exception(code, text, of: who.user)
        }
      }
    }
  }

  private func exception(_ code: Int, _ text: String, of user: String) -> HTTPReply {
    let version = choices.clickHouse.version
    let status =
      switch code {
      case 194: 401
      case 516: user == "default" && version.tellsDefaultApart ? 401 : 403
      case 192, 497: 403
      case 81: 404
      case 62: 400
      default: 500
      }
    var headers: [HTTPRequest.Field] = [
      .init("X-ClickHouse-Exception-Code", String(code)),
      .init("Content-Type", "text/plain; charset=UTF-8"),
    ]
    if status == 401 {
      headers.append(
        .init("WWW-Authenticate", "Basic realm=\"ClickHouse server HTTP API\""))
    }
    let name = Self.names[code] ?? "UNKNOWN"
    let line = "Code: \(code). DB::Exception: \(text). (\(name)) (version \(version.text))\n"
    return HTTPReply(status: status, headers: headers, body: Array(line.utf8))
  }

  /// Who signs in, by headers, by `Basic` or in the address; nothing where that is mixed.
  private static func credentials(
    _ request: HTTPRequest
  ) -> (user: String, password: String?)? {
    var found: [(user: String, password: String?)] = []
    if let user = request.header("X-ClickHouse-User") {
      found.append((user, request.header("X-ClickHouse-Key")))
    }
    if let pair = pair(request.header("Authorization")) {
      found.append((pair.keyID, pair.keySecret))
    }
    if request.query("user") != nil || request.query("password") != nil {
      found.append((request.query("user") ?? "default", request.query("password")))
    }
    guard found.count < 2 else { return nil }
    return found.first ?? ("default", nil)
  }

  /// The control door's part: users as they are kept, and changes by somebody else.
  func controlClickHouse(_ request: HTTPRequest, _ path: [String], _ body: JSONValue?) -> Answer? {
    state.withLock { state in
      switch (path.first, path.count, request.method) {
      case (nil, 0, "GET"):
        return Answer(
          200,
          ["users": .array(state.clickHouse.users.all.map { Self.shown($0) })])
      case ("users"?, 2, "PUT"):
        guard let password = body?["password"]?.text else {
          return .invalid("a password is missing")
        }
        var user = ClickHouseUser(
          name: path[1],
          methods: [.init(kind: .sha256, check: ClickHouseMethod.sha256(password))])
        user.readonly = body?["readonly"]?.count ?? 0
        user.isFromFile = body?["isFromFile"]?.flag ?? false
        for grant in body?["grants"]?.elements ?? [] {
          guard let right = grant["right"]?.text, let target = grant["target"]?.text else {
            return .invalid("a grant is not understood")
          }
          user.grants.append(
            .init(
              right: right, target: target, isPassedOn: grant["isPassedOn"]?.flag ?? false))
        }
        state.clickHouse.users[path[1]] = user
        return Answer(204)
      case ("databases"?, 2, "PUT"):
        state.clickHouse.databases.insert(path[1])
        return Answer(204)
      default: return nil
      }
    }
  }

  private static func shown(_ user: ClickHouseUser) -> JSONValue {
    [
      "name": .string(user.name),
      "methods": .array(
        user.methods.map { method in
          [
            "kind": .string(method.kind.rawValue), "check": .string(method.check),
            "salt": .string(method.salt),
            "validUntil": method.validUntil.map { .string(Moment.text($0)) } ?? .null,
          ]
        }),
      "grants": .array(user.grants.map { .string($0.line(for: user.name)) }),
      "readonly": .number(String(user.readonly)),
    ]
  }
}
