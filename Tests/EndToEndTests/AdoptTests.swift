import Foundation
import Sandboxing
import TestSupport
import Testing

/// Taking over what others made.
@Suite struct AdoptTests {
  private let scene: PushScene

  init() throws { scene = try PushScene() }

  /// What `adopt` said of each object.
  private func adopt(_ options: String = "--yes") throws -> [String: [String: String]] {
    let outcome = try scene.runs("adopt eu --json \(options)")
    let object = try JSONSerialization.jsonObject(with: Data(outcome.output)) as? [String: Any]
    var found: [String: [String: String]] = [:]
    for row in object?["rows"] as? [[String: Any]] ?? [] {
      found[row["name"] as? String ?? ""] = row.compactMapValues { $0 as? String }
    }
    return found
  }

  @Test func `a name that we bound becomes that of the profile it was bound to`() throws {
    try scene.putBehind("sf", account: "b.eu-central-1", password: "theirs")
    let rest = "warehouse=W database=D username=ro password=-"
    try scene.runs("add snowflake a account=a.eu-central-1 \(rest)", "right-one")
    try scene.runs("add snowflake b account=b.eu-central-1 \(rest)", "right-two")
    try scene.runs("bind a --to eu --as sf")
    let row = try #require(try adopt()["sf"])
    #expect(row["outcome"] == "adopted")
    #expect(row["profile"] == "a")
    #expect(row["reason"] == "the next push changes account")
    try scene.runs("push eu/sf --yes")
    #expect(try scene.account() == "a.eu-central-1")
    #expect(try adopt()["sf"]?["outcome"] == "ours")
  }

  @Test func `what cannot be named here is left alone`() throws {
    for name in ["with%20space", "a%2Fb", String(repeating: "l", count: 300), "good"] {
      try scene.putBehind(name)
    }
    for (name, source) in [("e1", "with space"), ("e2", "main")] {
      try scene.sandbox.control(
        "PUT", "environments/\(name)",
        ["datasources": [["data_source": .string(source), "connection": "good"]]])
    }
    let rows = try adopt()
    #expect(rows.values.count { $0["outcome"] == "left" } == 4, "\(rows)")
    #expect(rows["good"]?["outcome"] == "made")
    #expect(rows["e2"]?["outcome"] == "adopted")
    #expect(rows["e1"]?["reason"] == "its data sources cannot be named here")
    #expect(try scene.rows("eu/good").count == 1)
    #expect(try scene.coffer("list").out.contains("with") == false)
  }

  @Test func `what a workspace does not accept is not taken over, and what it has is labelled so`()
    throws
  {
    let rest = "warehouse=W database=D username=ro password=-"
    try scene.runs("add snowflake a account=a.eu-central-1 \(rest)", "right-one")
    try scene.runs("set eu accepts=region=eu")
    for name in ["a", "b"] { try scene.putBehind(name, account: "\(name).eu-central-1") }
    let rows = try adopt()
    #expect(rows["a"]?["outcome"] == "left")
    #expect(rows["a"]?["reason"]?.contains("accepts only region=eu") == true)
    #expect(rows["b"]?["outcome"] == "made")
    #expect(try scene.coffer("show b").out.contains("region=eu"))
    try scene.runs("label a region=eu")
    #expect(try adopt()["a"]?["outcome"] == "adopted")
  }

  @Test func `a list without end is refused`() throws {
    let names = (0...10_000).map { JSONValue.string("c\($0)") }
    try scene.sandbox.fault(
      ["status": 200, "body": ["connections": .array(names)]], path: "/api/v1/connections")
    let outcome = try scene.coffer("adopt eu --yes")
    #expect(outcome.status == 11, "\(outcome.err)")
    #expect(outcome.err.contains("10000"), "\(outcome.err)")
    #expect(try scene.coffer("list").out.contains("c1") == false)
  }
}
