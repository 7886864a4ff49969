import Sandboxing
import TestSupport
import Testing

/// Every state of a connection, driven into by what really happens, and read with `status`.
@Suite(.waitsForProcesses) struct PushStateTests {
  private let scene: PushScene

  init() throws { scene = try PushScene() }

  @Test func `new, then in sync, and a second push writes nothing`() throws {
    try scene.addGood()
    #expect(try scene.state() == "new")
    #expect(try scene.sandbox.count("requests") == 0, "nothing is pushed by itself")
    try scene.runs("push sf")
    #expect(try scene.state() == "in sync")
    #expect(try scene.state(looking: true) == "in sync")
    #expect(try scene.sandbox.count("writes") == 1)
    let tests = try scene.sandbox.count("tests")
    #expect(tests == 1)
    try scene.runs("push --all --yes")
    #expect(try scene.sandbox.count("writes") == 1)
    #expect(try scene.sandbox.count("tests") == tests)
  }

  @Test func `what was accepted and not tested is never in sync`() throws {
    try scene.addGood()
    try scene.runs("push sf --no-test")
    #expect(try scene.state() == "untested")
    #expect(try scene.state(looking: true) == "untested")
    try scene.runs("test sf")
    #expect(try scene.state() == "in sync")
    // What was put back is accepted anew: an old test does not speak for it.
    try scene.putBehind("sf")
    try scene.runs("push sf --no-test")
    #expect(try scene.state() == "untested")
    // The next push tests it, and writes nothing.
    let writes = try scene.sandbox.count("writes")
    try scene.runs("push sf")
    #expect(try scene.state() == "in sync")
    #expect(try scene.sandbox.count("writes") == writes)
    // Nor does the old version's test speak for a new one whose test nobody answered.
    try scene.runs("set sf role=R")
    try scene.sandbox.fault(["dropBefore": true], path: "/api/v1/connections/*/test")
    #expect(try scene.coffer("push sf").status != 0)
    #expect(try scene.state() == "untested")
  }

  @Test(arguments: [
    "druid d url=http://127.0.0.1:9 user=ro password=-",
    "athena d accessKeyId=AK region=eu-west-1 secretAccessKey=-",
  ])
  func `a test that looks at nothing proves nothing`(_ profile: String) throws {
    try scene.runs("add \(profile)", "secret-word")
    try scene.runs("bind d --to eu")
    try scene.runs("push d")
    let row = try scene.row("eu/d")
    #expect(row.state == "untested")
    #expect(row.reason.contains("proves nothing"), "\(row)")
    let writes = try scene.sandbox.count("writes")
    try scene.runs("push d")
    #expect(try scene.sandbox.count("writes") == writes)
    #expect(try scene.state("eu/d") == "untested")
  }

  @Test func `a test that fails is failing with its cause, and no environment leads to it`() throws
  {
    try scene.addBad()
    try scene.runs("environment set eu prod main=ch")
    let outcome = try scene.coffer("push --all --yes")
    #expect(outcome.status == 11, "\(outcome.status) \(outcome.err)")
    let rows = try scene.rows("--workspace eu")
    let failing = rows.first { $0.kind == "connection" }
    #expect(failing?.state == "failing")
    #expect(failing?.reason.contains("9") == true, "\(rows)")
    #expect(rows.first { $0.kind == "environment" }?.state == "new")
    #expect(try scene.environments().isEmpty)
    #expect(try scene.coffer("test ch").status == 11)
    // A good one beside it makes it a part.
    try scene.addGood()
    #expect(try scene.coffer("push --all --yes").status == 13)
    #expect(try scene.state() == "in sync")
  }

