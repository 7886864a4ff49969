import Foundation
import Sandboxing
import TestSupport
import Testing

/// Logins made at real servers, through the real programs.
@Suite(.waitsForProcesses) struct ProvisionTests {
  private let scene: PushScene

  init() throws { scene = try PushScene() }

  private func addAdmin(_ type: String, host: String, port: UInt16, user: String, password: String)
    throws
  {
    let database = type == "mysql" ? "mysql" : "postgres"
    try scene.runs(
      "add \(type) boss host=\(host) port=\(port) database=\(database) user=\(user) ssl=false"
        + " password=-", password)
  }

  /// What a script in CI does for a tenant; it may be run as often as one likes.
  private static func tenant(_ type: String, _ name: String, port: UInt16) -> String {
    """
    set -e
    coffer add \(type) \(name) host=127.0.0.1 port=\(port) database=\(name) user=\(name)_ro ssl=false \
      --via boss --if-absent --generate password
    coffer provision \(name) --with-database --yes
    coffer bind \(name) --to eu
    coffer push \(name) --yes
    coffer status --exit-code
    """
  }

  @Test(.enabled(if: PostgresServer.isWanted))
  func `a tenant of PostgreSQL from nothing, twice, and killed in between`() throws {
    let server = try PostgresServer()
    try addAdmin(
      "postgres", host: server.host, port: server.port, user: server.user,
      password: server.password)
    let script = Self.tenant("postgres", "acme", port: server.port)
    // Cut off after more and more of its time, then let come to its end, twice.
    for tenths in [1, 3, 6, 10, 16] {
      try scene.home.sh("timeout --signal=KILL \(Double(tenths) / 10) sh -c '\(script)'")
    }
    for _ in 0..<2 {
      let outcome = try scene.home.sh(script)
      #expect(outcome.status == 0, "\(outcome.out)\(outcome.err)")
    }
    #expect(try server.run("SELECT count(*) FROM pg_roles WHERE rolname = 'acme_ro'") == "1")
    #expect(
      try server.run("SELECT rolpassword LIKE 'SCRAM%' FROM pg_authid WHERE rolname = 'acme_ro'")
        == "t")
    #expect(try scene.state("eu/acme") == "in sync")
    #expect(try scene.coffer("history acme").out.contains("v1"))
    let check = try scene.coffer("check acme")
    #expect(check.status == 0, "\(check.out)\(check.err)")
    #expect(!check.out.contains("can do more"), "\(check.out)")
    // It reads what is made later, and changes nothing.
    try server.run("CREATE TABLE later (id int); INSERT INTO later VALUES (7)", database: "acme")
    let password = try scene.coffer("get acme password").line
    #expect(
      try server.run("SELECT id FROM later", database: "acme", as: "acme_ro", password) == "7")
    #expect(throws: (any Error).self) {
      try server.run("INSERT INTO later VALUES (8)", database: "acme", as: "acme_ro", password)
    }
  }

  @Test func `a tenant of ClickHouse from nothing, twice, and killed in between`() throws {
    let there = try #require(scene.sandbox.greeting["clickhouse"])
    let place = "host=127.0.0.1 port=\(there["port"]?.count ?? 0) protocol=http:"
    try scene.runs(
      "add clickhouse boss \(place) username=default database=default password=-",
      there["password"]?.text ?? "")
    let script = """
      set -e
      coffer add clickhouse acme \(place) database=acme username=acme_ro \
        --via boss --if-absent --generate password
      coffer provision acme --with-database --yes
      coffer bind acme --to eu
      coffer push acme --yes
      coffer status --exit-code
      """
    for tenths in [1, 3, 6, 10, 16] {
      try scene.home.sh("timeout --signal=KILL \(Double(tenths) / 10) sh -c '\(script)'")
    }
    for _ in 0..<2 {
      let outcome = try scene.home.sh(script)
      #expect(outcome.status == 0, "\(outcome.out)\(outcome.err)")
    }
    let users = try scene.sandbox.control("GET", "clickhouse")?["users"]?.elements ?? []
    #expect(users.map { $0["name"]?.text } == ["default", "acme_ro"])
    #expect(users.last?["grants"] == ["GRANT SELECT ON acme.* TO acme_ro"])
    #expect(users.last?["methods"]?.elements?.count == 1)
    #expect(try scene.state("eu/acme") == "in sync")
    #expect(try scene.coffer("history acme").out.contains("v1"))
    let check = try scene.coffer("check acme")
    #expect(check.status == 0 && check.out.contains("valid"), "\(check.out)\(check.err)")
    #expect(!check.out.contains("can do more"), "\(check.out)")
    // The password went over the wire to sign in, and never in a statement.
    let password = try scene.coffer("get acme password").line
    let sent = try scene.sandbox.control("GET", "requests")?.elements ?? []
    #expect(
      sent.allSatisfy { request in
        request["path"]?.text != "/clickhouse/"
          || request["body"]?.text.map { !$0.contains(password) } ?? true
      })
    // Another profile of that name does not get what is there.
    try scene.runs(
      "add clickhouse other \(place) database=acme username=acme_ro --via boss --generate password")
    for words in ["provision other --print", "provision other --yes"] {
      let outcome = try scene.coffer(words)
      #expect(outcome.status == 4, "\(outcome.out)\(outcome.err)")
      #expect(outcome.err.contains("another password"), "\(outcome.err)")
    }
  }

  @Test(.enabled(if: PostgresServer.isWanted))
  func `a user who is there is never taken over`() throws {
    let server = try PostgresServer.shared.get()
    try server.addUser("theirs", password: "their-password")
    try addAdmin(
      "postgres", host: server.host, port: server.port, user: server.user,
      password: server.password)
    try scene.runs(
      "add postgres mine host=127.0.0.1 port=\(server.port) database=postgres user=theirs"
        + " ssl=false --via boss --generate password")
    for words in ["provision mine --print", "provision mine --yes"] {
      let outcome = try scene.coffer(words)
      #expect(outcome.status == 4, "\(outcome.out)\(outcome.err)")
      #expect(outcome.err.contains("another password"), "\(outcome.err)")
    }
    try scene.runs(
      "add postgres new host=127.0.0.1 port=\(server.port) database=postgres user=printed_only"
        + " ssl=false --via boss --generate password")
    let printed = try scene.runs("provision new --print")
    #expect(printed.out.contains("CREATE ROLE \"printed_only\""), "\(printed.out)")
    #expect(
      try server.run("SELECT count(*) FROM pg_roles WHERE rolname = 'printed_only'") == "0")
    // Nobody makes a login somewhere else than where they are at home.
    try scene.runs(
      "add postgres far host=localhost port=\(server.port) database=postgres user=far_ro"
        + " ssl=false --via boss --generate password")
    let far = try scene.coffer("provision far --yes")
    #expect(far.status == 8, "\(far.out)\(far.err)")
  }

  @Test(.enabled(if: MariaDBServer.isWanted))
  func `a login of MariaDB is made with a digest, and only once`() throws {
    let server = try MariaDBServer.shared.get()
    try addAdmin(
      "mysql", host: server.host, port: server.port, user: server.user, password: server.password)
    let script = Self.tenant("mysql", "globex", port: server.port)
      .split(separator: "\n").prefix(4).joined(separator: "\n")
    for _ in 0..<2 {
      let outcome = try scene.home.sh(script)
      #expect(outcome.status == 0, "\(outcome.out)\(outcome.err)")
    }
    let check = try scene.coffer("check globex")
    #expect(check.status == 0 && !check.out.contains("can do more"), "\(check.out)\(check.err)")
    try scene.runs(
      "add mysql other host=127.0.0.1 port=\(server.port) database=sales user=globex_ro ssl=false"
        + " --via boss --generate password")
    let refused = try scene.coffer("provision other --yes")
    #expect(refused.status == 4, "\(refused.out)\(refused.err)")
    let away = try scene.coffer("provision other --via other2 --yes")
    #expect(away.status == 3)
  }
}
