import Sandboxing
import TestSupport
import Testing

/// Real servers behind the far side's test, in the sandbox.
@Suite(.waitsForProcesses) struct PushServerTests {
  private let scene: PushScene

  init() throws { scene = try PushScene() }

  private func shows(_ name: String, cause: String) throws {
    let outcome = try scene.coffer("push \(name) --yes")
    #expect(outcome.status == 11, "\(outcome.out)\(outcome.err)")
    #expect((outcome.out + outcome.err).contains(cause), "\(outcome.out)\(outcome.err)")
    let row = try scene.row("eu/\(name)")
    #expect(row.state == "failing")
    #expect(row.reason.contains(cause), "\(row)")
    // It was reached, so no address is in the way.
    #expect(row.hint.contains("coffer set \(name) password=-"), "\(row)")
  }

  @Test(.enabled(if: PostgresServer.isWanted))
  func `PostgreSQL: the right password is green, a wrong one red with its cause`() throws {
    let server = try PostgresServer.shared.get()
    try server.addUser("push_ro", password: "right-word")
    try scene.runs(
      "add postgres pg host=127.0.0.1 port=\(server.port) database=postgres user=push_ro ssl=false"
        + " password=-", "wrong-word")
    try scene.runs("bind pg --to eu")
    try shows("pg", cause: "password authentication failed")
    try scene.runs("set pg password=-", "right-word")
    try scene.runs("push pg --yes")
    #expect(try scene.state("eu/pg") == "in sync")
    // The password becomes a wrong one by itself: a test tells, and nothing is sent.
    try server.run("ALTER ROLE push_ro PASSWORD 'another-word'")
    let writes = try scene.sandbox.count("writes")
    #expect(try scene.coffer("test pg").status == 11)
    #expect(try scene.state("eu/pg") == "failing")
    try server.run("ALTER ROLE push_ro PASSWORD 'right-word'")
    try scene.runs("push pg --yes")
    #expect(try scene.state("eu/pg") == "in sync")
    #expect(try scene.sandbox.count("writes") == writes)
  }

  @Test(.enabled(if: ClickHouseServer.isWanted))
  func `ClickHouse: the right password is green, a wrong one red with its cause`() throws {
    let server = try ClickHouseServer(users: ["push_ro": "right-word"])
    try scene.runs(
      "add clickhouse ch host=127.0.0.1 port=\(server.port) protocol=http: username=push_ro"
        + " database=default password=-", "wrong-word")
    try scene.runs("bind ch --to eu")
    try shows("ch", cause: "Wrong password for user push_ro")
    try scene.runs("set ch password=-", "right-word")
    try scene.runs("push ch --yes")
    #expect(try scene.state("eu/ch") == "in sync")
  }
}
