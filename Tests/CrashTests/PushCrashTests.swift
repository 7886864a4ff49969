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

/// Nothing is forgotten: wherever an agent dies in a push, the next push ends where one would have.
@Suite(.serialized) struct PushCrashTests {
  private static let count = 5

  @Test func `a push that is killed anywhere is finished by the next one`() async throws {
    let steps = try await Trials.aside { try Self.length() }
    let points = (1...steps + 2).flatMap { point in
      [false, true].map { Plan.Deed.kill(at: point, afterwards: $0) }
    }
    let findings = await Trials.run(points) { deed in
      do { return try Self.trial(deed).map { "\(deed): \($0)" } } catch {
        return ["\(deed): \(error)"]
      }
    }
    #expect(findings.isEmpty, "\(findings.sorted().joined(separator: "\n"))")
    #expect(points.count > 40)
    print(
      "\(Trials.told(points.count)) kills in a push of \(Self.count) connections and an environment"
    )
  }

  @Test func `a swap that is killed anywhere is finished by the next push`() async throws {
    let steps = try await Trials.aside { try Self.swap(.count).steps }
    // Before a step is after the one before it.
    let points = (1...steps + 2).map { Plan.Deed.kill(at: $0, afterwards: true) }
    let findings = await Trials.run(points) { deed in
      do { return try Self.swap(deed).findings.map { "\(deed): \($0)" } } catch {
        return ["\(deed): \(error)"]
      }
    }
    #expect(findings.isEmpty, "\(findings.sorted().joined(separator: "\n"))")
    print("\(Trials.told(points.count)) kills in a swap of a connection")
  }

  /// Swaps one that an environment uses, by a push that goes as planned and then one that lives.
  private static func swap(_ deed: Plan.Deed) throws -> (steps: Int, findings: [String]) {
    let server = try SandboxServer()
    let stage = try Stage.pushing(to: server.url, key: "test-key", count: 2)
    try push(stage, .count)
    var change = ProfileChange(name: try ProfileName("push-0"))
    change.fields = [VersionField("password", .secret(Secret(text: "newer")))]
    _ = try stage.open().change(change, by: Stage.author, at: Stage.time)
    let before = stage.steps.utf8.count
    try? push(stage, deed, strategy: .swap)
    let steps = stage.steps.utf8.count - before
    _ = try stage.open().verify(by: Stage.author, at: Stage.time)
    // What was not begun yet is begun; what was is gone on with.
    try push(stage, .count, strategy: .swap)
    try push(stage, .count, .refresh)
    var findings: [String] = []
    for row in try rows(stage) where row.state != "in sync" {
      findings.append("\(row.path) is \(row.state): \(row.reason)")
    }
    if try server.stored("push-0") != nil { findings.append("the old one is still there") }
    if try server.stored("push-0-v2")?["credentials"]?["password"] != .string("newer") {
      findings.append("the new one is wrong")
    }
    _ = try stage.open().verify(by: Stage.author, at: Stage.time)
    return (steps, findings)
  }

  /// How many steps a whole push takes.
  private static func length() throws -> Int {
    let server = try SandboxServer()
    let stage = try Stage.pushing(to: server.url, key: "test-key", count: count)
    try push(stage, .count)
    return stage.steps.utf8.count
  }

  private static func trial(_ deed: Plan.Deed) throws -> [String] {
    let server = try SandboxServer()
    let stage = try Stage.pushing(to: server.url, key: "test-key", count: count)
    // Somebody else's connection, and one of ours that is behind.
    _ = try server.client.ask(
      "POST", "/api/v1/connections",
      ["name": "foreign", "type": "druid", "credentials": ["url": "http://x"]])
    try? push(stage, deed)
    _ = try stage.open().verify(by: Stage.author, at: Stage.time)
    try push(stage, .count)
    try push(stage, .count, .refresh)
    var findings: [String] = []
    for row in try rows(stage) where row.state != "in sync" {
      findings.append("\(row.path) is \(row.state): \(row.reason)")
    }
    for number in 0..<count {
      let stored = try server.stored("push-\(number)")?["credentials"]?["password"]
      if stored != .string("secret of push-\(number)") {
        findings.append("push-\(number) is wrong")
      }
    }
    if try server.stored("foreign") == nil { findings.append("somebody else's is gone") }
    let before = try server.count("writes")
    try push(stage, .count)
    // Tests count as writing; nothing is left to be tested either.
    if try server.count("writes") != before { findings.append("a push of nothing wrote something") }
    _ = try stage.open().verify(by: Stage.author, at: Stage.time)
    return findings
  }

  /// Pushes everything with an agent whose disk goes by the plan, and waits for its end.
  private static func push(
    _ stage: Stage, _ deed: Plan.Deed, _ work: BeginPush.Work = .push,
    strategy: PushStrategy = .inPlace
  ) throws {
    var subject = try Subject.start(Plan(deed, record: stage.record))
    let process = subject.process
    do {
      try Ask.open("file").body(&subject.talk, stage)
      var call = BeginPush(work, RemoteSelection(all: true))
      call.jobs = 4
      call.strategy = strategy
      let begun = try subject.talk.ask(call)
      var seen = 0
      while true {
        let progress = try subject.talk.ask(AwaitPush(token: begun.token, seen: seen))
        seen += progress.steps.count
        if let failure = progress.failure { throw failure }
        if progress.isOver { break }
      }
    } catch {
      _ = consume subject
      _ = Launch.wait(process)
      throw error
    }
    _ = consume subject
    _ = Launch.wait(process)
  }

  private static func rows(_ stage: Stage) throws -> [RemoteRow] {
    var subject = try Subject.start(Plan(.count, record: stage.record))
    let process = subject.process
    try Ask.open("file").body(&subject.talk, stage)
    let answer = try subject.talk.ask(AskStatus(RemoteSelection(all: true)))
    _ = consume subject
    _ = Launch.wait(process)
    return answer.rows
  }
}
