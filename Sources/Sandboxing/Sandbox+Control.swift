import Host
import Serving
import Synchronization

/// The control door: what a test may see and arrange, without a key, from this machine only.
extension Sandbox {
  func control(_ request: HTTPRequest) -> HTTPReply {
    // A page in a browser must not come in under a name that somebody else made up for loopback.
    let host = (request.header("Host") ?? "").split(separator: ":").first
    guard host == "127.0.0.1" || host == "localhost", request.header("Origin") == nil else {
      return Self.reply(.framework(403, "Forbidden", "The control door is for this machine only"))
    }
    let body = JSONValue(reading: request.body)
    let path = Array(request.segments.dropFirst())
    let answer =
      switch (path.first, path.count) {
      case ("faults", 1): faults(request.method, body)
      case ("counts", 1): counts(request.method)
      case ("requests", 1): requests(request.method)
      case ("latency", 1): latency(request.method, body)
      case ("connections", 1) where request.method == "GET": everything()
      case ("clickhouse", _): controlClickHouse(request, Array(path.dropFirst()), body)
      case ("questdb", _): controlQuestDB(request, Array(path.dropFirst()), body)
      case ("cloud", _): controlCloud(request, Array(path.dropFirst()), body)
      case ("connections", 2), ("environments", 2):
        behind(request, body, path[0] == "connections", path[1])
      default: Answer?.none
      }
    return Self.reply(
      answer ?? .framework(404, "Not Found", "No control \(request.method) \(request.path)"))
  }

  private func faults(_ method: String, _ body: JSONValue?) -> Answer? {
    switch method {
    case "POST":
      guard let body else { return .invalid("the body is no JSON") }
      var rules: [FaultRule] = []
      for value in body.elements ?? [body] {
        guard let rule = FaultRule(value) else { return .invalid("a fault is not understood") }
        rules.append(rule)
      }
      state.withLock { [rules] in $0.rules += rules }
      return Answer(204)
    case "DELETE":
      state.withLock {
        $0.rules = []
        $0.refusals = [:]
      }
      return Answer(204)
    default: return nil
    }
  }

  private func counts(_ method: String) -> Answer? {
    switch method {
    case "GET":
      return Answer(200, state.withLock { $0.ledger.counts(hiddenStored: $0.hiddenStored) })
    case "DELETE":
      state.withLock {
        $0.ledger = Ledger()
        for index in $0.rooms.indices { $0.rooms[index].workspace.hiddenStored = 0 }
      }
      return Answer(204)
    default: return nil
    }
  }

  private func requests(_ method: String) -> Answer? {
    method == "GET" ? Answer(200, state.withLock { $0.ledger.shown }) : nil
  }

  /// Takes milliseconds for every request, or `{"requests": ms, "tests": ms}`.
  private func latency(_ method: String, _ body: JSONValue?) -> Answer? {
    guard method == "PUT" else { return nil }
    let requests = body?.amount ?? body?["requests"]?.amount
    let tests = body?["tests"]?.amount
    guard requests != nil || tests != nil else { return .invalid("milliseconds are missing") }
    state.withLock {
      if let requests { $0.latency = max(0, requests) }
      if let tests { $0.testDelay = max(0, tests) }
    }
    return Answer(204)
  }

  private func everything() -> Answer {
    Answer(
      200,
      [
        "workspaces": .array(
          state.withLock { state in
            state.rooms.map { room in
              [
                "key": .string(room.key),
                "connections": .array(room.workspace.connections.all.map { $0.shown(nil) }),
                "environments": .array(room.workspace.environments.all.map(\.shown)),
              ]
            }
          })
      ])
  }

  /// Changes something as somebody else would, whom nobody here knows.
  private func behind(
    _ request: HTTPRequest, _ body: JSONValue?, _ isConnection: Bool, _ name: String
  ) -> Answer? {
    let room = request.query("workspace").map { Int($0) ?? -1 } ?? 0
    return state.withLock { state in
      guard state.rooms.indices.contains(room) else { return .invalid("no such workspace") }
      switch (request.method, isConnection) {
      case ("DELETE", true): state.rooms[room].workspace.remove(name)
      case ("DELETE", false): state.rooms[room].workspace.removeEnvironment(name)
      case ("PUT", true):
        guard let type = body?["type"]?.text, let credentials = body?["credentials"] else {
          return .invalid("type or credentials are missing")
        }
        state.rooms[room].workspace.store(name, type: type, credentials: credentials)
      case ("PUT", false):
        guard case .success(let mappings) = Workspace.mappings(of: body) else {
          return .invalid("datasources are missing")
        }
        state.rooms[room].workspace.store(StoredEnvironment(name: name, mappings: mappings))
      default: return nil
      }
      return Answer(204)
    }
  }
}

extension Sandbox {
  /// The line that tells a program which started the sandbox where and how to reach it.
  package func greeting(ports: SandboxPorts, region: String) -> String {
    let keys = state.withLock { $0.rooms.map(\.key) }
    let line: JSONValue = [
      "url": .string("http://127.0.0.1:\(ports.web)"), "key": .string(keys.first ?? ""),
      "keys": .array(keys.map { .string($0) }), "region": .string(region),
      "pid": .number(String(ProcessFacts.pid)),
      "cloud": [
        "url": .string("http://127.0.0.1:\(ports.web)"), "keyId": .string(cloudKey.keyID),
        "keySecret": .string(cloudKey.keySecret),
        "organization": .string(state.withLock { $0.cloud.id }),
      ],
      "clickhouse": [
        "host": "127.0.0.1", "port": .number(String(ports.clickHouse)), "username": "default",
        "password": .string(clickHousePassword),
      ],
      "questdb": [
        "host": "127.0.0.1", "port": .number(String(ports.questDB)),
        "webPort": .number(String(ports.questDBWeb)), "user": "admin", "password": "quest",
      ],
    ]
    return String(decoding: line.bytes, as: UTF8.self)
  }
}

/// Where the parts of a sandbox answer.
package struct SandboxPorts: Sendable {
  package let web: UInt16
  package let clickHouse: UInt16
  package let questDB: UInt16
  package let questDBWeb: UInt16

  package init(web: UInt16, clickHouse: UInt16, questDB: UInt16, questDBWeb: UInt16) {
    self.web = web
    self.clickHouse = clickHouse
    self.questDB = questDB
    self.questDBWeb = questDBWeb
  }
}