  @Test func `behind by a new version, by an override, and by what an environment maps`() throws {
    try scene.addGood()
    try scene.addGood("two")
    try scene.runs("environment set eu prod main=sf")
    try scene.runs("push --all --yes")
    #expect(try scene.rows("--workspace eu").map(\.state) == ["in sync", "in sync", "in sync"])
    try scene.runs("set sf password=-", "another-one")
    let behind = try scene.row("eu/sf")
    #expect(behind.state == "behind")
    #expect(behind.reason == "version 2 is current, 1 was sent")
    try scene.runs("push sf")
    #expect(try scene.state() == "in sync")
    try scene.runs("bind sf --to eu --set database=other")
    #expect(try scene.row("eu/sf").state == "behind")
    #expect(try scene.row("eu/sf").reason.contains("overrides"))
    try scene.runs("push sf")
    #expect(try scene.sandbox.stored("sf")?["credentials"]?["database"]?.text == "other")
    #expect(try scene.state() == "in sync")
    try scene.runs("environment set eu prod main=two")
    #expect(try scene.state("eu/prod") == "behind")
    try scene.runs("push --all --yes")
    #expect(try scene.environments() == ["prod": ["main": "two"]])
    #expect(try scene.state("eu/prod") == "in sync")
    // A version that is the same contents is nothing to send.
    try scene.runs("label sf stage=prod")
    #expect(try scene.state() == "in sync")
  }

  @Test func `drifted names the fields, and the next push puts them back`() throws {
    try scene.addGood()
    try scene.runs("push sf")
    try scene.sandbox.control(
      "PUT", "connections/sf",
      [
        "type": "snowflake",
        "credentials": [
          "account": "elsewhere", "warehouse": "W", "database": "D", "username": "ro",
          "password": "x", "schema": "added",
        ],
      ])
    #expect(try scene.state() == "in sync", "nobody was asked yet")
    let row = try scene.row(looking: true)
    #expect(row.state == "drifted")
    #expect(row.drift == ["account", "schema"])
    #expect(row.reason.contains("account"))
    try scene.runs("push sf")
    #expect(try scene.account() == "sf.eu-central-1")
    #expect(try scene.state() == "in sync")
    #expect(try scene.sandbox.count("hiddenStored") == 0)
  }

  @Test func `an environment that maps something else has drifted`() throws {
    try scene.addGood()
    try scene.addGood("two")
    try scene.runs("environment set eu prod main=sf")
    try scene.runs("push --all --yes")
    try scene.sandbox.control(
      "PUT", "environments/prod",
      ["datasources": [["data_source": "main", "connection": "two"]]])
    let row = try scene.row("eu/prod", looking: true)
    #expect(row.state == "drifted")
    #expect(row.drift == ["datasources"])
    try scene.runs("push --all --yes")
    #expect(try scene.environments() == ["prod": ["main": "sf"]])
    #expect(try scene.state("eu/prod") == "in sync")
  }

  @Test func `missing where somebody deleted it, and made again`() throws {
    try scene.addGood()
    try scene.runs("push sf")
    try scene.deleteBehind("sf")
    #expect(try scene.state(looking: true) == "missing")
    try scene.runs("push sf")
    #expect(try scene.state() == "in sync")
    #expect(try scene.account() == "sf.eu-central-1")
  }

  @Test func `foreign where somebody else has the name`() throws {
    try scene.putBehind("sf")
    try scene.addGood()
    #expect(try scene.state() == "new")
    #expect(try scene.state(looking: true) == "foreign")
    let outcome = try scene.coffer("push sf")
    #expect([13, 15].contains(outcome.status), "\(outcome.status) \(outcome.err)")
    #expect(try scene.state() == "foreign")
    #expect(try scene.account() == "theirs")
    #expect(try scene.sandbox.count("writes") == 0)
  }

