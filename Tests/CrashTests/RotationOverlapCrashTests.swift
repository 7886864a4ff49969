import Faults
import Foundation
import Host
import Messages
import Profiles
import Sandboxing
import Sealing
import TestSupport
import Testing
import Vaults

/// Two passwords at once: wherever an agent dies, the next one ends it with the new one alone.
@Suite(.serialized) struct RotationOverlapCrashTests {
  @Test func `a user of ClickHouse whose rotation is killed anywhere has one password in the end`()
    async throws
  {
    let steps = try await Trials.aside {
      let scene = try UserScene()
      try scene.stage.rotate("ch", .count, .rotate)
      let findings = try scene.findings()
      #expect(findings.isEmpty, "\(findings)")
      return scene.stage.steps
    }
    let points = zip(1..., steps).filter { $0.1 == "s" }.flatMap { number, _ in
      [false, true].map { Plan.Deed.kill(at: number, afterwards: $0) }
    }
    let findings = await Trials.run(points) { deed in
      do { return try Self.trial(deed).map { "\(deed): \($0)" } } catch {
        return ["\(deed): \(error)"]
      }
    }
    #expect(findings.isEmpty, "\(findings.sorted().joined(separator: "\n"))")
    #expect(points.count >= 16)
    print("\(points.count) kills in the rotation of a user with two passwords")
  }

  private static func trial(_ deed: Plan.Deed) throws -> [String] {
    let scene = try UserScene()
    try? scene.stage.rotate("ch", deed, .rotate)
    var findings = try scene.working().isEmpty ? ["no version signs in after the kill"] : []
    _ = try scene.stage.open().verify(by: Stage.author, at: Stage.time)
    let isBegun = try !scene.stage.open().changeovers().isEmpty
    let isOver = try scene.stage.open().profiles(UserScene.selector).first?.current?.number != 1
    if isBegun || !isOver {
      try scene.stage.rotate("ch", .count, isBegun ? .resume : .rotate)
    }
    findings += try scene.findings()
    return findings
  }
}

/// A user of a sandbox's ClickHouse, in a vault.
private final class UserScene {
  let stage: Stage
  private let sandbox: SandboxServer

  static var selector: Selector {
    get throws { try Selector(words: ["ch"], labels: [], types: [], all: false) }
  }

  init() throws {
    sandbox = try SandboxServer()
    stage = try Stage.usual()
    try sandbox.control(
      "PUT", "clickhouse/users/ro",
      ["password": "first", "grants": [["right": "SELECT", "target": "*.*"]]])
    let vault = try stage.open()
    try Self.add("boss", "default", sandbox.clickHousePassword, sandbox.clickHousePort, to: vault)
    try Self.add("ch", "ro", "first", sandbox.clickHousePort, via: "boss", to: vault)
  }

  private static func add(
    _ name: String, _ user: String, _ password: String, _ port: UInt16, via: String? = nil,
    to vault: borrowing Vault
  ) throws {
    var new = NewProfile(name: try ProfileName(name), type: "clickhouse")
    new.via = try via.map { try ProfileName($0) }
    new.fields = [
      VersionField("host", .clear("127.0.0.1")), VersionField("port", .clear(String(port))),
      VersionField("protocol", .clear("http:")), VersionField("database", .clear("default")),
      VersionField("username", .clear(user)),
      VersionField("password", .secret(Secret(text: password))),
    ]
    _ = try vault.add(new, by: Stage.author, at: Stage.time)
  }

  private func lets(_ password: String) throws -> Bool {
    try LoopbackClient(port: sandbox.clickHousePort).ask(
      "POST", "/?query=SELECT%201",
      headers: ["X-ClickHouse-User: ro", "X-ClickHouse-Key: \(password)", "Content-Length: 0"]
    ).status == 200
  }

  /// The versions that the server lets in.
  func working() throws -> [UInt32] {
    let vault = try stage.open()
    guard let profile = try vault.profiles(Self.selector).first else { return [] }
    return try profile.versions.map(\.number).filter { number in
      let read = try vault.reveal(
        Self.selector, fields: ["password"], version: number, by: Stage.author, at: Stage.time)
      guard case .secret(let secret)? = read.first?.fields.first?.content else { return false }
      return try lets(secret.text)
    }
  }

  /// What is not as it should be at the end: one password, the current one.
  func findings() throws -> [String] {
    var findings: [String] = []
    let vault = try stage.open()
    if try !vault.changeovers().isEmpty { findings.append("the rotation is not over") }
    guard let profile = try vault.profiles(Self.selector).first else { return ["it is gone"] }
    let current = profile.current?.number ?? 0
    if current == 1 { findings.append("version 1 is still current") }
    if profile.pending != nil { findings.append("there is a pending version") }
    let working = try working()
    if working != [current] { findings.append("\(working) work, and \(current) is current") }
    let user = try sandbox.control("GET", "clickhouse")?["users"]?.elements?
      .first { $0["name"]?.text == "ro" }
    let count = user?["methods"]?.elements?.count ?? 0
    if count != 1 { findings.append("the user signs in by \(count) ways") }
    _ = try vault.verify(by: Stage.author, at: Stage.time)
    return findings
  }
}
