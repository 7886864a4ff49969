import Foundation
import Sandboxing
import TestSupport
import Testing

/// Rotating keys of ClickHouse Cloud through the real programs, against the sandbox.
@Suite(.waitsForProcesses) struct RotatingKeyTests {
  private let scene: PushScene

  init() throws {
    scene = try PushScene(["--cloud-window", "1"])
    try add("ch", said("keyId"), said("keySecret"))
  }

  private func said(_ part: String) -> String { scene.sandbox.greeting["cloud"]?[part]?.text ?? "" }

  private func add(_ name: String, _ keyID: String, _ secret: String, _ more: String = "") throws {
    try scene.runs(
      "add clickhouse-cloud \(name) baseURL=\(scene.sandbox.url) keyId=\(keyID) --check \(more)"
        + " keySecret=-", secret)
  }

  /// The keys, as the service has them.
  private func keys() throws -> [JSONValue] {
    try scene.sandbox.control("GET", "cloud")?["keys"]?.elements ?? []
  }

  private func key(_ id: String) throws -> JSONValue? { try keys().first { $0["id"]?.text == id } }

  /// How the service answers a pair.
  private func answer(_ keyID: String, _ secret: String) throws -> Int {
    let pair = Data("\(keyID):\(secret)".utf8).base64EncodedString()
    return try LoopbackClient(port: scene.sandbox.client.port).ask(
      "GET", "/v1/organizations", headers: ["Authorization: Basic \(pair)"]
    ).status
  }

  private func row(_ name: String = "ch") throws -> [String: Any] {
    let outcome = try scene.coffer("rotation show \(name) --json")
    let object = try JSONSerialization.jsonObject(with: Data(outcome.output)) as? [String: Any]
    return (object?["rows"] as? [[String: Any]])?.first ?? [:]
  }

  private func field(_ name: String, of profile: String = "ch") throws -> String {
    try scene.runs("get \(profile) \(name)").line
  }

  private func sources(_ key: JSONValue?) -> [String?] {
    key?["ipAccessList"]?.elements?.map { $0["source"]?.text } ?? []
  }

  private func roles(_ key: JSONValue?) -> [String?] {
    key?["assignedRoles"]?.elements?.map { $0["roleId"]?.text } ?? []
  }

  @Test func `a key has its successor made like it, which disables and then deletes it`() throws {
    let old = try field("keyUuid")
    try scene.sandbox.control(
      "PATCH", "cloud/keys/\(old)",
      [
        "name": "prod", "expireAt": "2099-01-01T00:00:00Z",
        "ipAccessList": [
          ["source": "127.0.0.0/8", "description": "here"], ["source": "10.0.0.0/8"],
        ],
      ])
    let before = try key(old)
    let plan = try scene.runs("rotate ch --dry-run").out
    #expect(plan.contains("key") && plan.contains("same roles"), "\(plan)")
    let done = try scene.coffer("rotate ch --yes")
    #expect(done.status == 0, "\(done.out)\(done.err)")
    let new = try field("keyUuid")
    let left = try keys()
    #expect(left.count == 1 && new != old, "\(left)")
    let made = try #require(left.first)
    #expect(made["id"]?.text == new && made["state"] == "enabled")
    #expect(made["name"]?.text?.hasPrefix("prod (coffer ") == true, "\(made)")
    #expect(roles(made) == roles(before) && sources(made) == ["127.0.0.0/8", "10.0.0.0/8"])
    #expect(made["expireAt"]?.text.map { $0 >= "2099-01-01" } == true, "\(made)")
    let secret = try field("keySecret")
    #expect(try answer(field("keyId"), secret) == 200)
    #expect(try answer(said("keyId"), said("keySecret")) == 401)
    let told = done.out + done.err + (try scene.runs("audit log ch").out)
    #expect(!told.contains(secret) && !told.contains(said("keySecret")))
    #expect(told.contains("rotation.retired"), "\(told)")
    // The next one takes its name without the last rotation's.
    try scene.runs("rotate ch --yes")
    let name = try #require(try keys().first?["name"]?.text)
    #expect(name.hasPrefix("prod (coffer ") && name.split(separator: "(").count == 2, "\(name)")
    #expect(try scene.runs("check ch").out.contains("valid"))
  }

  @Test(arguments: ["dropAfter", "wrongJSON", "halfAnswer"])
  func `answers that get lost leave one key, and the vault has it`(fault: String) throws {
    for (method, path) in [("POST", "keys"), ("PATCH", "keys/*"), ("DELETE", "keys/*")] {
      try scene.sandbox.fault(
        .object([.init(fault, .bool(true))]), method: method,
        path: "/v1/organizations/*/\(path)", times: 1)
    }
    let done = try scene.coffer("rotate ch --yes")
    #expect(done.status == 0, "\(done.out)\(done.err)")
    let left = try keys()
    #expect(try left.count == 1 && left[0]["id"]?.text == field("keyUuid"), "\(left)")
    #expect(try answer(field("keyId"), field("keySecret")) == 200)
  }

