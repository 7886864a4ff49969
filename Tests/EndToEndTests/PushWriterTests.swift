import Sandboxing
import TestSupport
import Testing

/// Logins that can do more than read, and what a workspace says about them.
@Suite(.waitsForProcesses) struct PushWriterTests {
  private let scene: PushScene

  init() throws { scene = try PushScene() }

  /// A user of the sandbox's ClickHouse, and rights that it has.
  private func put(
    _ user: String, password: String = "some-password", _ rights: String...
  ) throws {
    try scene.sandbox.control(
      "PUT", "clickhouse/users/\(user)",
      [
        "password": .string(password),
        "grants": .array(rights.map { ["right": .string($0), "target": "default.*"] }),
      ])
  }

  private func add(_ name: String, user: String) throws {
    let port = scene.sandbox.greeting["clickhouse"]?["port"]?.count ?? 0
    try scene.runs(
      "add clickhouse \(name) host=127.0.0.1 port=\(port) protocol=http: username=\(user)"
        + " database=default password=-", "some-password")
    try scene.runs("bind \(name) --to eu")
  }

  @Test func `what the last check saw is said before it is pushed`() throws {
    try put("writer", "SELECT", "INSERT")
    try add("ch", user: "writer")
    #expect(!(try scene.coffer("plan ch").err.contains("more than read")))
    try scene.runs("check ch")
    let said = "ch can do more than read: write: INSERT on default.*"
    for words in ["plan ch", "push ch --dry-run", "push ch"] {
      let outcome = try scene.coffer(words)
      #expect(outcome.status == 0 && outcome.err.contains(said), "\(words): \(outcome.err)")
    }
    #expect(try scene.state("eu/ch") == "in sync")
    // That it is there as it should be is nothing to warn of again.
    #expect(!(try scene.coffer("plan ch").err.contains(said)))
    try scene.runs("set ch x.note=a")
    #expect(try scene.coffer("plan ch").err.contains(said))
    try scene.runs("set eu writers=allow")
    let allowed = try scene.coffer("plan ch")
    #expect(allowed.out.contains("1 to change") && !allowed.err.contains(said), "\(allowed.err)")
  }

  @Test func `a workspace that refuses writers gets none, and none of which nobody knows`() throws {
    try scene.runs("set eu writers=refuse")
    try put("writer", "SELECT", "INSERT")
    try add("ch", user: "writer")
    func refused(_ part: String) throws {
      let plan = try scene.coffer("plan ch")
      #expect(plan.status == 0 && plan.out.contains(part), "\(plan.out)")
      let push = try scene.coffer("push ch")
      let said = push.out + push.err
      #expect(push.status == 8 && said.contains("coffer check ch"), "\(said)")
      #expect(said.contains(part), "\(said)")
    }
    try refused("nobody has looked")
    try scene.runs("check ch")
    try refused("can do more than read: write: INSERT on default.*")
    #expect(try scene.sandbox.stored("ch") == nil)
    // That nobody was reached since takes nothing back.
    try scene.sandbox.fault(["status": 502, "body": "<html>"], path: "/clickhouse/**")
    #expect(try scene.coffer("check ch").status == 12)
    try scene.forgive()
    try refused("can do more than read")
    try put("writer", "SELECT")
    try scene.runs("check ch")
    try scene.runs("push ch")
    #expect(try scene.state("eu/ch") == "in sync")
    // A new password changes nothing of what it may do; another user may.
    try put("writer", password: "new-password", "SELECT")
    try scene.runs("set ch password=-", "new-password")
    try scene.runs("push ch")
    #expect(try scene.sandbox.stored("ch")?["credentials"]?["password"] == "new-password")
    try put("other", "SELECT", "INSERT")
    try scene.runs("set ch username=other password=-", "some-password")
    try refused("was changed since")
    // What cannot be asked from here is not kept back.
    try scene.addGood()
    try scene.runs("push sf")
  }

  @Test func `a rule that there is not is refused`() throws {
    let outcome = try scene.coffer("set eu writers=sometimes")
    #expect(outcome.status == 8 && outcome.err.contains("warn"), "\(outcome.err)")
  }
}
