import Foundation
import Sandboxing
import TestSupport
import Testing

/// What is not ours survives every command, and nobody is told what they should not be.
@Suite(.waitsForProcesses) struct PushHarmTests {
  private let scene: PushScene

  init() throws { scene = try PushScene(["--key", "one", "--key", "two"]) }

  @Test func `foreign connections and environments survive every command`() throws {
    try scene.putBehind("sf")
    try scene.putBehind("other")
    try scene.sandbox.control(
      "PUT", "environments/prod",
      ["datasources": [["data_source": "main", "connection": "other"]]])
    try scene.addGood()
    try scene.addGood("two")
    try scene.runs("environment set eu prod main=two")
    let before = try scene.sandbox.control("GET", "connections")?["workspaces"]
    for line in [
      "push sf --yes", "test sf", "adopt eu --dry-run",
      "status --refresh", "unbind eu/sf --delete-remote --yes", "bind sf --to eu",
      "push eu/prod --yes", "environment remove eu prod --delete-remote --yes",
      "environment set eu prod main=two", "push eu/prod --yes", "bind sf --to eu --replace",
      "push sf --yes", "remove sf --everywhere --yes",
    ] { try scene.coffer(line) }
    #expect(try scene.sandbox.control("GET", "connections")?["workspaces"] == before)
    #expect(try scene.sandbox.count("writes") == 0)
    #expect(try scene.sandbox.count("tests") == 0, "nor are they tested")
    // What is ours is removed in its turn, and theirs is still there.
    try scene.runs("environment remove eu prod")
    try scene.runs("environment set eu ours main=two")
    try scene.runs("push two --yes")
    #expect(try scene.environments()["ours"] == ["main": "two"])
    try scene.runs("remove two --everywhere --yes")
    #expect(try scene.sandbox.control("GET", "connections")?["workspaces"] == before)
    let deletions = try scene.requests().filter { $0.hasPrefix("DELETE") }
    #expect(
      deletions == ["DELETE /api/v1/environments/ours", "DELETE /api/v1/connections/two"])
  }

  @Test func `what was deleted over there and made by somebody else is theirs`() throws {
    try scene.addGood()
    try scene.runs("push sf")
    try scene.deleteBehind("sf")
    #expect(try scene.state(looking: true) == "missing")
    try scene.putBehind("sf")
    #expect(try scene.state(looking: true) == "foreign")
    #expect(try scene.coffer("push sf").status == 15)
    try scene.coffer("unbind sf --delete-remote --yes")
    #expect(try scene.account() == "theirs")
    // As it was, it is the same one: it was only hidden for a while.
    try scene.addGood("two")
    try scene.runs("push two")
    try scene.deleteBehind("two")
    #expect(try scene.state("eu/two", looking: true) == "missing")
    try scene.putBehind("two", account: "two.eu-central-1", password: "right-one")
    #expect(try scene.state("eu/two", looking: true) == "in sync")
  }

  @Test func `what a list leaves out is asked for by name before it is forgotten`() throws {
    try scene.addGood()
    try scene.runs("push sf")
    try scene.sandbox.fault(
      ["status": 200, "body": #"{"connections":[]}"#], method: "GET", path: "/api/v1/connections")
    try scene.runs("unbind sf --delete-remote --yes")
    #expect(try scene.sandbox.stored("sf") == nil)
    #expect(try scene.rows("").isEmpty)
  }

  @Test func `a key of another workspace in the same region is asked about`() throws {
    for name in ["a", "b"] { try scene.addGood(name) }
    try scene.runs("push --all --yes")
    try scene.runs("set eu apiKey=-", "two")
    let writes = try scene.sandbox.count("writes")
    for line in ["plan", "push --all --yes", "push a --yes"] {
      let outcome = try scene.coffer(line)
      let said = outcome.out + outcome.err
      #expect(said.contains("none of the 2 connections that are ours is there"), "\(line): \(said)")
    }
    #expect(try scene.coffer("push --all --yes").status == 11)
    #expect(try scene.sandbox.count("writes") == writes)
    // Whoever looks and sees that they are gone may have them made there.
    #expect(try scene.state("eu/a", looking: true) == "missing")
    try scene.runs("push --all --yes")
    #expect(try scene.state("eu/a") == "in sync")
  }

  @Test func `a missing one that somebody makes meanwhile is not in sync`() throws {
    try scene.addGood()
    try scene.runs("push sf")
    try scene.deleteBehind("sf")
    try scene.sandbox.fault(
      ["status": 409, "body": "{}"], method: "POST", path: "/api/v1/connections")
    #expect(try scene.coffer("push sf").status == 15)
    #expect(try scene.state() == "foreign")
    try scene.forgive()
    try scene.runs("push sf")
    #expect(try scene.state() == "in sync")
  }

  @Test func `after a lost create somebody else's of that name is left alone`() throws {
    try scene.addGood()
    try scene.sandbox.fault(
      ["dropBefore": true], method: "POST", path: "/api/v1/connections", times: 1)
    try scene.sandbox.fault(["status": 500], method: "GET", path: "/api/v1/connections", skip: 2)
    // It is looked for by its own name.
    try scene.sandbox.fault(["status": 500], method: "GET", path: "/api/v1/connections/sf")
    #expect(try scene.coffer("push sf").status == 12)
    #expect(try scene.state() == "unknown")
    try scene.forgive()
    try scene.putBehind("sf")
    #expect(try scene.state(looking: true) == "unknown")
    let outcome = try scene.coffer("push sf")
    #expect(outcome.status == 15, "\(outcome.status) \(outcome.err)")
    #expect((outcome.out + outcome.err).contains("somebody else"), "\(outcome.err)")
    #expect(try scene.account() == "theirs")
    // Nor is it deleted as if it were ours.
    let unbound = try scene.coffer("unbind sf --delete-remote --yes")
    #expect(unbound.status == 15, "\(unbound.status) \(unbound.err)")
    #expect(try scene.account() == "theirs")
    // Without it the same push makes ours.
    try scene.deleteBehind("sf")
    try scene.runs("bind sf --to eu")
    try scene.runs("push sf")
    #expect(try scene.state() == "in sync")
  }

  @Test func `a saved plan is refused where what it touches moved, and only then`() throws {
    try scene.addGood()
    try scene.addGood("two")
    let plan = scene.home.file("plan")
    try scene.runs("plan sf --out \(plan)")
    try scene.runs("set two role=R")
    try scene.putBehind("third")
    try scene.runs("push --plan \(plan)")
    #expect(try scene.state() == "in sync")
    #expect(try scene.state("eu/two") == "new", "a plan does what it says and no more")
    // What it said is done.
    #expect(try scene.coffer("push --plan \(plan)").status == 4)
    for move in ["set sf role=R1", "bind sf --to eu --set database=E"] {
      try scene.runs("set sf role=R0")
      try scene.runs("plan sf --out \(plan) --force")
      try scene.runs(move)
      let writes = try scene.sandbox.count("writes")
      let outcome = try scene.coffer("push --plan \(plan)")
      #expect(outcome.status == 4, "\(move): \(outcome.status) \(outcome.err)")
      #expect(try scene.sandbox.count("writes") == writes)
    }
    try scene.runs("plan sf --out \(plan) --force")
    try scene.putBehind("sf")
    #expect(try scene.coffer("push --plan \(plan)").status == 4, "it was changed over there")
    #expect(try scene.account() == "theirs")
    try scene.runs("plan sf --out \(plan) --force")
    try scene.runs("unbind sf")
    #expect(try scene.coffer("push --plan \(plan)").status == 4)
    // Nobody can make one up, nor change one.
    var bytes = try scene.home.read("plan")
    bytes[bytes.count / 2] ^= 1
    try scene.home.write("plan", bytes)
    #expect(try scene.coffer("push --plan \(plan)").status != 0)
    #expect(try scene.account() == "theirs")
  }

  @Test(arguments: [true, false])
  func `two pushes at once do each thing once`(_ inOneSession: Bool) throws {
    for name in ["a", "b", "c", "d", "e", "f"] { try scene.addGood(name) }
    try scene.runs("environment set eu prod main=a other=b")
    try scene.sandbox.control("PUT", "latency", 20)
    if !inOneSession { try scene.runs("lock") }
    let line = """
      for i in 1 2 3; do { coffer push --all --yes > out.$i 2> err.$i; echo "status $?"; } & done; wait
      """
    let outcome = try scene.home.sh(
      line, with: inOneSession ? [:] : scene.home.keyed, within: .seconds(180))
    let said = try (1...3).map { String(decoding: try scene.home.read("err.\($0)"), as: UTF8.self) }
    #expect(
      outcome.out.split(separator: "\n") == ["status 0", "status 0", "status 0"], "\(said)")
    let calls = try scene.requests().filter { !$0.hasPrefix("GET") }
    #expect(calls.count == 13 && Set(calls).count == 8, "\(calls)")
    #expect(try scene.sandbox.count("writes") == 7)
    #expect(try scene.sandbox.count("tests") == 6)
    let verified = try scene.home.coffer("audit", "verify", with: scene.home.keyed)
    #expect(verified.status == 0)
  }

  @Test func `a workspace never sees a profile without the labels that it accepts`() throws {
    let url = scene.sandbox.url
    try scene.runs(
      "add embeddable us baseURL=\(url) apiKey=- accepts=stage=prod", "two")
    try scene.addGood("sf", "-l stage=prod")
    try scene.addGood("dev", "-l stage=dev")
    #expect(try scene.coffer("bind dev --to us").status != 0)
    try scene.runs("bind sf --to us")
    try scene.runs("environment set us prod main=sf")
    try scene.runs("label sf stage=dev")
    let outcome = try scene.coffer("push --workspace us --yes")
    #expect(outcome.status != 0)
    #expect((outcome.out + outcome.err).contains("accepts only"), "\(outcome.out)")
    #expect(try scene.sandbox.count("writes") == 0)
    #expect(try scene.state("us/sf") == "new")
    // Sent once, and no more when its label is another one or the workspace accepts others.
    try scene.runs("label sf stage=prod")
    try scene.runs("push --workspace us --yes")
    #expect(try scene.state("us/sf") == "in sync")
    let writes = try scene.sandbox.count("writes")
    try scene.runs("label sf stage=dev")
    try scene.runs("set sf password=-", "newer")
    #expect(try scene.coffer("push sf --yes").status != 0)
    #expect(
      try scene.sandbox.stored("sf", workspace: 1)?["credentials"]?["password"]?.text == "right-one"
    )
    #expect(
      try scene.sandbox.stored("sf", workspace: 0)?["credentials"]?["password"]?.text == "newer")
    #expect(try scene.sandbox.count("writes") == writes + 1)
    #expect(try scene.state("us/sf") == "behind")
    // It may be taken away from there all the same.
    try scene.runs("environment remove us prod --delete-remote --yes")
    try scene.runs("unbind us/sf --delete-remote --yes")
    #expect(try scene.sandbox.stored("sf", workspace: 1) == nil)
    #expect(try scene.sandbox.count("hiddenStored") == 0)
  }

  @Test func `a profile is not removed while it is in a workspace, and everywhere removes it all`()
    throws
  {
    try scene.addGood()
    try scene.addGood("two")
    try scene.runs("environment set eu prod main=sf")
    try scene.runs("environment set eu stage main=two")
    try scene.runs("push --all --yes")
    #expect(try scene.coffer("remove sf --yes").status != 0)
    try scene.sandbox.fault(
      ["status": 500], method: "DELETE", path: "/api/v1/connections/sf", times: 1)
    #expect(try scene.coffer("remove sf --everywhere --yes").status != 0)
    #expect(try scene.sandbox.stored("sf") != nil)
    #expect(try scene.coffer("show sf").status == 0, "what could not be deleted keeps its profile")
    try scene.runs("remove sf --everywhere --yes")
    #expect(try scene.sandbox.stored("sf") == nil)
    #expect(try scene.environments() == ["stage": ["main": "two"]])
    #expect(try scene.coffer("show sf").status == 3)
    #expect(try scene.state("eu/two") == "in sync")
  }

  @Test func `nothing more is sent once the vault is locked`() throws {
    let names = (0..<12).map { "p\($0)" }
    for name in names { try scene.addGood(name) }
    try scene.sandbox.control("PUT", "latency", 60)
    let push = try scene.home.start("coffer push --all --yes --jobs 1")
    let end = ContinuousClock.now + .seconds(120)
    while try scene.sandbox.count("writes") < 2, ContinuousClock.now < end { usleep(5_000) }
    try scene.runs("lock")
    let writes = try scene.sandbox.count("writes")
    #expect(try push.finish(within: .seconds(120)).status != 0)
    #expect(scene.home.agentsLeft().isEmpty)
    #expect(try scene.sandbox.count("writes") <= writes + 1, "what was under way")
    try scene.home.openSession("--full")
    try scene.sandbox.control("PUT", "latency", 0)
    try scene.runs("push --all --yes")
    #expect(Set(try scene.rows("").map(\.state)) == ["in sync"])
    let calls = try scene.requests().filter { $0.hasPrefix("POST") && !$0.hasSuffix("/test") }
    #expect(calls.count == names.count, "each is made once: \(calls)")
  }
}