  @Test func `answers that are always lost need a person, and giving up leaves nothing`() throws {
    try scene.sandbox.fault(
      ["dropAfter": true], method: "POST", path: "/v1/organizations/*/keys")
    let stuck = try scene.coffer("rotate ch --yes")
    #expect(stuck.status == 15 && stuck.err.contains("lost 3 times"), "\(stuck.err)")
    #expect(try row()["works"] as? String == "version 1")
    #expect(try keys().count == 2)
    try scene.forgive()
    let given = try scene.coffer("rotation abandon ch --yes")
    #expect(given.status == 0 && !given.err.contains("(coffer "), "\(given.err)")
    #expect(try keys().count == 1)
    #expect(try answer(said("keyId"), said("keySecret")) == 200)
    try scene.runs("rotate ch --yes")
  }

  @Test func `a service that does not answer is waited for, and nothing is made`() throws {
    try scene.sandbox.fault(
      ["dropBefore": true], method: "GET", path: "/v1/organizations/*/keys")
    let waiting = try scene.coffer("rotate ch --yes")
    #expect(waiting.status == 12, "\(waiting.out)\(waiting.err)")
    #expect(try row()["works"] as? String == "version 1")
    #expect(try keys().count == 1)
    try scene.forgive()
    try scene.runs("rotation resume ch")
  }

  @Test func `with grace it lives on, is disabled, and goes; whoever enables it is asked`() throws {
    let old = try field("keyUuid")
    let begun = try scene.coffer("rotate ch --grace 3s --yes")
    let told = begun.out + begun.err
    #expect(begun.status == 0 && told.contains("is retired after"), "\(told)")
    #expect(try key(old)?["state"] == "enabled")
    #expect(try answer(said("keyId"), said("keySecret")) == 200)
    Thread.sleep(forTimeInterval: 3)
    let disabled = try scene.coffer("rotation resume ch")
    #expect(disabled.status == 0, "\(disabled.out)\(disabled.err)")
    #expect(try key(old)?["state"] == "disabled")
    #expect(try row()["state"] as? String == "disabled")
    try scene.sandbox.control("PATCH", "cloud/keys/\(old)", ["state": "enabled"])
    Thread.sleep(forTimeInterval: 3)
    let asked = try scene.coffer("rotation resume ch")
    #expect(asked.status == 15 && asked.err.contains("enabled the old key again"), "\(asked.err)")
    #expect(try key(old)?["state"] == "enabled")
    try scene.runs("rotation resume ch")
    #expect(try key(old) == nil)
    #expect(try scene.coffer("rotation show ch").status == 3)
  }

  @Test func `a key that somebody changes meanwhile is not disabled without a word`() throws {
    let old = try field("keyUuid")
    try scene.runs("rotate ch --grace 1s --yes")
    let new = try field("keyUuid")
    try scene.sandbox.control(
      "PATCH", "cloud/keys/\(new)", ["ipAccessList": [["source": "127.0.0.1"]]])
    Thread.sleep(forTimeInterval: 1)
    let stopped = try scene.coffer("rotation resume ch")
    #expect(stopped.status == 15 && stopped.err.contains("other addresses"), "\(stopped.err)")
    #expect(try key(old)?["state"] == "enabled")
    try scene.runs("rotation resume ch")
    #expect(try key(old)?["state"] == "disabled")
  }

  @Test func `a key that may not make others has it done by one that may`() throws {
    let reader = "6f6a5c1e-8d5b-4b0e-9a51-000000000002"
    let made = try scene.sandbox.control(
      "POST", "cloud/keys",
      [
        "name": "weak", "assignedRoleIds": [.string(reader)],
        "ipAccessList": [["source": "0.0.0.0/0"]],
      ])?["result"]
    try add("weak", made?["keyId"]?.text ?? "", made?["keySecret"]?.text ?? "")
    let refused = try scene.coffer("rotate weak --yes")
    #expect(refused.status == 15 && refused.err.contains("may not do this"), "\(refused.err)")
    #expect(try row("weak")["works"] as? String == "version 1")
    try scene.runs("rotation abandon weak --yes")
    try scene.runs("set weak --via ch")
    let done = try scene.coffer("rotate weak --yes")
    #expect(done.status == 0, "\(done.out)\(done.err)")
    let new = try field("keyUuid", of: "weak")
    #expect(try roles(key(new)) == [reader])
    #expect(try keys().count == 2)
  }

  @Test func `profiles that hold the same key are rotated as one`() throws {
    try add("twin", said("keyId"), said("keySecret"))
    try scene.runs("rotate twin --yes")
    #expect(try field("keySecret") == field("keySecret", of: "twin"))
    #expect(try keys().count == 1)
    #expect(try scene.runs("check ch").out.contains("valid"))
  }

  @Test func `a UUID that is another key's is not believed`() throws {
    let made = try scene.sandbox.control(
      "POST", "cloud/keys", ["name": "other", "ipAccessList": [["source": "0.0.0.0/0"]]])
    let other = made?["result"]?["key"]?["id"]?.text ?? ""
    try scene.runs("set ch keyUuid=\(other)")
    let stopped = try scene.coffer("rotate ch --yes")
    #expect(stopped.status == 15 && stopped.err.contains("another than that"), "\(stopped.err)")
    #expect(try keys().count == 2)
    #expect(try keys().allSatisfy { $0["state"] == "enabled" })
  }
}
