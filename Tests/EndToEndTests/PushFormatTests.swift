import Foundation
import Sandboxing
import TestSupport
import Testing

/// What a push leaves in the vault's file is as the Manual says: who wrote a reader by it finds it.
@Suite(.waitsForProcesses, .enabled(if: Capability.canReadAlone, "python3 is missing"))
struct PushFormatTests {
  private let scene: PushScene

  init() throws { scene = try PushScene() }

  @Test func `an independent reader finds what was pushed`() throws {
    try scene.addGood()
    try scene.runs("bind sf --to eu --as other --set database=E")
    try scene.addBad()
    try scene.runs("environment set eu prod main=sf")
    try scene.runs("environment template eu '{tenant}' main='{tenant}-sf'")
    #expect(try scene.coffer("push --all --yes").status == 13)
    try scene.putBehind("other", account: "theirs")
    try scene.runs("status --refresh")
    let remotes = try #require(try read().remotes)
    #expect(remotes.keys.sorted() == ["ch", "other", "prod", "sf", "{tenant}"])

    let good = try #require(remotes["sf"])
    #expect(good["kind"] as? String == "connection")
    #expect(good["workspace"] as? String == "eu")
    #expect(good["profile"] as? String == "sf")
    #expect(good["owner"] as? String == "made")
    #expect(part("accepted", of: good)["version"] as? Int == 1)
    #expect(part("test", of: good)["verdict"] as? String == "passed")
    #expect(part("test", of: good)["isOfAccepted"] as? Bool == true)
    #expect(part("seen", of: good)["finding"] as? String == "same")
    #expect(part("begun", of: good).isEmpty)

    let bad = try #require(remotes["ch"])
    #expect(part("test", of: bad)["verdict"] as? String == "failed")
    let cause = part("test", of: bad)["cause"] as? String ?? ""
    #expect(cause.contains("ECONNREFUSED"), "\(cause)")

    let other = try #require(remotes["other"])
    #expect(other["overrides"] as? [String: String] == ["database": "E"])
    #expect(part("seen", of: other)["finding"] as? String == "changed")
    #expect(part("seen", of: other)["fields"] as? [String] == ["account", "database"])
    #expect(
      part("accepted", of: other)["fingerprint"] as? String
        != part("accepted", of: good)["fingerprint"] as? String)

    let environment = try #require(remotes["prod"])
    #expect(environment["sources"] as? [String: String] == ["main": "sf"])
    #expect(environment["isAsAccepted"] as? Bool == true, "it computes the same fingerprint")
    #expect(remotes["{tenant}"]?["kind"] as? String == "template")
  }

  @Test func `an independent reader finds what was begun, and does as the key is renewed`() throws {
    try scene.addGood()
    try scene.sandbox.fault(
      ["dropAfter": true], method: "POST", path: "/api/v1/connections", times: 1)
    try scene.sandbox.fault(["status": 500], method: "GET", path: "/api/v1/connections/sf")
    #expect(try scene.coffer("push sf").status == 12)
    var begun = part("begun", of: try #require(try read().remotes?["sf"]))
    #expect(begun["action"] as? String == "create")
    let fingerprint = try #require(begun["fingerprint"] as? String)
    #expect(fingerprint.count == 64)
    try scene.runs("key rotate --yes")
    begun = part("begun", of: try #require(try read().remotes?["sf"]))
    #expect(begun["fingerprint"] as? String == fingerprint, "it outlives the vault key")
    try scene.forgive()
    try scene.runs("push sf")
    #expect(part("begun", of: try #require(try read().remotes?["sf"])).isEmpty)
    try scene.runs("unbind sf --delete-remote --yes")
    #expect(try read().remotes?.isEmpty == true)
  }

  @Test(arguments: [
    "DELETE FROM remote WHERE profile IS NOT NULL",
    "UPDATE remote SET profile = workspace WHERE profile IS NOT NULL",
    "UPDATE remote SET workspace = (SELECT max(profile) FROM remote)",
    "UPDATE remote SET sealed = (SELECT r.sealed FROM remote r WHERE r.id <> remote.id)",
  ])
  func `both see what was done to a remote object`(_ sql: String) throws {
    try scene.addGood()
    try scene.runs("environment set eu prod main=sf")
    try scene.runs("push --all --yes")
    try scene.runs("lock")
    try scene.home.write("edit.py", Array(Self.editor.utf8))
    try scene.home.succeeds(
      scene.home.sh("/usr/bin/python3 -B edit.py '\(vault)' \"\(sql)\""))
    #expect(try read().status == 9)
    #expect(try scene.home.sh("coffer status --key-file key").status == 9)
  }

  private static let editor = """
    import sqlite3, sys
    base = sqlite3.connect(sys.argv[1])
    if not base.execute(sys.argv[2]).rowcount: sys.exit("nothing was changed")
    base.commit()
    """

  private var vault: String { scene.home.path + "/.local/share/coffer/vault.coffer" }

  /// What the reader prints: its status, and the remote objects by name.
  private func read() throws -> (status: Int?, remotes: [String: [String: Any]]?) {
    let reader = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Vectors/reader.py").path
    let outcome = try scene.home.sh("/usr/bin/python3 -B '\(reader)' --vault '\(vault)' key")
    let answer = try JSONSerialization.jsonObject(with: Data(outcome.output)) as? [String: Any]
    let found = answer?["found"] as? [String: Any]
    let remotes = found?["remotes"] as? [[String: Any]]
    return (
      answer?["status"] as? Int,
      remotes?.reduce(into: [:]) { $0[$1["name"] as? String ?? ""] = $1 }
    )
  }

  private func part(_ name: String, of remote: [String: Any]) -> [String: Any] {
    remote[name] as? [String: Any] ?? [:]
  }
}
