import Foundation
import Sandboxing
import TestSupport
import Testing

/// What nobody knows of Embeddable's answers may be one way or the other: all comes out the same.
@Suite(.waitsForProcesses) struct PushDialectTests {
  private static let dialects = [
    [],
    [
      "--masking", "password", "--answers", "legacy", "--delete-answer", "json", "--duplicate",
      "400", "--auth-refusal", "403", "--failed-test", "500", "--missing", "400",
      "--deleted-in-use", "allow", "--missing-connection", "allow", "--name-in-put", "ignore",
    ],
  ]

  @Test(arguments: dialects)
  func `the whole life of connections and environments`(_ options: [String]) throws {
    let scene = try PushScene(options)
    try scene.addGood()
    try scene.addGood("two")
    try scene.addBad()
    try scene.runs("environment set eu prod main=sf other=two")
    #expect(try scene.coffer("push --all --yes").status == 13)
    #expect(try scene.state() == "in sync")
    #expect(try scene.state("eu/prod") == "in sync")
    #expect(try scene.row("eu/ch").reason.contains("ECONNREFUSED"))
    try scene.runs("set sf password=-", "newer")
    try scene.runs("push sf --yes")
    #expect(try scene.sandbox.stored("sf")?["credentials"]?["password"]?.text == "newer")
    #expect(try scene.state(looking: true) == "in sync")
    try scene.putBehind("sf")
    #expect(try scene.row(looking: true).drift == ["account"])
    try scene.runs("push sf --yes")
    try scene.deleteBehind("sf")
    #expect(try scene.state(looking: true) == "missing")
    try scene.runs("push sf --yes")
    try scene.putBehind("theirs")
    try scene.addGood("theirs")
    #expect(try scene.coffer("push theirs --yes").status == 15)
    // One that appears between the look and the call.
    try scene.addGood("late")
    try scene.sandbox.fault(
      ["status": 200, "body": #"{"connections":["sf"]}"#], method: "GET",
      path: "/api/v1/connections")
    try scene.putBehind("late")
    let late = try scene.coffer("push late --yes")
    // How often it looks is its own affair.
    try scene.forgive()
    #expect(late.status == 15, "\(late.out)\(late.err)")
    #expect(try scene.state("eu/late") == "foreign")
    #expect(try scene.account("late") == "theirs")
    try scene.runs("unbind late")
    try scene.runs("unbind theirs")
    // One that is gone already is let go of, in whatever words they say that it is not there.
    try scene.addGood("lost")
    try scene.runs("push lost --yes")
    try scene.deleteBehind("lost")
    try scene.runs("unbind lost --delete-remote --yes")
    let refused = try scene.coffer("unbind eu/sf --delete-remote --yes")
    #expect(refused.status != 0, "an environment uses it")
    try scene.runs("remove sf two ch --everywhere --yes")
    #expect(try scene.environments().isEmpty)
    #expect(try scene.sandbox.stored("sf") == nil)
    #expect(try scene.account("theirs") == "theirs")
    #expect(try scene.sandbox.count("hiddenStored") == 0)
    try scene.runs("set eu apiKey=-", "another")
    try scene.addGood("last")
    #expect(try scene.coffer("push last").status == 11)
  }

  @Test func `names and fields that others chose are cleaned before they are shown`() throws {
    let scene = try PushScene()
    let names = [
      "%1B%5B2Jx", "%E2%80%AEevil", "with%20space", "q%3Fa%23b", "%C3%BCml", "-rf", "new%0Aline",
      String(repeating: "l", count: 300), "a.b", "tab%09",
    ]
    for name in names { try scene.putBehind(name) }
    try scene.sandbox.control(
      "PUT", "environments/e%1B%5B2J",
      ["datasources": [["data_source": "m\u{1B}[31m", "connection": "a.b"]]])
    let before = try scene.sandbox.control("GET", "connections")
    for line in [
      "adopt eu --dry-run", "adopt eu --dry-run --json", "adopt eu --yes", "status --all",
      "status --all --json --refresh", "list", "environment list eu", "plan", "audit log",
      "unbind --workspace eu --yes", "adopt eu --yes --json", "audit verify", "show --all",
    ] {
      let outcome = try scene.coffer(line)
      for scalar in (outcome.out + outcome.err).unicodeScalars where scalar != "\n" {
        guard scalar.value < 0x20 || 0x7F...0x9F ~= scalar.value || scalar == "\u{202E}" else {
          continue
        }
        Issue.record("\(line): U+\(String(scalar.value, radix: 16))")
        break
      }
      #expect(
        [0, 11, 13, 15].contains(outcome.status), "\(line): \(outcome.status) \(outcome.err)")
    }
    #expect(try scene.sandbox.control("GET", "connections") == before)
    #expect(try scene.sandbox.count("writes") == 0)
  }

  @Test func `one workspace out of reach does not keep the others from theirs`() throws {
    let scene = try PushScene()
    try scene.addGood()
    try scene.runs("add embeddable gone baseURL=http://127.0.0.1:9 apiKey=-", "key-word")
    try scene.runs("bind sf --to gone")
    let outcome = try scene.coffer("push sf --yes")
    #expect(outcome.status == 13, "\(outcome.status) \(outcome.out)\(outcome.err)")
    #expect(outcome.err.contains("gone/sf") || outcome.out.contains("gone/sf"))
    #expect(try scene.state("eu/sf") == "in sync")
    #expect(try scene.coffer("status --refresh").status == 12)
    #expect(try scene.state("gone/sf") == "unknown")
    #expect(try scene.state("eu/sf") == "in sync")
    // Nothing was ever sent there, so that it can be let go of without it.
    try scene.runs("unbind gone/sf --delete-remote --yes")
    try scene.runs("push --all --yes")
  }

  @Test func `what cannot be sent does not keep the rest from being sent`() throws {
    let scene = try PushScene()
    try scene.addGood()
    try scene.putBehind("half", account: "half.example")
    try scene.runs("adopt eu --yes")
    try scene.runs("environment set eu prod main=sf")
    let outcome = try scene.coffer("push --all --yes")
    #expect(outcome.status == 13, "\(outcome.status) \(outcome.out)\(outcome.err)")
    #expect((outcome.out + outcome.err).contains("lacks"), "\(outcome.out)")
    #expect(try scene.state() == "in sync")
    #expect(try scene.environments() == ["prod": ["main": "sf"]])
    #expect(try scene.sandbox.stored("half")?["credentials"]?["password"]?.text == "theirs")
  }
}