  @Test func `adopted until its secret is sent from here`() throws {
    try scene.putBehind("sf", account: "sf.eu-central-1")
    try scene.putBehind("other", account: "unknown-one")
    try scene.runs(
      "add snowflake sf account=sf.eu-central-1 warehouse=W database=D username=ro password=-",
      "right-one")
    let before = try scene.sandbox.count("writes")
    try scene.runs("adopt eu --yes")
    #expect(try scene.state() == "adopted")
    #expect(try scene.state(looking: true) == "adopted")
    // What no profile knew has one now, without a secret, and is never sent so.
    #expect(try scene.state("eu/other") == "adopted")
    #expect(try scene.coffer("push other").status != 0)
    #expect(try scene.sandbox.count("writes") == before)
    #expect(try scene.sandbox.stored("other")?["credentials"]?["password"]?.text == "theirs")
    try scene.runs("push sf")
    #expect(try scene.state() == "in sync")
    #expect(try scene.sandbox.stored("sf")?["credentials"]?["password"]?.text == "right-one")
    try scene.runs("set other password=-", "now-known")
    try scene.runs("push other")
    #expect(try scene.state("eu/other") == "in sync")
    #expect(try scene.sandbox.count("hiddenStored") == 0)
  }

  @Test func `unknown where nobody can be asked, until somebody can`() throws {
    try scene.addGood()
    try scene.runs("push sf")
    try scene.sandbox.fault(["dropBefore": true])
    let outcome = try scene.coffer("status --refresh")
    #expect(outcome.status == 12, "\(outcome.status) \(outcome.err)")
    #expect(try scene.state() == "unknown")
    #expect(try scene.coffer("push --all --yes").status != 0)
    #expect(try scene.state() == "unknown")
    try scene.forgive()
    // A push that finds nothing to do has looked as well.
    try scene.runs("push --all --yes")
    #expect(try scene.state() == "in sync")
    #expect(scene.sandbox.end() == 0)
    #expect(try scene.coffer("push sf").status != 0)
    let row = try scene.row(looking: true)
    #expect(row.state == "unknown")
    #expect(row.reason.contains("cannot be reached"), "\(row)")
  }

  @Test func `a key that is refused is no proof of anything`() throws {
    try scene.addGood()
    try scene.runs("push sf")
    try scene.runs("set eu apiKey=-", "another-key-that-nobody-knows")
    let outcome = try scene.coffer("status --refresh")
    #expect(outcome.status == 11, "\(outcome.status) \(outcome.err)")
    #expect(outcome.err.contains("region"), "the wrong region looks the same: \(outcome.err)")
    #expect(try scene.state() == "unknown")
  }

  @Test func `unknown where the answer to a change was lost, and nobody could look`() throws {
    try scene.addGood()
    try scene.sandbox.fault(
      ["dropAfter": true], method: "POST", path: "/api/v1/connections", times: 1)
    try scene.sandbox.fault(["status": 500], method: "GET", path: "/api/v1/connections/sf")
    let outcome = try scene.coffer("push sf")
    #expect(outcome.status == 12, "\(outcome.status) \(outcome.err)")
    let row = try scene.row()
    #expect(row.state == "unknown")
    #expect(row.reason.contains("not answered"), "\(row)")
    try scene.forgive()
    // Looking alone resolves it: it was made, and has not been tested.
    #expect(try scene.state(looking: true) == "untested")
    try scene.runs("push sf")
    #expect(try scene.state() == "in sync")
    #expect(try scene.sandbox.count("writes") == 1)
  }

  @Test func `a restored vault says nothing of what was sent since, until it is sent again`() throws
  {
    try scene.addGood()
    try scene.addGood("two")
    try scene.runs("environment set eu prod main=sf")
    try scene.runs("push --all --yes")
    try scene.runs("backup - > copy")
    try scene.runs("set sf password=-", "newer-one")
    try scene.deleteBehind("two")
    try scene.runs("push sf")
    try scene.runs("lock")
    try scene.runs("restore copy --yes --key-file key")
    try scene.home.openSession("--full")
    #expect(try scene.rows("").map(\.state) == ["unknown", "unknown", "unknown"])
    // An environment can be seen as a whole, a secret cannot.
    #expect(try scene.state("eu/prod", looking: true) == "in sync")
    #expect(try scene.state("eu/two", looking: true) == "missing")
    #expect(try scene.state(looking: true) == "unknown")
    try scene.runs("push sf")
    #expect(try scene.sandbox.stored("sf")?["credentials"]?["password"]?.text == "right-one")
    #expect(try scene.state() == "in sync")
  }
}
