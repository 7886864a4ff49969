import Serving
import Testing

@testable import Sandboxing

@Suite struct SandboxTests {
  private let sandbox = Sandbox(keys: ["first", "second"])

  @discardableResult
  private func ask(
    _ method: String, _ path: String, _ body: JSONValue? = nil, key: String? = "first",
    headers: [HTTPRequest.Field] = [.init("Content-Type", "application/json")]
  ) -> HTTPReply {
    let parts = path.split(separator: "?", maxSplits: 1)
    let query = parts.dropFirst().map { HTTPRequest.Field("workspace", String($0.suffix(1))) }
    let authorization = key.map { [HTTPRequest.Field("authorization", "Bearer \($0)")] } ?? []
    return sandbox.answer(
      HTTPRequest(
        method: method, path: String(parts[0]), query: query,
        headers: headers + authorization + [.init("Host", "127.0.0.1:1")], body: body?.bytes ?? []))
  }

  private func fault(_ fault: JSONValue, times: Int = 1) {
    let rule: JSONValue = [
      "match": ["path": "/api/**"], "times": .number(String(times)), "fault": fault,
    ]
    #expect(ask("POST", "/_sandbox/faults", [rule], key: nil).status == 204)
  }

  private func json(_ reply: HTTPReply) -> JSONValue? { JSONValue(reading: reply.body) }

  private static let connection: JSONValue = [
    "name": "a", "type": "druid", "credentials": ["user": "ro", "password": "s\"1"],
  ]

  @Test func `lets nobody in without a key, and nobody into another's workspace`() {
    for key in [nil, "", "third", "first "] {
      let refused = ask("GET", "/api/v1/connections", key: key)
      #expect(refused.status == 401)
      #expect(json(refused)?["errorCode"] == "BUILDER-998")
    }
    #expect(ask("POST", "/api/v1/connections", Self.connection).status == 201)
    #expect(ask("GET", "/api/v1/connections/a", key: "second").status == 404)
    #expect(ask("GET", "/api/v1/connections/a", key: "first").status == 200)
  }

  @Test func `refuses bodies that are no JSON or do not say so`() {
    let text = HTTPRequest(
      method: "POST", path: "/api/v1/connections",
      headers: [.init("Authorization", "Bearer first"), .init("Content-Type", "application/json")],
      body: Array("{".utf8))
    #expect(sandbox.answer(text).status == 400)
    #expect(ask("POST", "/api/v1/connections", Self.connection, headers: []).status == 415)
  }

  @Test func `tests what proves nothing, with an identifier of its own each time`() throws {
    ask("POST", "/api/v1/connections", Self.connection)
    let first = try #require(json(ask("POST", "/api/v1/connections/a/test")))
    let second = try #require(json(ask("POST", "/api/v1/connections/a/test")))
    #expect(first["connectionName"] == "a")
    #expect(first["cubeRequestId"]?.text?.count == 36)
    #expect(first != second)
  }

  @Test func `applies a change and then loses the answer, or neither`() {
    fault(["dropBefore": true])
    #expect(ask("POST", "/api/v1/connections", Self.connection).delivery == .dropped)
    #expect(ask("GET", "/api/v1/connections/a").status == 404)
    fault(["dropAfter": true])
    #expect(ask("POST", "/api/v1/connections", Self.connection).delivery == .dropped)
    #expect(ask("GET", "/api/v1/connections/a").status == 200)
  }

  @Test func `spoils answers of changes that were made`() {
    fault(["halfAnswer": true])
    #expect(ask("POST", "/api/v1/connections", Self.connection).delivery == .half)
    fault(["wrongJSON": true])
    let wrong = ask("PUT", "/api/v1/connections/a", Self.connection)
    #expect(wrong.status == 200 && json(wrong) == nil)
    fault(["hugeAnswer": 100_000])
    let huge = ask("DELETE", "/api/v1/connections/a")
    #expect(huge.body.count == 100_000 && json(huge) != nil)
    #expect(ask("GET", "/api/v1/connections/a").status == 404)
  }

  @Test func `answers something else, so often as it was told`() {
    fault(["status": 429, "retryAfter": "2", "body": "slow down"], times: 2)
    for _ in 0..<2 {
      let refused = ask("GET", "/api/v1/connections")
      #expect(refused.status == 429)
      #expect(refused.headers.contains(.init("Retry-After", "2")))
      #expect(refused.body == Array("slow down".utf8))
    }
    #expect(ask("GET", "/api/v1/connections").status == 200)
  }

  @Test func `takes all faults back`() {
    fault(["status": 503], times: 100)
    #expect(ask("GET", "/api/v1/connections").status == 503)
    ask("DELETE", "/_sandbox/faults", key: nil)
    #expect(ask("GET", "/api/v1/connections").status == 200)
  }

