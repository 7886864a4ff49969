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

/// Nothing is lost: wherever an agent dies in a rotation, the next one ends it.
///
/// At any time something that the vault holds lets somebody in.
@Suite(.serialized) struct RotationCrashTests {
  @Test(.enabled(if: PostgresServer.isWanted))
  func `a rotation that is killed anywhere is finished by the next one`() async throws {
    let database = try PostgresServer.shared.get()
    let steps = try await Trials.aside { try Self.length(database) }
    let points = Self.points(of: steps)
    let findings = await Trials.run(points) { deed in
      do { return try Self.trial(deed, database).map { "\(deed): \($0)" } } catch {
        return ["\(deed): \(error)"]
      }
    }
    #expect(findings.isEmpty, "\(findings.sorted().joined(separator: "\n"))")
    #expect(points.count >= 16)
    print("\(points.count) kills in the rotation of a role that two connections use")
  }

  @Test(.enabled(if: PostgresServer.isWanted))
  func `what is due is rotated without anybody`() async throws {
    let database = try PostgresServer.shared.get()
    let findings = try await Trials.aside {
      let scene = try Scene(database)
      var policy = PolicyChange()
      policy.every = 3_600
      _ = try scene.stage.open().settle(
        policy, for: try Scene.only("role"), by: Stage.author, at: Stage.time)
      try scene.rotate(.count, .due)
      return try scene.findings()
    }
    #expect(findings.isEmpty, "\(findings)")
  }

  /// Before and after each step that makes something durable: between two of them are the calls.
  private static func points(of steps: String) -> [Plan.Deed] {
    zip(1..., steps).filter { $0.1 == "s" }.flatMap { number, _ in
      [false, true].map { Plan.Deed.kill(at: number, afterwards: $0) }
    }
  }

  private static func length(_ database: PostgresServer) throws -> String {
    let scene = try Scene(database)
    try scene.rotate(.count, .rotate)
    #expect(try scene.findings().isEmpty)
    return scene.stage.steps
  }

  private static func trial(_ deed: Plan.Deed, _ database: PostgresServer) throws -> [String] {
    let scene = try Scene(database)
    try? scene.rotate(deed, .rotate)
    var findings = try scene.working().isEmpty ? ["no version signs in after the kill"] : []
    _ = try scene.stage.open().verify(by: Stage.author, at: Stage.time)
    // Whether it was begun is seen from the journal, as a person would.
    let isBegun = try !scene.stage.open().changeovers().isEmpty
    let isOver = try scene.stage.open().profiles(Scene.only("role")).first?.newest == 2
    if isBegun || !isOver { try scene.rotate(.count, isBegun ? .resume : .rotate) }
    findings += try scene.findings()
    return findings
  }
}

/// A role of its own at a shared server, in a vault, and pushed to a workspace.
private final class Scene {
  let stage: Stage
  let sandbox: SandboxServer
  private let database: PostgresServer
  private let role = "crash_" + String(UInt32.random(in: 0...UInt32.max), radix: 36)

  init(_ database: PostgresServer) throws {
    self.database = database
    sandbox = try SandboxServer()
    stage = try Stage.pushing(to: sandbox.url, key: "test-key", count: 2)
    try database.addUser(role, password: "first")
    let vault = try stage.open()
    try Self.add("boss", user: database.user, database.password, database.port, to: vault)
    try Self.add("role", user: role, "first", database.port, via: "boss", to: vault)
    for pattern in ["one", "two"] {
      var binding = NewBinding(try Self.only("role"), to: try ProfileName("eu"))
      binding.pattern = try RemotePattern(pattern)
      _ = try vault.bind(binding, isTrial: false, by: Stage.author, at: Stage.time)
    }
    let subject = try Subject.start(Plan(.count, record: stage.folder + "/push"))
    try subject.run(on: stage) { talk, stage in
      let begun = try talk.ask(BeginPush(.push, RemoteSelection(all: true)))
      var seen = 0
      while true {
        let progress = try talk.ask(AwaitPush(token: begun.token, seen: seen))
        if progress.isOver { return }
        seen += progress.steps.count
      }
    }
  }

  static func only(_ name: String) throws -> Selector {
    try Selector(words: [name], labels: [], types: [], all: false)
  }

  private static func add(
    _ name: String, user: String, _ password: String, _ port: UInt16, via: String? = nil,
    to vault: borrowing Vault
  ) throws {
    var new = NewProfile(name: try ProfileName(name), type: "postgres")
    new.via = try via.map { try ProfileName($0) }
    new.fields = [
      VersionField("host", .clear("127.0.0.1")), VersionField("port", .clear(String(port))),
      VersionField("database", .clear("postgres")), VersionField("user", .clear(user)),
      VersionField("ssl", .clear("false")),
      VersionField("password", .secret(Secret(text: password))),
    ]
    _ = try vault.add(new, by: Stage.author, at: Stage.time)
  }

  /// Rotates with an agent whose disk goes by the plan, and waits for the end.
  func rotate(_ deed: Plan.Deed, _ work: BeginRotation.Work) throws {
    try stage.rotate("role", deed, work)
  }

  /// The versions of the role that the server lets in.
  func working() throws -> [UInt32] {
    let vault = try stage.open()
    guard let profile = try vault.profiles(Self.only("role")).first else { return [] }
    return try profile.versions.map(\.number).filter { number in
      let read = try vault.reveal(
        try Self.only("role"), fields: ["password"], version: number, by: Stage.author,
        at: Stage.time)
      guard case .secret(let secret)? = read.first?.fields.first?.content else { return false }
      return database.lets(role, with: secret.text)
    }
  }

  /// What is not as it should be at the end: one version that works, everywhere.
  func findings() throws -> [String] {
    var findings: [String] = []
    let vault = try stage.open()
    if try !vault.changeovers().isEmpty { findings.append("the rotation is not over") }
    guard let profile = try vault.profiles(Self.only("role")).first else { return ["it is gone"] }
    let current = profile.current?.number ?? 0
    if current == 1 { findings.append("version 1 is still current") }
    let working = try working()
    if working != [current] { findings.append("\(working) work, and \(current) is current") }
    if profile.pending != nil { findings.append("there is a pending version") }
    let read = try vault.reveal(
      try Self.only("role"), fields: ["password"], version: current, by: Stage.author,
      at: Stage.time)
    if case .secret(let secret)? = read.first?.fields.first?.content {
      for name in ["one", "two"] {
        let stored = try sandbox.stored(name)?["credentials"]?["password"]
        if stored != .string(secret.text) { findings.append("\(name) has another password") }
      }
    }
    _ = try vault.verify(by: Stage.author, at: Stage.time)
    return findings
  }
}

extension Subject {
  /// Talks with it, and waits for its end whatever happens.
  consuming func run(
    on stage: Stage, _ body: (inout Talk, Stage) throws -> Void
  ) throws {
    let process = process
    var subject = self
    do {
      try Ask.open("file").body(&subject.talk, stage)
      try body(&subject.talk, stage)
    } catch {
      _ = consume subject
      _ = Launch.wait(process)
      throw error
    }
    _ = consume subject
    _ = Launch.wait(process)
  }
}

extension PostgresServer {
  /// Whether a password lets a user in.
  fileprivate func lets(_ user: String, with password: String) -> Bool {
    (try? run("SELECT 1", as: user, password)) == "1"
  }
}
