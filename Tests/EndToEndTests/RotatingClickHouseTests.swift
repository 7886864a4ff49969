import Foundation
import Sandboxing
import TestSupport
import Testing

/// Two passwords of a user of ClickHouse at once, through the real programs, against the sandbox.
@Suite(.waitsForProcesses) struct RotatingClickHouseTests {
  private let scene: PushScene

  init() throws { scene = try PushScene() }

  private init(_ options: [String]) throws { scene = try PushScene(options) }

  private func said(_ sandbox: SandboxProgram, _ part: String) -> String {
    sandbox.greeting["clickhouse"]?[part]?.text ?? ""
  }

  /// A user with a profile, changed via the server's own `default`, and pushed.
  private func add(via: Bool = true) throws {
    let port = scene.sandbox.greeting["clickhouse"]?["port"]?.count ?? 0
    let place = "host=127.0.0.1 port=\(port) protocol=http: database=default"
    try scene.sandbox.control(
      "PUT", "clickhouse/users/ro",
      ["password": "first-word", "grants": [["right": "SELECT", "target": "*.*"]]])
    try scene.runs(
      "add clickhouse boss \(place) username=default password=-", said(scene.sandbox, "password"))
    try scene.runs(
      "add clickhouse ch \(place) username=ro password=- \(via ? "--via boss" : "")", "first-word")
    try scene.runs("bind ch --to eu")
    try scene.runs("push ch --yes")
  }

  private func methods() throws -> [JSONValue] {
    try scene.sandbox.control("GET", "clickhouse")?["users"]?.elements?
      .first { $0["name"]?.text == "ro" }?["methods"]?.elements ?? []
  }

  private func lets(_ password: String) throws -> Bool {
    let port = UInt16(scene.sandbox.greeting["clickhouse"]?["port"]?.count ?? 0)
    return try LoopbackClient(port: port).ask(
      "POST", "/?query=SELECT%201",
      headers: [
        "X-ClickHouse-User: ro", "X-ClickHouse-Key: \(password)", "Content-Length: 0",
      ]
    ).status == 200
  }

  private func statements() throws -> String {
    try (scene.sandbox.control("GET", "requests")?.elements ?? [])
      .filter { $0["path"]?.text?.hasPrefix("/clickhouse") == true }
      .compactMap { $0["body"]?.text }.joined(separator: "\n")
  }

  @Test func `a password is added, tested everywhere, and the old one taken away`() throws {
    try add()
    #expect(try scene.runs("rotate ch --dry-run").out.contains("overlap"))
    let done = try scene.coffer("rotate ch --yes")
    #expect(done.status == 0, "\(done.out)\(done.err)")
    let new = try scene.runs("get ch password").line
    #expect(try lets(new))
    #expect(try !lets("first-word"))
    let left = try methods()
    #expect(left.count == 1 && left[0]["validUntil"] == .null, "\(left)")
    #expect(left[0]["salt"]?.text?.count == 32)
    #expect(try scene.state("eu/ch") == "in sync")
    #expect(try scene.sandbox.stored("ch")?["credentials"]?["password"]?.text == new)
    let told = try statements()
    #expect(told.contains("ADD IDENTIFIED WITH sha256_hash BY '"), "\(told)")
    #expect(!told.contains(new) && !told.contains("first-word"))
  }

  @Test func `with grace the server itself ends the old one`() throws {
    try add()
    try scene.runs("rotate ch --grace 4s --yes")
    #expect(try methods().map { $0["validUntil"] != .null } == [false, true])
    Thread.sleep(forTimeInterval: 5)
    // Nobody went on with it, and it is over all the same.
    #expect(try !lets("first-word"))
    #expect(try lets(scene.runs("get ch password").line))
    try scene.runs("rotation resume ch")
    #expect(try methods().count == 1)
  }

  @Test func `an answer that is lost has nothing added twice`() throws {
    try add()
    // Two to sign in, and two to look at the user; then it is changed.
    try scene.sandbox.fault(
      ["dropAfter": true], method: "POST", path: "/clickhouse", skip: 4, times: 1)
    let done = try scene.coffer("rotate ch --yes")
    if done.status != 0 { try scene.runs("rotation resume ch") }
    #expect(try methods().count == 1)
    #expect(try lets(scene.runs("get ch password").line))
    #expect(try !lets("first-word"))
  }

  @Test func `a way to sign in that somebody else added is not taken away`() throws {
    try add()
    let boss = said(scene.sandbox, "password")
    let port = UInt16(scene.sandbox.greeting["clickhouse"]?["port"]?.count ?? 0)
    func tell(_ statement: String) throws {
      let bytes = Array(statement.utf8)
      let head =
        "POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-ClickHouse-User: default\r\n"
        + "X-ClickHouse-Key: \(boss)\r\nContent-Length: \(bytes.count)\r\n\r\n"
      #expect(try LoopbackClient(port: port).send(Array(head.utf8) + bytes).status == 200)
    }
    try tell("ALTER USER ro ADD IDENTIFIED WITH sha256_password BY 'theirs'")
    let refused = try scene.coffer("rotate ch --yes")
    #expect(refused.status == 15 && refused.err.contains("2 ways"), "\(refused.err)")
    #expect(try lets("theirs"))
    #expect(try lets("first-word"))
    try scene.runs("rotation abandon ch --yes")
    // In the middle too: nothing is retired.
    try tell("ALTER USER ro IDENTIFIED WITH sha256_password BY 'first-word'")
    try scene.runs("rotate ch --grace 1s --yes")
    try tell("ALTER USER ro ADD IDENTIFIED WITH sha256_password BY 'theirs'")
    try tell("ALTER USER ro ADD IDENTIFIED WITH sha256_password BY 'also-theirs'")
    Thread.sleep(forTimeInterval: 1)
    let stopped = try scene.coffer("rotation resume ch")
    #expect(stopped.status == 15 && stopped.err.contains(" ways"), "\(stopped.err)")
    #expect(try lets("theirs"))
    #expect(try lets("also-theirs"))
  }

  @Test func `a server that knows one password a user is left as it is`() throws {
    let old = try RotatingClickHouseTests(["--clickhouse-version", "24.8"])
    try old.add()
    let refused = try old.scene.coffer("rotate ch --yes")
    #expect(refused.status == 15 && refused.err.contains("24.8 knows one"), "\(refused.err)")
    #expect(try old.methods().count == 1)
    #expect(try old.lets("first-word"))
    try old.scene.runs("rotation abandon ch --yes")
  }

  @Test func `a user that may not change itself is told so, and asked for by name`() throws {
    try add(via: false)
    #expect(try scene.runs("rotate ch --dry-run").out.contains("assisted"))
    let refused = try scene.coffer("rotate ch --strategy overlap --yes")
    #expect(refused.status == 15, "\(refused.out)\(refused.err)")
    #expect(refused.err.contains("version 1 works"), "\(refused.err)")
    #expect(try methods().count == 1)
  }
}