  @Test func `echoes the secret of the request, or that of the connection it names`() {
    let text: JSONValue = ["errorText": "\u{1B}[31m {authorization} {password}"]
    fault(text)
    let sent = ask("POST", "/api/v1/connections", Self.connection)
    #expect(json(sent)?["errorMessage"] == "\u{1B}[31m Bearer first s\"1")
    ask("POST", "/api/v1/connections", Self.connection)
    fault(text)
    let tested = ask("POST", "/api/v1/connections/a/test")
    #expect(tested.status == 400)
    #expect(json(tested)?["underlyingErrorMessage"] == "\u{1B}[31m Bearer first s\"1")
  }

  @Test func `refuses a secret that was just stored, for a while`() {
    ask("POST", "/api/v1/connections", Self.connection)
    fault(["notYetVisible": 2], times: 100)
    let before = (0..<3).map { _ in ask("POST", "/api/v1/connections/a/test").status }
    ask("DELETE", "/_sandbox/faults", key: nil)
    ask("PUT", "/api/v1/connections/a", Self.connection)
    fault(["notYetVisible": 1], times: 100)
    let after = (0..<2).map { _ in ask("POST", "/api/v1/connections/a/test").status }
    #expect(before == [400, 400, 200])
    #expect(after == [400, 200])
  }

  @Test func `counts and remembers what was asked`() {
    ask("POST", "/api/v1/connections", Self.connection)
    ask("POST", "/api/v1/connections/a/test")
    ask("GET", "/api/v1/connections", key: "wrong")
    let counts = json(ask("GET", "/_sandbox/counts", key: nil))
    #expect(
      counts == [
        "requests": 3, "writes": 1, "byMethod": ["GET": 1, "POST": 2], "tests": 1,
        "hiddenStored": 0,
      ])
    let requests = json(ask("GET", "/_sandbox/requests", key: nil))?.elements ?? []
    #expect(requests.map { $0["status"]?.count } == [201, 200, 401])
    #expect(requests.first?["body"] == Self.connection)
    ask("DELETE", "/_sandbox/counts", key: nil)
    #expect(json(ask("GET", "/_sandbox/counts", key: nil))?["requests"] == 0)
  }

  @Test func `remembers the last thousand requests, in order`() {
    for number in 0..<1_005 { ask("GET", "/api/v1/\(number)") }
    let requests = json(ask("GET", "/_sandbox/requests", key: nil))?.elements ?? []
    #expect(requests.count == 1_000)
    #expect(requests.first?["path"] == "/api/v1/5")
    #expect(requests.last?["path"] == "/api/v1/1004")
  }

  @Test func `changes things behind everybody's back, and shows all of them`() {
    let body: JSONValue = ["type": "t", "credentials": ["password": "p"]]
    ask("PUT", "/_sandbox/connections/x?workspace=1", body, key: nil)
    ask(
      "PUT", "/_sandbox/environments/e?workspace=1",
      ["datasources": [["data_source": "m", "connection": "x"]]], key: nil)
    #expect(ask("GET", "/api/v1/connections/x", key: "second").status == 200)
    let rooms = json(ask("GET", "/_sandbox/connections", key: nil))?["workspaces"]?.elements
    #expect(rooms?.count == 2)
    #expect(rooms?.last?["connections"]?.elements?.first?["credentials"] == ["password": "p"])
    #expect(rooms?.last?["environments"]?.elements?.first?["name"] == "e")
    ask("DELETE", "/_sandbox/connections/x?workspace=1", key: nil)
    #expect(ask("GET", "/api/v1/connections/x", key: "second").status == 404)
    #expect(ask("PUT", "/_sandbox/connections/x?workspace=7", body, key: nil).status == 400)
    #expect(json(ask("GET", "/_sandbox/counts", key: nil))?["writes"] == 0)
  }

  @Test func `takes its time if told to`() {
    ask("PUT", "/_sandbox/latency", 20, key: nil)
    let begun = ContinuousClock.now
    ask("GET", "/api/v1/connections")
    #expect(ContinuousClock.now - begun >= .milliseconds(20))
    #expect(ask("PUT", "/_sandbox/latency", "soon", key: nil).status == 400)
  }

  @Test func `opens the control door to no page of a browser`() {
    let door = HTTPRequest(
      method: "GET", path: "/_sandbox/requests", headers: [.init("Host", "evil.example")])
    #expect(sandbox.answer(door).status == 403)
    let page = HTTPRequest(
      method: "GET", path: "/_sandbox/requests",
      headers: [.init("Host", "127.0.0.1"), .init("Origin", "https://evil.example")])
    #expect(sandbox.answer(page).status == 403)
  }
}
