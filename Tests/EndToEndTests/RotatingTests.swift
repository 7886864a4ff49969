import Foundation
import Sandboxing
import TestSupport
import Testing

/// Rotating through the real programs, with a sandbox to push to.
@Suite(.waitsForProcesses) struct RotatingTests {
  private let scene: PushScene
  /// The server is shared; the role is this test's own.
  private let role = "rot_" + String(UInt64.random(in: 0...UInt64.max), radix: 36)

  init() throws { scene = try PushScene() }

  /// How a rotation stands, as `rotation list` says.
  private func row(_ name: String) throws -> [String: Any] {
    let outcome = try scene.coffer("rotation show \(name) --json")
    let object = try JSONSerialization.jsonObject(with: Data(outcome.output)) as? [String: Any]
    return (object?["rows"] as? [[String: Any]])?.first ?? [:]
  }

  private func stored(_ name: String) throws -> String? {
    try scene.sandbox.stored(name)?["credentials"]?["password"]?.text
  }

  @Test func `assisted: it keeps a new secret, waits for the person, pushes, and ends`() throws {
    try scene.addGood()
    try scene.runs("push sf --yes")
    let begun = try scene.coffer("rotate sf --yes")
    #expect(begun.status == 15, "\(begun.out)\(begun.err)")
    #expect(begun.err.contains("coffer rotation resume sf"))
    #expect(try row("sf")["state"] as? String == "asking")
    #expect(try row("sf")["works"] as? String == "version 1")
    // Nothing has changed so far, and nobody changes it by other ways meanwhile.
    #expect(try stored("sf") == "right-one")
    #expect(try scene.coffer("get sf password").line == "right-one")
    for line in ["set sf password=-", "rollback sf --to 1", "remove sf --yes"] {
      let refused = try scene.coffer(line, "other")
      #expect(
        refused.status == 4 && refused.err.contains("is being rotated"), "\(line) \(refused.err)")
    }
    let new = try scene.coffer("get sf password --version 2").line
    #expect(new.count >= 24)
    let resumed = try scene.coffer("rotation resume sf")
    #expect(try stored("sf") == new)
    #expect(try scene.state("eu/sf") == "in sync")
    // Nobody can look whether the old one is dead, so it is asked for.
    #expect(resumed.status == 15, "\(resumed.out)\(resumed.err)")
    #expect(try row("sf")["state"] as? String == "clearing")
    try scene.runs("rotation resume sf")
    #expect(try scene.coffer("rotation show sf").status == 3)
    #expect(try scene.coffer("get sf password").line == new)
    #expect(try scene.coffer("history sf").out.contains("retired"))
    #expect(try scene.coffer("audit verify").status == 0)
  }

  @Test func `a failing destination keeps the old one alive and says so`() throws {
    try scene.addGood()
    try scene.runs("push sf --yes")
    try scene.coffer("rotate sf --yes")
    try scene.sandbox.fault(["status": 500])
    let failed = try scene.coffer("rotation resume sf")
    #expect(failed.status == 11 || failed.status == 12, "\(failed.out)\(failed.err)")
    #expect(try row("sf")["state"] as? String == "pushing")
    #expect(try (row("sf")["works"] as? String)?.contains("and 1 until it is retired") == true)
    try scene.forgive()
    #expect(try scene.coffer("rotation resume sf").status == 15)
    #expect(try row("sf")["state"] as? String == "clearing")
  }

  @Test func `given up before, the current one stays; after, the new one`() throws {
    try scene.addGood()
    try scene.runs("push sf --yes")
    try scene.coffer("rotate sf --yes")
    try scene.runs("rotation abandon sf --yes")
    #expect(try scene.coffer("get sf password").line == "right-one")
    #expect(try scene.coffer("get sf password --version 2").status == 0)
    try scene.coffer("rotate sf --yes")
    try scene.coffer("rotation resume sf")
    let new = try scene.coffer("get sf password").line
    let given = try scene.coffer("rotation abandon sf --yes")
    #expect(given.status == 0 && given.err.contains("may still be accepted"), "\(given.err)")
    #expect(try scene.coffer("get sf password").line == new)
  }

  @Test func `a workspace's own key: the new one is checked before it is current`() throws {
    let wrong = try scene.coffer("rotate eu apiKey=- --yes", "not-a-key")
    #expect(wrong.status == 15, "\(wrong.out)\(wrong.err)")
    #expect(try row("eu")["works"] as? String == "version 1")
    #expect(try scene.coffer("rotation resume eu").status == 15)
    try scene.runs("rotation abandon eu --yes")
    #expect(try scene.coffer("get eu apiKey").line == scene.sandbox.key)
    // To retire the old one would be to retire the new one.
    let same = try scene.coffer("rotate eu apiKey=- --yes", scene.sandbox.key)
    #expect(same.status == 8 && same.err.contains("already"), "\(same.err)")
    // Without a new one there is nothing to check.
    let bare = try scene.coffer("rotate eu --yes")
    #expect(bare.status == 8 && bare.err.contains("coffer rotate eu apiKey=-"), "\(bare.err)")
  }

  @Test func `what is asked for wrongly is refused with a remedy`() throws {
    try scene.addGood()
    for (line, status) in [
      ("rotate", 2), ("rotate nobody --yes", 3), ("rotate sf --strategy magic", 2),
      ("rotate sf --strategy replace --yes", 8), ("rotate sf --grace x --yes", 2),
      ("rotate --due sf", 2), ("rotation resume sf", 3), ("rotation abandon sf --yes", 3),
      ("rotation show nobody", 3), ("policy sf --every 1m", 8), ("policy sf --window 4-5", 8),
      ("policy sf --window 02:10-02:40", 8), ("policy sf --every 30d --none", 2), ("policy", 2),
    ] {
      let outcome = try scene.coffer(line)
      #expect(outcome.status == status, "\(line): \(outcome.status) \(outcome.err)")
      #expect(outcome.err.contains("coffer: hint:"), "\(line): \(outcome.err)")
    }
    let use = try Home()
    try use.makeVault()
    try use.succeeds(
      use.coffer("add", "secret", "s", "value=-", input: .text("x"), with: use.keyed))
    try use.openSession()
    let denied = try use.sh("coffer rotate s value=- --yes", input: .text("new"))
    #expect(denied.status == 7, "\(denied.err)")
  }

  @Test func `policies say what is due, for people, scripts and scrapers`() throws {
    try scene.addGood()
    try scene.runs("policy sf --every 30d --window 02:00-04:00 --grace 1h")
    #expect(try scene.coffer("due --exit-code").status == 0)
    let metrics = try scene.runs("due --prometheus").out
    #expect(metrics.contains("coffer_rotation_state{state=\"ok\"} 1"))
    #expect(metrics.contains("coffer_rotation_due_seconds{name=\"sf\"} "))
    let json = try scene.runs("due sf --json").out
    #expect(json.contains("\"window\":\"02:00-04:00\"") && json.contains("\"every\":2592000"))
    #expect(try scene.runs("rotate --due --yes").out.contains("nothing is due"))
    try scene.coffer("rotate sf --yes")
    #expect(try scene.coffer("due --exit-code").status == 14)
    try scene.runs("rotation abandon sf --yes")
    try scene.runs("policy sf --none")
    #expect(try scene.runs("due sf").out.contains("none"))
  }

  /// A role of PostgreSQL with a profile that may change it, bound twice and pushed.
  private func addPostgres(_ server: PostgresServer, via: Bool = true) throws {
    try server.addUser(role, password: "first-word")
    let place = "host=127.0.0.1 port=\(server.port) database=postgres ssl=false"
    try scene.runs("add postgres boss \(place) user=\(server.user) password=-", server.password)
    try scene.runs(
      "add postgres pg \(place) user=\(role) password=- \(via ? "--via boss" : "")", "first-word")
    try scene.runs("bind pg --to eu")
    try scene.runs("bind pg --to eu --as pg-second")
    try scene.runs("push pg --yes")
  }

  /// Whether a password lets the role in.
  private func lets(_ password: String, in server: PostgresServer) throws -> Bool {
    let line =
      "add postgres probe-\(UInt32.random(in: 0...9_999_999)) host=127.0.0.1"
      + " port=\(server.port) database=postgres ssl=false user=\(role) password=- --if-absent"
    let name = line.split(separator: " ")[2]
    try scene.runs(line, password)
    defer { _ = try? scene.coffer("remove \(name) --yes") }
    return try scene.coffer("check \(name)").status == 0
  }

  @Test(.enabled(if: PostgresServer.isWanted), arguments: [true, false])
  func `PostgreSQL: replaced by an admin or by itself, pushed, tested, and the old one dead`(
    via: Bool
  ) throws {
    let server = try PostgresServer.shared.get()
    try addPostgres(server, via: via)
    let plan = try scene.runs("rotate pg --dry-run").out
    #expect(plan.contains("replace") && plan.contains("eu/pg-second"), "\(plan)")
    #expect(plan.contains("dashboards are refused"))
    let done = try scene.coffer("rotate pg --yes")
    #expect(done.status == 0, "\(done.out)\(done.err)")
    let new = try scene.coffer("get pg password").line
    #expect(new != "first-word")
    #expect(try stored("pg") == new && stored("pg-second") == new)
    #expect(try scene.state("eu/pg") == "in sync")
    #expect(try lets(new, in: server))
    #expect(try !lets("first-word", in: server))
    #expect(try scene.runs("rotation list").out.contains("no rotation"))
    // The password itself was never sent.
    let kept = try server.run("SELECT rolpassword FROM pg_authid WHERE rolname = '\(role)'")
    #expect(kept.hasPrefix("SCRAM-SHA-256$"))
    let log = try scene.runs("audit log pg").out
    for word in ["rotation.begun", "rotation.applied", "rotation.switched", "rotation.done"] {
      #expect(log.contains(word), "\(word)")
    }
    #expect(!log.contains(new) && !log.contains("first-word"))
  }

  @Test(.enabled(if: PostgresServer.isWanted))
  func `PostgreSQL: who may not change it is told so, and nothing is changed`() throws {
    let server = try PostgresServer.shared.get()
    try server.addUser(role, password: "first-word")
    try server.addUser("n" + role, password: "small")
    let place = "host=127.0.0.1 port=\(server.port) database=postgres ssl=false"
    try scene.runs("add postgres boss \(place) user=n\(role) password=-", "small")
    try scene.runs("add postgres pg \(place) user=\(role) password=- --via boss", "first-word")
    let refused = try scene.coffer("rotate pg --yes")
    #expect(refused.status == 15, "\(refused.out)\(refused.err)")
    #expect(refused.err.contains("version 1 works"), "\(refused.err)")
    #expect(try scene.coffer("check pg").status == 0)
    // Once the cause is mended it goes on, with the same secret.
    let pending = try scene.coffer("get pg password --version 2").line
    try server.run("ALTER ROLE n\(role) SUPERUSER")
    try scene.runs("rotation resume pg")
    #expect(try scene.coffer("get pg password").line == pending)
    #expect(try !lets("first-word", in: server))
  }

  @Test(.enabled(if: PostgresServer.isWanted))
  func `a role changed by somebody else in the middle stops it before harm`() throws {
    let server = try PostgresServer.shared.get()
    try addPostgres(server)
    // It stops at the push, and somebody sets the password back meanwhile.
    try scene.sandbox.fault(["status": 500])
    #expect(try scene.coffer("rotate pg --yes").status != 0)
    try server.run("ALTER ROLE \(role) PASSWORD 'theirs'")
    try scene.forgive()
    let stopped = try scene.coffer("rotation resume pg")
    #expect(stopped.status != 0, "\(stopped.out)")
    let works = try row("pg")["works"] as? String ?? ""
    #expect(works.contains("last seen"), "\(works)")
    #expect(try lets("theirs", in: server))
  }

  @Test(.enabled(if: PostgresServer.isWanted))
  func `profiles that share a login are rotated as one`() throws {
    let server = try PostgresServer.shared.get()
    try addPostgres(server)
    try scene.runs(
      "add postgres other host=127.0.0.1 port=\(server.port) database=postgres ssl=false"
        + " user=\(role) password=-", "first-word")
    try scene.runs("rotate other --yes")
    let new = try scene.coffer("get pg password").line
    #expect(try scene.coffer("get other password").line == new)
    #expect(try stored("pg") == new)
    #expect(try lets(new, in: server))
  }

  @Test(.enabled(if: PostgresServer.isWanted))
  func `an incomplete profile is given its first known secret through its admin`() throws {
    let server = try PostgresServer.shared.get()
    try server.addUser(role, password: "nobody-knows")
    let place = "host=127.0.0.1 port=\(server.port) database=postgres ssl=false"
    try scene.runs("add postgres boss \(place) user=\(server.user) password=-", server.password)
    try scene.runs("add postgres pg \(place) user=\(role) --via boss --incomplete")
    try scene.runs("rotate pg --yes")
    #expect(try scene.coffer("check pg").status == 0)
  }

  @Test(.enabled(if: MariaDBServer.isWanted))
  func `MariaDB: replaced by an admin, and the old one dead`() throws {
    let server = try MariaDBServer([
      "CREATE USER rot_ro@'%' IDENTIFIED BY 'first-word'",
      "GRANT SELECT ON mysql.* TO rot_ro@'%'",
    ])
    let place = "host=127.0.0.1 port=\(server.port) database=mysql ssl=false"
    try scene.runs("add mysql boss \(place) user=\(server.user) password=-", server.password)
    try scene.runs("add mysql my \(place) user=rot_ro password=- --via boss", "first-word")
    let done = try scene.coffer("rotate my --yes")
    #expect(done.status == 0, "\(done.out)\(done.err)")
    #expect(try scene.coffer("check my").status == 0)
    try scene.runs("add mysql old \(place) user=rot_ro password=-", "first-word")
    #expect(try scene.coffer("check old").status == 11)
  }

  @Test(.enabled(if: PostgresServer.isWanted))
  func `a timer rotates what is due, and only that`() throws {
    let server = try PostgresServer.shared.get()
    try addPostgres(server)
    try scene.addGood()
    #expect(try scene.runs("rotate --due --yes").out.contains("nothing is due"))
    // No hour has passed yet, so it cannot be due; a span of an hour is the shortest.
    try scene.runs("policy pg --every 1h")
    #expect(try scene.runs("due pg").out.contains("ok"))
    #expect(try scene.runs("rotate --due --yes").out.contains("nothing is due"))
  }
}
