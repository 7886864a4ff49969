import Sandboxing
import Serving
import TestSupport
import Testing
import Transport

@testable import Probing

/// Looks at a server over HTTP on loopback.
func lookOverHTTP(
  _ type: String, _ fields: [String: String], _ secrets: [String: String], seconds: Int = 60,
  looksForPowers: Bool = true
) async throws -> Verdict {
  let subject = Subject(type: type, fields: fields, secrets: secrets.mapValues { secret($0) })
  return try await checker().check(
    subject,
    limits: ProbeLimits(
      connect: .seconds(seconds), total: .seconds(seconds), looksForPowers: looksForPowers))
}

extension HTTPReply {
  init(_ status: Int, _ text: String, _ headers: [String: String] = [:]) {
    self.init(
      status: status, headers: headers.map { .init($0.key, $0.value) }, body: Array(text.utf8))
  }
}

/// ClickHouse by its answers, each row of what they mean.
@Suite struct ClickHouseProberTests {
  private static let password = "clickhouse-canary-99"

  private func look(
    at port: UInt16, database: String = "acme", powers: Bool = true, seconds: Int = 60
  ) async throws -> Verdict {
    try await lookOverHTTP(
      "clickhouse",
      [
        "host": "127.0.0.1", "port": String(port), "protocol": "http:", "username": "reader",
        "database": database,
      ], ["password": Self.password], seconds: seconds, looksForPowers: powers)
  }

  /// Answers as a server of today whose user has these grants.
  private static func answer(
    _ request: HTTPRequest, grants: String, readonly: String, isOpen: Bool = false
  ) -> HTTPReply {
    let query = String(decoding: request.body, as: UTF8.self)
    let isKnown = request.header("X-ClickHouse-Key") == password
    guard request.method == "POST", request.header("X-ClickHouse-User") == "reader",
      isKnown || isOpen
    else {
      return HTTPReply(
        403, "Code: 516. DB::Exception: reader: Authentication failed: password is incorrect",
        ["X-ClickHouse-Exception-Code": "516"])
    }
    switch query {
    case "SELECT version()": return HTTPReply(200, "24.8.4.13\n")
    case "SELECT 1": return HTTPReply(200, "1\n")
    case "SHOW GRANTS FINAL": return HTTPReply(200, grants)
    case "SELECT value FROM system.settings WHERE name = 'readonly'":
      return HTTPReply(200, readonly + "\n")
    default: return HTTPReply(400, "Code: 62. DB::Exception: Syntax error")
    }
  }

  @Test(
    arguments: [
      (516, 403, .refused), (193, 403, .refused), (194, 401, .refused), (192, 403, .refused),
      (195, 403, .forbidden), (497, 403, .forbidden), (291, 403, .forbidden),
      (81, 404, .wrongTarget), (201, 503, .rateLimited), (202, 503, .unreachable),
      (241, 500, .unreachable), (62, 400, .unreachable),
    ] as [(Int, Int, Verdict.Kind)])
  func `an exception means what its code says`(
    _ code: Int, _ status: Int, _ kind: Verdict.Kind
  ) async throws {
    for isOld in [false, true] {
      let server = try HTTPServer { _ in
        isOld
          ? HTTPReply(status, "Code: \(code), e.displayText() = DB::Exception: it is so, e.what()")
          : HTTPReply(
            status, "Code: \(code). DB::Exception: it is so",
            ["X-ClickHouse-Exception-Code": "\(code)"])
      }
      let verdict = try await look(at: server.port)
      #expect(verdict.kind == kind, "\(verdict)")
      #expect(verdict.isConfirmed == (kind == .refused))
      #expect(verdict.cause.contains("it is so") && !verdict.hint.isEmpty)
    }
  }

