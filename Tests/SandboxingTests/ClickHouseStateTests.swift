import TestSupport
import Testing

@testable import Sandboxing

/// What the stand-in for ClickHouse makes of statements, with times that we choose.
@Suite struct ClickHouseStateTests {
  private static let begin: Int64 = 1_800_000_000_000

  private static func state(_ year: Int = 25, _ month: Int = 8) -> ClickHouseState {
    var choices = ClickHouseChoices()
    choices.version = .init(year, month)
    return ClickHouseState(choices, password: "admin-password")
  }

  @discardableResult
  private func run(
    _ state: inout ClickHouseState, _ query: String, as user: String = "default",
    _ password: String = "admin-password", at time: Int64 = 0
  ) -> ClickHouseState.Reply {
    switch state.signIn(user, password, at: Self.begin + time) {
    case .failure(let refusal): .exception(refusal.code, refusal.text)
    case .success(let user): state.run(query, as: user, database: nil, at: Self.begin + time)
    }
  }

  private func admits(
    _ state: ClickHouseState, _ user: String, _ password: String, at time: Int64 = 0
  ) -> Bool {
    if case .success = state.signIn(user, password, at: Self.begin + time) { true } else { false }
  }

  private func code(_ reply: ClickHouseState.Reply) -> Int {
    if case .exception(let code, _) = reply { code } else { 0 }
  }

