package import Serving
import Synchronization

/// The part that stands in for QuestDB: the protocol of PostgreSQL in a dialect, and the web.
extension Sandbox {
  /// Serves one who came by PostgreSQL's protocol, until one of both has enough.
  package func serveQuestDB(_ peer: TCPPeer) {
    let fault = state.withLock { $0.fault("SIGN-IN", ["questdb", "pg"]) ?? Fault() }
    Self.pass(milliseconds: fault.latency)
    if fault.kind == .dropBefore { return }
    var wire = QuestDBWire(peer)
    guard let start = wire.start() else { return }
    wire.send("R", [0, 0, 0, 3])
    guard let answer = wire.message(), answer.kind == UInt8(ascii: "p") else { return }
    let password = String(decoding: answer.payload.prefix { $0 != 0 }, as: UTF8.self)
    let isKnown = state.withLock { state in
      state.ledger.count("SIGN-IN", isTest: false)
      if case .notYetVisible(let times) = fault.kind,
        state.refuses("questdb " + start.user, times: times)
      {
        return false
      }
      return state.questDB.admits(start.user, password)
    }
    if fault.kind == .dropAfter { return }
    guard isKnown else { return wire.refuse("invalid username/password") }
    wire.send("R", [0, 0, 0, 0])
    for (name, value) in [
      ("application_name", "QuestDB"), ("server_version", "12.3 (questdb)"),
      ("questdb_version", "8.2.1"), ("client_encoding", "UTF8"), ("integer_datetimes", "on"),
    ] {
      wire.send("S", Array(name.utf8) + [0] + Array(value.utf8) + [0])
    }
    wire.send("Z", [UInt8(ascii: "I")])
    while let message = wire.message(), message.kind != UInt8(ascii: "X") {
      guard message.kind == UInt8(ascii: "Q") else { return wire.refuse("not supported here") }
      let query = String(decoding: message.payload.prefix { $0 != 0 }, as: UTF8.self)
      switch state.withLock({ $0.questDB.run(query, by: start.user) }) {
      case .rows(let column, let rows): wire.send(rows, under: column)
      case .refused(let text): wire.refuse(text)
      }
      wire.send("Z", [UInt8(ascii: "I")])
    }
  }

  /// Answers the web interface; faults befall it below the path `/questdb`.
  package func answerQuestDB(_ request: HTTPRequest) -> HTTPReply {
    let segments = ["questdb"] + request.segments.filter { !$0.isEmpty }
    let fault = state.withLock { $0.fault(request.method, segments) ?? Fault() }
    Self.pass(milliseconds: fault.latency)
    return fault.instead(request, password: "", choices)
      ?? fault.spoiled(serveQuestDBWeb(request))
  }

  private func serveQuestDBWeb(_ request: HTTPRequest) -> HTTPReply {
    if request.path == "/ping" { return HTTPReply(status: 204) }
    return state.withLock { state in
      guard state.questDB.admits(header: request.header("Authorization")) else {
        return HTTPReply(
          status: 401,
          headers: [.init("WWW-Authenticate", "Basic realm=\"questdb\", charset=\"UTF-8\"")],
          body: Array("Unauthorized\r\n".utf8))
      }
      guard request.path == "/exec", let query = request.query("query") else {
        return HTTPReply(status: 404, body: Array("Not Found\r\n".utf8))
      }
      let admin = state.questDB.written.admin.user
      switch state.questDB.run(query, by: admin) {
      case .rows(let column, let rows):
        let body: JSONValue = [
          "query": .string(query), "columns": [["name": .string(column), "type": "STRING"]],
          "dataset": .array(rows.map { .array([.string($0)]) }),
          "count": .number(String(rows.count)),
        ]
        return HTTPReply(status: 200, headers: Self.headers, body: body.bytes)
      case .refused(let text):
        let body: JSONValue = ["query": .string(query), "error": .string(text), "position": 0]
        return HTTPReply(status: 400, headers: Self.headers, body: body.bytes)
      }
    }
  }

  /// The control door's part: what its files say, and starting it anew.
  func controlQuestDB(_ request: HTTPRequest, _ path: [String], _ body: JSONValue?) -> Answer? {
    state.withLock { state in
      switch (path.first, path.count, request.method) {
      case ("files"?, 1, "PUT"):
        if let text = body?["admin"]?["user"]?.text { state.questDB.written.admin.user = text }
        if let text = body?["admin"]?["password"]?.text {
          state.questDB.written.admin.password = text
        }
        for (key, place) in [
          ("reader", \QuestDBState.Settings.reader), ("web", \QuestDBState.Settings.web),
        ] {
          guard let login = body?[key] else { continue }
          guard let user = login["user"]?.text, let password = login["password"]?.text else {
            state.questDB.written[keyPath: place] = nil
            continue
          }
          state.questDB.written[keyPath: place] = .init(user: user, password: password)
        }
        return Answer(204)
      case ("restart"?, 1, "POST"):
        state.questDB.restart()
        return Answer(204)
      default: return nil
      }
    }
  }
}
