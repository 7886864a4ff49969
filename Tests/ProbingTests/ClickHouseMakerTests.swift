import Sandboxing
import Sealing
import Serving
import TestSupport
import Testing
import Transport

@testable import Probing

/// Logins of ClickHouse, made at the sandbox's and refused by others.
@Suite struct ClickHouseMakerTests {
  private static let password = "made-canary-4711"

  private func subject(
    _ port: UInt16, _ user: String, _ password: String, database: String = "acme"
  ) -> Subject {
    Subject(
      type: "clickhouse",
      fields: [
        "host": "127.0.0.1", "port": String(port), "protocol": "http:", "username": user,
        "database": database,
      ], secrets: ["password": secret(password)])
  }

  private func admin(_ sandbox: SandboxServer) -> Subject {
    subject(sandbox.clickHousePort, "default", sandbox.clickHousePassword, database: "gone")
  }

  @discardableResult
  private func make(
    _ sandbox: SandboxServer, _ user: String = "acme_ro", database: String = "acme",
    password: String = Self.password, isTrial: Bool = false, withDatabase: Bool = true
  ) async throws -> Steward.Report {
    try await Steward(try checker()).provision(
      subject(sandbox.clickHousePort, user, password, database: database), as: admin(sandbox),
      Steward.Wish(withDatabase: withDatabase, isTrial: isTrial))
  }

  /// The users as they are kept, but for the administrator.
  private func users(_ sandbox: SandboxServer) throws -> [JSONValue] {
    try (sandbox.control("GET", "clickhouse")?["users"]?.elements ?? []).filter {
      $0["name"]?.text != "default"
    }
  }

  private func sent(_ sandbox: SandboxServer) throws -> String {
    String(decoding: try sandbox.control("GET", "requests")?.bytes ?? [], as: UTF8.self)
  }

  @Test func `a digest is that of the password and the salt behind it`() {
    for (salt, digest) in [
      ("", "5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8"),
      ("salt", "7a37b85c8918eac19a9089c0fa5a2ab4dce3f90528dcdeec108b23ddf3607b99"),
    ] {
      let made = ClickHouseStep.digest(of: secret("password"), salt: salt)
      #expect(made.bytes.equals(digest.utf8.span), "\(salt)")
    }
    let salt = ClickHouseStep.newSalt
    #expect(salt.utf8.count == 64 && salt.allSatisfy { "0123456789abcdef".contains($0) })
    #expect(salt != ClickHouseStep.newSalt)
  }