  @Test func `what is no ClickHouse says nothing of the password`() async throws {
    for (status, text) in [
      (200, "<html>welcome</html>"), (401, "<html>sign in</html>"), (403, "no"), (404, "what?"),
      (502, "<html>bad gateway</html>"), (302, ""), (200, ""), (200, "...................."),
      (400, "Port 9000 is for clickhouse-client program"),
    ] {
      let server = try HTTPServer { _ in
        HTTPReply(status, text, ["WWW-Authenticate": "Basic realm=\"proxy\""])
      }
      let verdict = try await look(at: server.port)
      #expect(verdict.kind == .unreachable && !verdict.isConfirmed, "\(status) \(text): \(verdict)")
    }
  }

  @Test func `a reader is fine, and who can do more is told what`() async throws {
    for (grants, readonly, kinds, remarks) in [
      (
        "GRANT SELECT ON acme.* TO reader\nGRANT SHOW DATABASES, dictGet ON *.* TO reader", "0", [],
        0
      ),
      ("GRANT SELECT(a, b), INSERT ON acme.* TO reader", "0", [.write], 0),
      ("GRANT SELECT, INSERT ON acme.* TO reader", "1", [], 1),
      ("GRANT SELECT ON a.* TO reader\nGRANT S3, URL ON *.* TO reader", "2", [.outside], 0),
      ("GRANT ALL ON *.* TO reader WITH GRANT OPTION", "0", [.all], 0),
      ("GRANT CREATE TABLE, CREATE USER ON *.* TO reader", "0", [.create, .grant], 0),
    ] as [(String, String, [Power.Kind], Int)] {
      let server = try HTTPServer { Self.answer($0, grants: grants, readonly: readonly) }
      let verdict = try await look(at: server.port)
      #expect(verdict.kind == .valid && verdict.identity == "reader", "\(verdict)")
      #expect(verdict.powers.map(\.kind) == kinds, "\(grants): \(verdict.powers)")
      #expect(verdict.remarks.count == remarks, "\(grants): \(verdict.remarks)")
    }
  }

  @Test func `grants are read by their letter`() {
    let powers = ClickHousePowers.powers(
      """
      GRANT SELECT(`a, b`, c), ALTER UPDATE(d) ON db.t TO u
      GRANT CREATE TEMPORARY TABLE ON *.* TO u
      GRANT ALTER USER, ROLE ADMIN ON *.* TO u
      GRANT TRUNCATE, OPTIMIZE, SYSTEM RELOAD, KILL QUERY ON *.* TO u
      GRANT SELECT ON x.* TO u WITH GRANT OPTION
      REVOKE INSERT ON *.* FROM u
      GRANT ON *.* TO u
      nonsense
      """)
    #expect(powers.map(\.kind) == [.write, .grant])
    #expect(powers.first?.what.hasPrefix("ALTER UPDATE on db.t, TRUNCATE on *.*") == true)
    #expect(powers.first?.what.hasSuffix("and 2 more") == true)
    #expect(ClickHousePowers.powers("").isEmpty)
  }

  @Test func `a password that begins or ends with a blank arrives whole`() async throws {
    let server = try HTTPServer { request in
      // "reader: word "
      request.header("Authorization") == "Basic cmVhZGVyOiB3b3JkIA=="
        ? HTTPReply(200, "24.8.4.13\n") : HTTPReply(403, "Code: 516. DB::Exception: no")
    }
    let fields = [
      "host": "127.0.0.1", "port": String(server.port), "protocol": "http:", "username": "reader",
    ]
    let verdict = try await lookOverHTTP("clickhouse", fields, ["password": " word "])
    #expect(verdict.kind == .valid, "\(verdict)")
  }

  @Test func `a server that asks for no password is open`() async throws {
    let server = try HTTPServer {
      Self.answer($0, grants: "GRANT SELECT ON *.* TO reader", readonly: "1", isOpen: true)
    }
    #expect(try await look(at: server.port).kind == .open)
    #expect(try await look(at: server.port, powers: false).kind == .open)
  }

