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

/// Nothing is lost and nothing is left: wherever an agent dies while a key makes its successor, the
/// next one ends it with one key, of which the vault has the secret.
@Suite(.serialized) struct RotationKeyCrashTests {
  @Test(arguments: [false, true])
  func `a rotation of a key that is killed anywhere is finished by the next one`(
    losingAnswers: Bool
  ) async throws {
    let steps = try await Trials.aside { try Self.length(losingAnswers) }
    // Between two steps that make something durable are the calls.
    let points = zip(1..., steps).filter { $0.1 == "s" }.flatMap { number, _ in
      [false, true].map { Plan.Deed.kill(at: number, afterwards: $0) }
    }
    let findings = await Trials.run(points) { deed in
      do { return try Self.trial(deed, losingAnswers).map { "\(deed): \($0)" } } catch {
        return ["\(deed): \(error)"]
      }
    }
    #expect(findings.isEmpty, "\(findings.sorted().joined(separator: "\n"))")
    #expect(points.count >= 20)
    print(
      "\(points.count) kills in the rotation of a key"
        + (losingAnswers ? ", the first answer of each kind lost" : ""))
  }

  private static func length(_ losingAnswers: Bool) throws -> String {
    let scene = try KeyScene(losingAnswers: losingAnswers)
    try scene.rotate(.count, .rotate)
    let findings = try scene.findings()
    #expect(findings.isEmpty, "\(findings)")
    return scene.stage.steps
  }

  private static func trial(_ deed: Plan.Deed, _ losingAnswers: Bool) throws -> [String] {
    let scene = try KeyScene(losingAnswers: losingAnswers)
    try? scene.rotate(deed, .rotate)
    var findings = try scene.working().isEmpty ? ["no version signs in after the kill"] : []
    _ = try scene.stage.open().verify(by: Stage.author, at: Stage.time)
    let isBegun = try !scene.stage.open().changeovers().isEmpty
    let isOver = try scene.stage.open().profiles(KeyScene.selector).first?.current?.number != 1
    if isBegun || !isOver { try scene.rotate(.count, isBegun ? .resume : .rotate) }
    findings += try scene.findings()
    return findings
  }
}

/// A key of an organization of its own, in a vault.
private final class KeyScene {
  let stage: Stage
  let sandbox: SandboxServer
  private let first: JSONValue

  static var selector: Selector {
    get throws { try Selector(words: ["ch"], labels: [], types: [], all: false) }
  }

  init(losingAnswers: Bool) throws {
    var choices = Choices()
    choices.cloud.window = 1
    choices.cloud.keyDelay = 0
    choices.cloud.revokeDelay = 0
    sandbox = try SandboxServer(choices: choices)
    let cloud = try sandbox.control("GET", "cloud")
    guard let organization = cloud?["organization"]?.text,
      let first = cloud?["keys"]?.elements?.first, let uuid = first["id"]?.text
    else { throw HostError.closed }
    self.first = first
    stage = try Stage.usual()
    var new = NewProfile(name: try ProfileName("ch"), type: "clickhouse-cloud")
    new.fields = [
      VersionField("baseURL", .clear(sandbox.url)),
      VersionField("organization", .clear(organization)), VersionField("keyUuid", .clear(uuid)),
      VersionField("keyId", .clear(sandbox.cloudKey.keyID)),
      VersionField("keySecret", .secret(Secret(text: sandbox.cloudKey.keySecret))),
    ]
    _ = try stage.open().add(new, by: Stage.author, at: Stage.time)
    guard losingAnswers else { return }
    for (method, path) in [("POST", "keys"), ("PATCH", "keys/*"), ("DELETE", "keys/*")] {
      try sandbox.fault(
        ["dropAfter": true], method: method, path: "/v1/organizations/*/\(path)", times: 1)
    }
  }

  /// Rotates with an agent whose disk goes by the plan, and waits for the end.
  func rotate(_ deed: Plan.Deed, _ work: BeginRotation.Work) throws {
    try stage.rotate("ch", deed, work)
  }

  private func keys() throws -> [JSONValue] {
    try sandbox.control("GET", "cloud")?["keys"]?.elements ?? []
  }

  /// The versions that the service lets in.
  func working() throws -> [UInt32] {
    let vault = try stage.open()
    guard let profile = try vault.profiles(Self.selector).first else { return [] }
    return try profile.versions.map(\.number).filter { number in
      let read = try vault.reveal(
        Self.selector, fields: ["keyId", "keySecret"], version: number, by: Stage.author,
        at: Stage.time)
      var keyID = ""
      var secret = ""
      for field in read.first?.fields ?? [] {
        switch field.content {
        case .clear(let text): keyID = text
        case .secret(let found): secret = found.text
        }
      }
      let pair = Data("\(keyID):\(secret)".utf8).base64EncodedString()
      let reply = try LoopbackClient(port: sandbox.client.port).ask(
        "GET", "/v1/organizations", headers: ["Authorization: Basic \(pair)"])
      return reply.status == 200
    }
  }

  /// What is not as it should be at the end: one key, like the first, and no other.
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
    let keys = try keys()
    if keys.count != 1 { findings.append("there are \(keys.count) keys") }
    let read = try vault.reveal(
      Self.selector, fields: ["keyUuid"], version: current, by: Stage.author, at: Stage.time)
    if read.first?.fields.first?.clear != keys.first?["id"]?.text {
      findings.append("the vault names another key")
    }
    for part in ["assignedRoles", "ipAccessList", "state"]
    where keys.first?[part] != first[part] {
      findings.append("its \(part) are others")
    }
    _ = try vault.verify(by: Stage.author, at: Stage.time)
    return findings
  }
}
