import Foundation
import Sandboxing
import TestSupport

/// A home whose vault knows the workspace `eu` of a sandbox of its own, with a session open.
final class PushScene: Sendable {
  let home: Home
  let sandbox: SandboxProgram

  /// How an object stands, as `status` says.
  struct Row {
    var kind = ""
    var state = ""
    var reason = ""
    var hint = ""
    var drift: [String] = []
    var isLeaving = false
  }

  /// `options` are the sandbox's; `words` say more about the workspace.
  init(_ options: [String] = [], workspace words: String = "") throws {
    home = try Home()
    sandbox = try SandboxProgram(options)
    try home.makeVault()
    try home.openSession("--full")
    try runs("add embeddable eu baseURL=\(sandbox.url) apiKey=- \(words)", sandbox.key)
  }

  /// Runs a command; what it asks of the workspace may take its time.
  @discardableResult
  func coffer(_ line: String, _ input: String = "") throws -> Outcome {
    try home.sh("coffer " + line, input: .text(input), within: .seconds(180))
  }

  /// Runs a command that must succeed.
  @discardableResult
  func runs(_ line: String, _ input: String = "") throws -> Outcome {
    try home.succeeds(coffer(line, input))
  }

  /// Adds and binds a profile whose test always passes.
  func addGood(
    _ name: String = "sf", _ more: String = "", password: String = "right-one"
  ) throws {
    try runs(
      "add snowflake \(name) account=\(name).eu-central-1 warehouse=W database=D username=ro"
        + " password=- \(more)", password)
    try runs("bind \(name) --to eu")
  }

  /// Adds and binds a profile whose test fails: nobody listens at its port.
  func addBad(_ name: String = "ch", password: String = "wrong-one") throws {
    try runs(
      "add clickhouse \(name) host=127.0.0.1 port=9 protocol=http: username=ro password=-"
        + " database=d", password)
    try runs("bind \(name) --to eu")
  }

  /// How everything of a name stands; `looking` asks the workspace first.
  func rows(_ path: String, looking: Bool = false) throws -> [Row] {
    let outcome = try coffer("status \(path) --all --json\(looking ? " --refresh" : "")")
    let object = try JSONSerialization.jsonObject(with: Data(outcome.output)) as? [String: Any]
    return (object?["rows"] as? [[String: Any]] ?? []).map { row in
      Row(
        kind: row["kind"] as? String ?? "", state: row["state"] as? String ?? "",
        reason: row["reason"] as? String ?? "", hint: row["hint"] as? String ?? "",
        drift: row["drift"] as? [String] ?? [], isLeaving: row["leaving"] as? Bool ?? false)
    }
  }

  func row(_ path: String = "eu/sf", looking: Bool = false) throws -> Row {
    let rows = try rows(path, looking: looking)
    guard let row = rows.first, rows.count == 1 else {
      throw Trouble("\(path) has \(rows.count) rows")
    }
    return row
  }

  func state(_ path: String = "eu/sf", looking: Bool = false) throws -> String {
    try row(path, looking: looking).state
  }

  /// Puts a connection there as somebody else would.
  func putBehind(_ name: String, account: String = "theirs", password: String = "theirs") throws {
    try sandbox.control(
      "PUT", "connections/\(name)",
      [
        "type": "snowflake",
        "credentials": [
          "account": .string(account), "warehouse": "W", "database": "D", "username": "ro",
          "password": .string(password),
        ],
      ])
  }

  func deleteBehind(_ name: String) throws {
    try sandbox.control("DELETE", "connections/\(name)")
  }

  /// What `status` shows of an account that is there.
  func account(_ name: String = "sf") throws -> String? {
    try sandbox.stored(name)?["credentials"]?["account"]?.text
  }

  /// The environments of the workspace by name, each with its sources.
  func environments() throws -> [String: [String: String]] {
    let rooms = try sandbox.control("GET", "connections")?["workspaces"]?.elements ?? []
    var found: [String: [String: String]] = [:]
    for environment in rooms.first?["environments"]?.elements ?? [] {
      var sources: [String: String] = [:]
      for source in environment["datasources"]?.elements ?? [] {
        sources[source["data_source"]?.text ?? ""] = source["connection"]?.text
      }
      found[environment["name"]?.text ?? ""] = sources
    }
    return found
  }

  /// The requests so far, as `METHOD PATH`.
  func requests() throws -> [String] {
    try (sandbox.control("GET", "requests")?.elements ?? []).map {
      "\($0["method"]?.text ?? "") \($0["path"]?.text ?? "")"
    }
  }

  func forgive() throws { try sandbox.control("DELETE", "faults") }
}