  @Test func `a wrong server does not hear the password repeated, nor do we`() async throws {
    let server = try HTTPServer { request in
      HTTPReply(
        403, "Code: 516. \u{1B}[31m no \(request.header("X-ClickHouse-Key") ?? "")",
        ["X-ClickHouse-Exception-Code": "516"])
    }
    let verdict = try await look(at: server.port)
    #expect(verdict.kind == .refused)
    #expect(!"\(verdict)".contains(Self.password) && !verdict.cause.contains("\u{1B}"))
  }

  @Test func `a server that hangs, or never ends, takes no longer and no more than it may`()
    async throws
  {
    let deaf = try RawServer { $0.hearAll() }
    let verdict = try await look(at: deaf.port, seconds: 1)
    #expect(verdict.kind == .unreachable, "\(verdict)")
    let endless = try RawServer { peer in
      peer.hearNext()
      peer.say(Array("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n".utf8))
      let piece = [UInt8](repeating: 0x31, count: 65_536)
      while peer.say(piece) {}
    }
    #expect(try await look(at: endless.port).kind == .unreachable)
    let garbage = try RawServer { peer in
      peer.hearNext()
      peer.say([UInt8](repeating: 0xAA, count: 4_000))
    }
    #expect(try await look(at: garbage.port).kind == .unreachable)
  }

  @Test(.enabled(if: ClickHouseServer.isWanted))
  func `a real server of old says so too`() async throws {
    let server = try ClickHouseServer(users: ["reader": Self.password, "other": "x"])
    let verdict = try await look(at: server.port, database: "default")
    #expect(verdict.kind == .valid && verdict.powers.map(\.kind) == [.write], "\(verdict)")
    #expect(try await look(at: server.port, database: "nowhere").kind == .wrongTarget)
    for user in ["other", "nobody"] {
      let wrong = try await lookOverHTTP(
        "clickhouse",
        [
          "host": "127.0.0.1", "port": String(server.port), "protocol": "http:", "username": user,
          "database": "default",
        ], ["password": Self.password])
      #expect(wrong.kind == .refused && wrong.isConfirmed, "\(wrong)")
    }
  }
}

/// The other servers that are asked over HTTP.
@Suite struct WebProberTests {
  @Test func `a key of ClickHouse Cloud is good, of another organization, or refused`() async throws
  {
    var choices = Choices()
    choices.cloud.window = 1
    let sandbox = try SandboxServer(choices: choices)
    func look(_ organization: String = "", secret: String? = nil) async throws -> Verdict {
      try await lookOverHTTP(
        "clickhouse-cloud",
        ["baseURL": sandbox.url, "keyId": sandbox.cloudKey.keyID, "organization": organization],
        ["keySecret": secret ?? sandbox.cloudKey.keySecret], seconds: 30)
    }
    #expect(try await look().kind == .valid)
    let other = try await look("123e4567-e89b-12d3-a456-426614174000")
    #expect(other.kind == .wrongTarget && !other.isConfirmed)
    let wrong = try await look(secret: "wrong")
    #expect(wrong.kind == .refused && wrong.isConfirmed, "\(wrong)")
    for (fault, kind) in [
      (["status": 403, "body": "{\"error\":\"no\"}"], .forbidden),
      (["status": 429, "rateLimitReset": "3600"], .rateLimited),
      (["status": 401, "body": "<html>"], .unreachable),
      (["status": 401, "body": "{\"error\":\"Key is not active\"}"], .refused),
    ] as [(JSONValue, Verdict.Kind)] {
      try sandbox.fault(fault, path: "/v1/**")
      let verdict = try await look()
      #expect(verdict.kind == kind, "\(fault): \(verdict)")
      #expect(verdict.wait == (kind == .rateLimited ? .seconds(3_601) : nil))
      try sandbox.control("DELETE", "faults")
    }
  }

