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