  @Test func `makes a reader that can sign in and read only`() {
    var state = Self.state()
    let hash = ClickHouseMethod.sha256("reader-password" + "salt")
    run(
      &state,
      "CREATE USER IF NOT EXISTS `acme-ro` IDENTIFIED WITH sha256_hash BY '\(hash)' SALT 'salt' "
        + "SETTINGS readonly = 1")
    run(&state, "GRANT SELECT ON acme.* TO `acme-ro`;")
    #expect(admits(state, "acme-ro", "reader-password"))
    #expect(!admits(state, "acme-ro", hash) && !admits(state, "acme-ro", ""))
    let grants = run(&state, "SHOW GRANTS FINAL", as: "acme-ro", "reader-password")
    #expect(grants == .rows("GRANT SELECT ON acme.* TO acme-ro\n"))
    let drop = run(&state, "DROP USER default", as: "acme-ro", "reader-password")
    #expect(code(drop) == 164)
    #expect(
      run(&state, "CHECK GRANT INSERT ON *.*", as: "acme-ro", "reader-password") == .rows("0\n"))
    // Who is there already keeps its password.
    run(&state, "CREATE USER IF NOT EXISTS `acme-ro` IDENTIFIED BY 'other'")
    #expect(admits(state, "acme-ro", "reader-password") && !admits(state, "acme-ro", "other"))
    #expect(code(run(&state, "CREATE USER `acme-ro`")) == 493)
  }

  @Test func `knows several passwords of one user, and ends the old one by itself`() {
    var state = Self.state()
    run(&state, "CREATE USER u IDENTIFIED BY 'old'")
    run(&state, "ALTER USER u ADD IDENTIFIED WITH sha256_password BY 'new'")
    #expect(admits(state, "u", "old") && admits(state, "u", "new"))
    let end = Moment.text(Self.begin + 60_000).prefix(19).split(separator: "T")
      .joined(separator: " ")
    run(
      &state,
      "ALTER USER u IDENTIFIED WITH sha256_password BY 'new', sha256_password BY 'old' "
        + "VALID UNTIL '\(end)'")
    #expect(admits(state, "u", "old", at: 59_999) && admits(state, "u", "new", at: 59_999))
    #expect(!admits(state, "u", "old", at: 60_000) && admits(state, "u", "new", at: 60_000))
    #expect(
      run(&state, "SHOW CREATE USER u")
        == .rows(
          "CREATE USER u IDENTIFIED WITH sha256_password, sha256_password VALID UNTIL '\(end)'\n"))
    // The next change leaves out what is over.
    run(&state, "ALTER USER u ADD IDENTIFIED BY 'third'", at: 61_000)
    #expect(state.users["u"]?.methods.count == 2)
    run(&state, "ALTER USER u RESET AUTHENTICATION METHODS TO NEW")
    #expect(!admits(state, "u", "new") && admits(state, "u", "third"))
  }

  @Test func `is as old as it is told`() {
    var old = Self.state(24, 8)
    run(&old, "CREATE USER u IDENTIFIED BY 'old'")
    for query in [
      "ALTER USER u ADD IDENTIFIED BY 'new'", "ALTER USER u RESET AUTHENTICATION METHODS TO NEW",
      "ALTER USER u IDENTIFIED BY 'a', sha256_password BY 'b'",
    ] {
      #expect(code(run(&old, query)) == 62, "\(query)")
    }
    #expect(code(run(&old, "ALTER USER u VALID UNTIL 'infinity'")) == 0)
    var older = Self.state(23, 3)
    run(&older, "CREATE USER u IDENTIFIED BY 'old'")
    #expect(code(run(&older, "ALTER USER u VALID UNTIL 'infinity'")) == 62)
    #expect(code(run(&older, "ALTER USER u IDENTIFIED BY 'new'")) == 0)
    #expect(admits(older, "u", "new"))
  }

  @Test func `knows a salt since 22.6`() {
    let query = "CREATE USER u IDENTIFIED WITH sha256_hash BY '"
      + ClickHouseMethod.sha256("psalt") + "' SALT 'salt'"
    var old = Self.state(22, 5)
    #expect(code(run(&old, query)) == 62 && !admits(old, "u", "p"))
    var new = Self.state(22, 6)
    #expect(code(run(&new, query)) == 0 && admits(new, "u", "p"))
  }

  @Test func `tells what there is by its exact name`() {
    var state = Self.state()
    run(&state, "CREATE USER `O\\`Brien\\\\` IDENTIFIED BY 'p'")
    for (query, rows) in [
      ("SELECT count() FROM system.users WHERE name = 'O`Brien\\\\'", "1\n"),
      ("SELECT count() FROM system.users WHERE name = 'o`brien\\\\'", "0\n"),
      ("SELECT storage FROM system.users WHERE name = 'O`Brien\\\\'", "local_directory\n"),
      ("SELECT storage FROM system.users WHERE name = 'nobody'", ""),
      ("SELECT count() FROM system.databases WHERE name = 'default'", "1\n"),
      ("SELECT count() FROM system.databases WHERE name = 'new'", "0\n"),
      ("CREATE DATABASE new", ""),
      ("SELECT count() FROM system.databases WHERE name = 'new'", "1\n"),
    ] {
      #expect(run(&state, query) == .rows(rows), "\(query)")
    }
    #expect(code(run(&state, "CREATE DATABASE new")) == 82)
    run(&state, "CREATE USER r IDENTIFIED BY 'p'")
    for query in [
      "CREATE DATABASE other", "SELECT count() FROM system.users WHERE name = 'r'",
    ] {
      #expect(code(run(&state, query, as: "r", "p")) == 497, "\(query)")
    }
  }

  @Test func `reads quotes scalar by scalar`() {
    var state = Self.state()
    run(&state, "CREATE USER `a``\u{0301}b` IDENTIFIED BY 'p'")
    #expect(state.users["a`\u{0301}b"] != nil)
    #expect(code(run(&state, "CREATE USER `a`\u{0301}b` IDENTIFIED BY 'p'")) == 62)
  }

  @Test func `refuses what it must not do`() {
    var state = Self.state()
    run(&state, "CREATE USER u IDENTIFIED BY 'p'")
    for (query, user, password, expected) in [
      ("ALTER USER default IDENTIFIED BY 'x'", "u", "p", 497),
      ("GRANT ALL ON *.* TO u", "u", "p", 497), ("CREATE USER v", "u", "p", 497),
      ("ALTER USER nobody IDENTIFIED BY 'x'", "default", "admin-password", 192),
      ("ALTER USER IF EXISTS nobody IDENTIFIED BY 'x'", "default", "admin-password", 0),
      ("ALTER USER u ON CLUSTER none IDENTIFIED BY 'x'", "default", "admin-password", 701),
      ("ALTER USER u IDENTIFIED WITH sha256_hash BY 'abc'", "default", "admin-password", 62),
      ("ALTER USER u IDENTIFIED BY 'x", "default", "admin-password", 62),
      (
        "ALTER USER u IDENTIFIED WITH no_password, sha256_password BY 'x'", "default",
        "admin-password", 62
      ), ("SELECT 1", "default", "wrong", 516), ("SELECT 1", "x", "p", 516),
    ] {
      #expect(code(run(&state, query, as: user, password)) == expected, "\(query)")
    }
    state.users["u"]?.isFromFile = true
    #expect(code(run(&state, "ALTER USER u IDENTIFIED BY 'x'")) == 495)
    #expect(
      run(&state, "ALTER USER default ON CLUSTER default IDENTIFIED BY 'x'") != .rows(""))
    #expect(admits(state, "default", "x"))
  }

  @Test func `answers over HTTP as ClickHouse does, also after the Cloud set a password`() throws {
    let server = try SandboxServer()
    let client = LoopbackClient(port: server.clickHousePort)
    func ask(_ password: String?, _ user: String = "default") throws -> LoopbackClient.Reply {
      try client.ask(
        "GET", "/?query=SELECT%201",
        headers: ["X-ClickHouse-User: \(user)"]
          + (password.map { ["X-ClickHouse-Key: \($0)"] } ?? []))
    }
    #expect(try ask(server.clickHousePassword).body == Array("1\n".utf8))
    let changing = try client.ask(
      "GET", "/?query=CREATE%20USER%20u",
      headers: ["X-ClickHouse-User: default", "X-ClickHouse-Key: \(server.clickHousePassword)"])
    #expect(changing.header("X-ClickHouse-Exception-Code") == "164")
    let wrong = try ask("wrong", "somebody")
    #expect(wrong.status == 403 && wrong.header("X-ClickHouse-Exception-Code") == "516")
    #expect(try ask("wrong").status == 401)
    let none = try ask(nil)
    #expect(none.status == 401 && none.header("X-ClickHouse-Exception-Code") == "194")
    #expect(try client.ask("GET", "/ping").status == 200)
    let pair = server.cloudKey
    let basic =
      "Authorization: Basic " + Base64.encoded(Array("\(pair.keyID):\(pair.keySecret)".utf8))
    let cloud = LoopbackClient(port: server.client.port)
    let organization = try #require(
      cloud.ask("GET", "/v1/organizations", headers: [basic]).json?["result"]?.elements?.first?[
        "id"]?.text)
    let services = "/v1/organizations/\(organization)/services"
    let service = try #require(
      cloud.ask("GET", services, headers: [basic]).json?["result"]?.elements?.first?["id"]?.text)
    let made = try cloud.ask(
      "PATCH", "\(services)/\(service)/password", [:], headers: [basic])
    let password = try #require(made.json?["result"]?["password"]?.text)
    #expect(try ask(password).status == 200)
    #expect(try ask(server.clickHousePassword).status == 401)
  }
}