  @Test func `what organizations are called is short, and never our secret`() async throws {
    let server = try HTTPServer { _ in
      let list = (0..<1_000).map { #"{"id":"\#($0)","name":"some-canary-secret"}"# }
      return HTTPReply(200, #"{"result":["# + list.joined(separator: ",") + "]}")
    }
    for (organization, kind) in [
      ("", .valid), ("123e4567-e89b-12d3-a456-426614174000", .wrongTarget),
    ] as [(String, Verdict.Kind)] {
      let verdict = try await lookOverHTTP(
        "clickhouse-cloud",
        [
          "baseURL": "http://127.0.0.1:\(server.port)", "keyId": "id",
          "organization": organization,
        ], ["keySecret": "some-canary-secret"])
      #expect(verdict.kind == kind && verdict.identity.hasPrefix("[secret]"), "\(verdict)")
      #expect("\(verdict)".utf8.count < 2_000 && !"\(verdict)".contains("canary"))
    }
  }

  @Test func `a workspace's key is good or refused`() async throws {
    let sandbox = try SandboxServer(keys: ["right-key"])
    for (key, kind) in [("right-key", .valid), ("wrong-key", .refused)]
      as [(String, Verdict.Kind)]
    {
      let verdict = try await lookOverHTTP(
        "embeddable", ["baseURL": sandbox.url + "/"], ["apiKey": key])
      #expect(verdict.kind == kind, "\(verdict)")
      #expect(verdict.isConfirmed == (kind == .refused))
    }
    #expect(try await lookOverHTTP("embeddable", [:], ["apiKey": "k"]).kind == .notChecked)
  }

  @Test func `Elasticsearch, Druid and Trino are told by their answers`() async throws {
    let basic = "Basic cmVhZGVyOnJpZ2h0LXBhc3N3b3Jk"
    let server = try HTTPServer { request in
      guard request.header("Authorization") == basic else {
        let isTrino = request.path == "/v1/statement"
        return HTTPReply(
          401, isTrino ? "Invalid credentials" : #"{"error":{"type":"security_exception"}}"#,
          ["WWW-Authenticate": isTrino ? "Basic realm=\"Trino\"" : "Basic"])
      }
      switch request.path {
      case "/": return HTTPReply(200, #"{"name":"n","version":{"number":"8.1.0"}}"#)
      case "/_security/user/_has_privileges":
        return HTTPReply(
          200, #"{"cluster":{"all":false},"index":{"*":{"write":true,"create_index":false}}}"#)
      case "/druid/v2/sql": return HTTPReply(200, "[[1]]")
      case "/v1/statement":
        return HTTPReply(
          200, #"{"id":"1","nextUri":"http://elsewhere.example/","stats":{"state":"QUEUED"}}"#)
      default: return HTTPReply(404, "no")
      }
    }
    let port = String(server.port)
    let url = "http://127.0.0.1:" + port
    for (type, fields, powers) in [
      ("elasticsearch", ["url": url, "username": "reader"], [.write]),
      ("druid", ["url": url + "/", "user": "reader"], []),
      (
        "trino",
        [
          "host": "127.0.0.1", "port": port, "ssl": "false", "user": "reader", "catalog": "c",
          "schema": "s",
        ], []
      ),
    ] as [(String, [String: String], [Power.Kind])] {
      let good = try await lookOverHTTP(type, fields, ["password": "right-password"])
      #expect(good.kind == .valid && good.powers.map(\.kind) == powers, "\(type): \(good)")
      let bad = try await lookOverHTTP(type, fields, ["password": "wrong-password"])
      #expect(bad.kind == .refused && bad.isConfirmed, "\(type): \(bad)")
    }
    let open = try HTTPServer { request in
      request.path == "/druid/v2/sql"
        ? HTTPReply(200, "[[1]]") : HTTPReply(200, #"{"version":{"number":"7.0.0"}}"#)
    }
    let place = "http://127.0.0.1:\(open.port)"
    #expect(try await lookOverHTTP("elasticsearch", ["url": place], [:]).kind == .open)
    let druid = try await lookOverHTTP("druid", ["url": place, "user": "u"], ["password": "p"])
    #expect(druid.kind == .open)
  }

  @Test func `what a proxy in between says convicts nobody`() async throws {
    for (challenge, kind) in [
      (nil, .unreachable), ("Basic realm=\"proxy\"", .refused), ("BASIC REALM=proxy", .refused),
      ("Negotiate", .refused),
    ] as [(String?, Verdict.Kind)] {
      let server = try HTTPServer { _ in
        HTTPReply(
          401, "<html>Access Denied</html>", challenge.map { ["WWW-Authenticate": $0] } ?? [:])
      }
      let url = "http://127.0.0.1:\(server.port)"
      for (type, fields) in [
        ("elasticsearch", ["url": url, "username": "reader"]),
        ("druid", ["url": url, "user": "reader"]),
        (
          "trino",
          ["host": "127.0.0.1", "port": "\(server.port)", "ssl": "false", "user": "reader"]
        ),
      ] as [(String, [String: String])] {
        let verdict = try await lookOverHTTP(type, fields, ["password": "some-password"])
        #expect(verdict.kind == kind && !verdict.isConfirmed, "\(type): \(verdict)")
      }
    }
  }

  @Test(arguments: [(401, true), (403, true), (429, false), (503, false)])
  func `only a no without the password proves it`(_ status: Int, _ isProven: Bool) async throws {
    let server = try HTTPServer { request in
      guard request.header("Authorization") != nil || request.header("X-ClickHouse-Key") != nil
      else {
        let isClickHouse = request.header("X-ClickHouse-User") != nil
        return HTTPReply(status, isClickHouse ? "Code: \(isProven ? 516 : 202). no" : "no")
      }
      switch request.path {
      case "/v1/statement": return HTTPReply(200, #"{"id":"1","stats":{"state":"QUEUED"}}"#)
      case "/druid/v2/sql": return HTTPReply(200, "[[1]]")
      default:
        return HTTPReply(
          200, request.method == "GET" ? #"{"version":{"number":"8.1.0"}}"# : "24.8.4.13\n")
      }
    }
    let port = String(server.port)
    let url = "http://127.0.0.1:" + port
    for (type, fields) in [
      (
        "clickhouse",
        ["host": "127.0.0.1", "port": port, "protocol": "http:", "username": "reader"]
      ),
      ("elasticsearch", ["url": url, "username": "reader"]),
      ("druid", ["url": url, "user": "reader"]),
      ("trino", ["host": "127.0.0.1", "port": port, "ssl": "false", "user": "reader"]),
    ] {
      let verdict = try await lookOverHTTP(
        type, fields, ["password": "right-password"], looksForPowers: false)
      #expect(verdict.kind == .valid, "\(type): \(verdict)")
      #expect(verdict.provesPassword == isProven, "\(type): \(verdict)")
      #expect(verdict.remarks.isEmpty == isProven, "\(type): \(verdict)")
    }
  }

  @Test func `a service that never answers takes no longer than it may`() async throws {
    let server = try RawServer { $0.hearAll() }
    let url = "http://127.0.0.1:\(server.port)"
    for (type, fields, secrets) in [
      ("clickhouse-cloud", ["baseURL": url, "keyId": "id"], ["keySecret": "some-secret"]),
      ("embeddable", ["baseURL": url], ["apiKey": "some-key"]),
    ] {
      let verdict = try await lookOverHTTP(type, fields, secrets, seconds: 1)
      #expect(verdict.kind == .unreachable && verdict.cause.contains("in time"), "\(verdict)")
    }
  }

  @Test func `an answer nested without end is no answer`() async throws {
    let server = try HTTPServer { _ in
      HTTPReply(200, String(repeating: "[", count: 100_000))
    }
    let place = "http://127.0.0.1:\(server.port)"
    let verdict = try await lookOverHTTP("elasticsearch", ["url": place], [:])
    #expect(verdict.kind == .unreachable, "\(verdict)")
  }
}
