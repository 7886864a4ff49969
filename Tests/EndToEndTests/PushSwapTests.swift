import Foundation
import Sandboxing
import TestSupport
import Testing

/// A connection is replaced by a new one beside it, and nobody sees one that does not work.
@Suite(.waitsForProcesses) struct PushSwapTests {
  private let scene: PushScene

  init() throws {
    scene = try PushScene()
    try scene.addGood()
    try scene.runs("environment set eu prod main=sf")
    try scene.runs("push --all --yes")
    try scene.runs("set sf password=-", "newer-one")
  }

  private func changes() throws -> [String] {
    try scene.requests().filter { !$0.hasPrefix("GET") }
  }

  private func password(_ name: String) throws -> String? {
    try scene.sandbox.stored(name)?["credentials"]?["password"]?.text
  }

  @Test func `a swap makes, tests, leads environments over, and deletes, in that order`() throws {
    let before = try changes().count
    let plan = try scene.runs("plan sf --strategy swap")
    for step in [
      "+ connection   sf-v2", "~ environment  prod   main -> sf-v2", "- connection   sf ",
    ] {
      #expect(plan.out.contains(step), "\(step) is not in \(plan.out)")
    }
    try scene.runs("push sf --strategy swap --yes")
    #expect(
      try Array(changes().dropFirst(before)) == [
        "POST /api/v1/connections", "POST /api/v1/connections/sf-v2/test",
        "PUT /api/v1/environments/prod", "DELETE /api/v1/connections/sf",
      ])
    #expect(try password("sf") == nil)
    #expect(try password("sf-v2") == "newer-one")
    #expect(try scene.environments() == ["prod": ["main": "sf-v2"]])
    #expect(try Set(scene.rows("").map(\.state)) == ["in sync"])
    // Equal means no call, and binding again finds it under the name that it was given.
    let writes = try scene.sandbox.count("writes")
    try scene.runs("bind sf --to eu")
    try scene.runs("push --all --strategy swap --yes")
    #expect(try scene.sandbox.count("writes") == writes)
    // The next one is made from the name that it had.
    try scene.runs("set sf password=-", "third-one")
    try scene.runs("push sf --strategy swap --yes")
    #expect(try scene.environments() == ["prod": ["main": "sf-v3"]])
    try scene.runs("audit verify")
  }

  @Test func `what fails its test takes nobody's place, until it is set right`() throws {
    try scene.sandbox.fault(
      ["errorText": "password authentication failed"], path: "/api/v1/connections/*/test")
    #expect(try scene.coffer("push sf --strategy swap --yes").status != 0)
    #expect(try scene.environments() == ["prod": ["main": "sf"]])
    #expect(try password("sf") == "right-one")
    #expect(try scene.state("eu/sf-v2") == "failing")
    #expect(try scene.row().reason.contains("sf-v2 is to take its place"))
    try scene.forgive()
    // Whatever the next push is told, it goes on with what was begun.
    try scene.runs("push sf --yes")
    #expect(try scene.environments() == ["prod": ["main": "sf-v2"]])
    #expect(try password("sf") == nil)
  }

  @Test func `the old one stays while an environment may still lead to it`() throws {
    try scene.sandbox.fault(["status": 500], method: "GET", path: "/api/v1/environments/prod")
    #expect(try scene.coffer("push sf --strategy swap --yes").status != 0)
    #expect(try password("sf-v2") == "newer-one")
    #expect(try password("sf") == "right-one", "nobody could see where the environment leads")
    try scene.forgive()
    // Nor does it go by itself, though the vault has led the environment elsewhere by now.
    #expect(try scene.coffer("push eu/sf --yes").status != 0)
    #expect(try password("sf") == "right-one")
    #expect(try scene.environments() == ["prod": ["main": "sf"]])
    try scene.runs("push sf --yes")
    #expect(try scene.environments() == ["prod": ["main": "sf-v2"]])
    #expect(try password("sf") == nil)
  }

  @Test func `what failed its test is set right where it is, also by another swap`() throws {
    try scene.sandbox.fault(["errorText": "no"], path: "/api/v1/connections/*/test")
    try scene.coffer("push sf --strategy swap --yes")
    try scene.forgive()
    try scene.runs("set sf password=-", "third-one")
    try scene.runs("push sf --strategy swap --yes")
    #expect(try scene.environments() == ["prod": ["main": "sf-v2"]])
    #expect(try password("sf-v2") == "third-one")
    #expect(try password("sf") == nil)
  }

  @Test func `what somebody else came to use meanwhile stays`() throws {
    try scene.sandbox.fault(["errorText": "no"], path: "/api/v1/connections/*/test")
    try scene.coffer("push sf --strategy swap --yes")
    try scene.forgive()
    try scene.sandbox.control(
      "PUT", "environments/other", ["datasources": [["data_source": "x", "connection": "sf"]]])
    let held = try scene.coffer("push sf --yes")
    #expect(held.status == 13 && (held.out + held.err).contains("'other'"), "\(held.err)")
    #expect(try password("sf") == "right-one")
    #expect(try scene.environments()["prod"] == ["main": "sf"])
    try scene.sandbox.control("DELETE", "environments/other")
    try scene.runs("push sf --yes")
    #expect(try password("sf") == nil)
  }

  @Test func `a swap is given up by unbinding the new one`() throws {
    try scene.sandbox.fault(["errorText": "no"], path: "/api/v1/connections/*/test")
    try scene.coffer("push sf --strategy swap --yes")
    try scene.runs("unbind eu/sf-v2 --delete-remote --yes")
    try scene.forgive()
    try scene.runs("push --all --yes")
    #expect(try password("sf") == "newer-one")
    #expect(try scene.environments() == ["prod": ["main": "sf"]])
    #expect(try password("sf-v2") == nil)
  }

  @Test(arguments: ["theirs", "named", "nobody"])
  func `a swap is refused where somebody else uses the connection`(_ user: String) throws {
    switch user {
    case "theirs":
      try scene.sandbox.control(
        "PUT", "environments/other", ["datasources": [["data_source": "x", "connection": "sf"]]])
    case "named":
      try scene.runs("environment set eu prod main=sf sf=sf")
    default:
      try scene.runs("environment remove eu prod --delete-remote --yes")
    }
    let writes = try scene.sandbox.count("writes")
    let outcome = try scene.coffer("push sf --strategy swap --yes")
    #expect(outcome.status == 15, "\(outcome.status) \(outcome.err)")
    #expect(try scene.sandbox.count("writes") == writes)
    // Nothing was made here either.
    #expect(try scene.rows("").map(\.state).contains("new") == false)
    try scene.runs("push sf --strategy in-place --yes")
    #expect(try password("sf") == "newer-one")
  }

  @Test func `what cannot be done together is refused at once`() throws {
    let plan = scene.home.file("plan")
    try scene.runs("plan sf --out \(plan)")
    for line in [
      "push sf --strategy swap --no-test", "push --plan \(plan) --strategy swap",
      "push sf --strategy sideways",
    ] {
      #expect(try scene.coffer(line).status == 2, "\(line)")
    }
    // A plan says how it is done.
    try scene.runs("plan sf --strategy swap --out \(plan) --force")
    try scene.runs("push --plan \(plan)")
    #expect(try scene.environments() == ["prod": ["main": "sf-v2"]])
  }
}