  @Test func `a login reads its database, and its password never travels to make it`() async throws
  {
    let sandbox = try SandboxServer()
    let trial = try await make(sandbox, isTrial: true)
    #expect(try users(sandbox).isEmpty)
    let report = try await make(sandbox)
    #expect(report == trial && !report.wasThere)
    #expect(
      report.statements == [
        "CREATE DATABASE `acme`",
        "CREATE USER `acme_ro` IDENTIFIED WITH sha256_hash BY '...' SALT '...' "
          + "SETTINGS readonly = 2",
        "GRANT SELECT ON `acme`.* TO `acme_ro`",
      ])
    let user = try #require(try users(sandbox).first)
    #expect(user["grants"] == ["GRANT SELECT ON acme.* TO acme_ro"])
    #expect(user["readonly"]?.count == 2)
    #expect(user["methods"]?.elements?.first?["salt"]?.text?.utf8.count == 64)
    #expect(!(try sent(sandbox)).contains(Self.password))
    let verdict = try await checker().check(
      subject(sandbox.clickHousePort, "acme_ro", Self.password))
    #expect(verdict.kind == .valid && verdict.passwordWasTaken, "\(verdict)")
    #expect(verdict.powers.isEmpty && verdict.remarks.isEmpty, "\(verdict)")
  }

  @Test func `repeating changes nothing, and another's user is never taken over`() async throws {
    let sandbox = try SandboxServer()
    try await make(sandbox)
    let before = try users(sandbox)
    for database in [true, false] {
      let again = try await make(sandbox, withDatabase: database)
      #expect(again.wasThere && again.statements.count == 1, "\(again)")
    }
    #expect(try users(sandbox) == before)
    for isTrial in [true, false] {
      let error = await #expect(throws: StewardError.self) {
        try await make(sandbox, "acme_ro", password: "other-password", isTrial: isTrial)
      }
      #expect(error == .exists(user: "acme_ro"))
    }
    // Who needs no password has not proven that it is ours.
    let client = LoopbackClient(port: sandbox.clickHousePort)
    let made = try client.ask(
      "POST", "/?query=CREATE%20USER%20open%20IDENTIFIED%20WITH%20no_password",
      headers: ["X-ClickHouse-User: default", "X-ClickHouse-Key: \(sandbox.clickHousePassword)"])
    #expect(made.status == 200)
    let open = await #expect(throws: StewardError.self) { try await make(sandbox, "open") }
    #expect(open == .exists(user: "open"))
    let lost = await #expect(throws: StewardError.self) {
      try await make(sandbox, "new", database: "nowhere", withDatabase: false)
    }
    #expect(lost == .noDatabase("nowhere"))
  }

  @Test func `a user of ours whose database is gone gets it back`() async throws {
    let sandbox = try SandboxServer()
    try await make(sandbox)
    // The same user, as a profile of another database that is not there yet.
    let report = try await make(sandbox, database: "second")
    #expect(report.wasThere && report.statements.first == "CREATE DATABASE `second`")
    #expect(try users(sandbox).first?["grants"]?.elements?.count == 2)
  }

  @Test(arguments: [
    "o'brien", "a`b", "back\\", "back\\`tick", "`", "\\", "x` IDENTIFIED BY 'y", "TO", "a.b",
    "'; DROP USER default; --", "x`, `default", "user@%", "a b", "NONE", "\u{0D4E}`", "`\u{0301}x",
    "'\u{0301}", "\u{0D4E}\\", "пользователь", "100%", "{x:Identifier}",
  ])
  func `any name is one name`(_ name: String) async throws {
    let sandbox = try SandboxServer()
    let report = try await make(sandbox, name, database: name)
    #expect(report.statements.count == 3)
    let there = try users(sandbox)
    #expect(there.count == 1)
    #expect(there.first?["name"]?.text.map { Array($0.utf8) } == Array(name.utf8))
    #expect(there.first?["grants"]?.elements?.count == 1)
    #expect(try await make(sandbox, name, database: name).wasThere)
    #expect(try users(sandbox) == there)
    // Nobody else was touched.
    let admin = try await checker().check(self.admin(sandbox), limits: ProbeLimits())
    #expect(admin.passwordWasTaken, "\(admin)")
  }

  @Test func `an answer that was lost is made up for by the next time`() async throws {
    for skip in 0..<9 {
      let sandbox = try SandboxServer()
      try sandbox.fault(["dropAfter": true], path: "/clickhouse/**", skip: skip, times: 1)
      _ = try? await make(sandbox)
      try sandbox.control("DELETE", "faults")
      try await make(sandbox)
      let there = try users(sandbox)
      #expect(there.count == 1 && there.first?["methods"]?.elements?.count == 1, "\(skip)")
      #expect(there.first?["grants"] == ["GRANT SELECT ON acme.* TO acme_ro"], "\(skip)")
    }
  }

  @Test func `what was done before a step that failed is told`() async throws {
    let sandbox = try SandboxServer()
    // It may make users and databases, but give no rights.
    try sandbox.control(
      "PUT", "clickhouse/users/half",
      [
        "password": "half-password",
        "grants": [
          ["right": "CREATE USER", "target": "*.*"], ["right": "SHOW USERS", "target": "*.*"],
          ["right": "CREATE DATABASE", "target": "*.*"],
        ],
      ])
    let error = await #expect(throws: StewardError.self) {
      try await Steward(try checker()).provision(
        subject(sandbox.clickHousePort, "acme_ro", Self.password),
        as: subject(sandbox.clickHousePort, "half", "half-password"),
        Steward.Wish(withDatabase: true))
    }
    #expect(error?.done == ["make the database", "make the user"], "\(String(describing: error))")
    let nobody = await #expect(throws: StewardError.self) {
      try await Steward(try checker()).provision(
        subject(sandbox.clickHousePort, "acme_ro", Self.password),
        as: subject(sandbox.clickHousePort, "half", "wrong"))
    }
    guard case .admin(let verdict)? = nobody else {
      Issue.record("\(String(describing: nobody))")
      return
    }
    #expect(verdict.kind == .refused && verdict.isConfirmed)
  }

  @Test func `an older server gets no salt, and one without users by statement is told so`()
    async throws
  {
    var choices = Choices()
    choices.clickHouse.version = .init(22, 3)
    let older = try SandboxServer(choices: choices)
    try await make(older)
    let user = try #require(try users(older).first)
    #expect(user["methods"]?.elements?.first?["salt"]?.text == "")
    choices.clickHouse.version = .init(19, 17)
    let oldest = try SandboxServer(choices: choices)
    let error = await #expect(throws: StewardError.self) { try await make(oldest) }
    #expect(error?.message.contains("19.17 keeps its users in a file") == true)
    #expect(try users(oldest).isEmpty)
  }

  /// Answers questions as a server of today, and orders with this.
  private func server(_ order: @escaping @Sendable (String) -> HTTPReply) throws -> HTTPServer {
    try HTTPServer { request in
      guard request.header("X-ClickHouse-User") == "boss" else {
        return HTTPReply(403, "Code: 516. DB::Exception: no")
      }
      let query = String(decoding: request.body, as: UTF8.self)
      if query == "SELECT version()" { return HTTPReply(200, "24.8.4.13\n") }
      if query.hasPrefix("SELECT count() FROM system.users") { return HTTPReply(200, "0\n") }
      if query.hasPrefix("SELECT count()") { return HTTPReply(200, "1\n") }
      return order(query)
    }
  }

  private func refusal(_ server: HTTPServer) async throws -> StewardError? {
    await #expect(throws: StewardError.self) {
      try await Steward(try checker()).provision(
        subject(server.port, "acme_ro", Self.password), as: subject(server.port, "boss", "pw-boss"))
    }
  }

  @Test func `a server that repeats the statement is not quoted with its digest`() async throws {
    let echo = try server { HTTPReply(400, "Code: 62. DB::Exception: Syntax error: \($0)") }
    let error = try #require(try await refusal(echo))
    #expect(error.message.contains("CREATE USER") && error.message.contains("BY '[secret]'"))
    guard case .refused("make the user", _) = error.cause else {
      Issue.record("\(error)")
      return
    }
  }

  @Test func `only ClickHouse says no; after anything else nobody knows`() async throws {
    for (status, text) in [
      (502, "<html>bad gateway</html>"), (403, "no"), (500, "Code: 999. DB::Exception: Keeper"),
      (200, "Code: 159. DB::Exception: Timeout exceeded"),
    ] {
      let error = try #require(try await refusal(try server { _ in HTTPReply(status, text) }))
      guard case .unclear("make the user", _) = error.cause else {
        Issue.record("\(status) \(text): \(error)")
        continue
      }
    }
  }

  @Test(.enabled(if: ClickHouseServer.isWanted))
  func `a real server of before there were such users is left as it is`() async throws {
    let server = try ClickHouseServer(users: ["boss": "pw-boss"])
    let error = await #expect(throws: StewardError.self) {
      try await Steward(try checker()).provision(
        subject(server.port, "acme_ro", Self.password, database: "default"),
        as: subject(server.port, "boss", "pw-boss"))
    }
    #expect(error?.message.contains("keeps its users in a file") == true)
  }
}
