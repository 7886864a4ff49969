import Faults
import Foundation
import Host
import Messages
import Profiles
import Sandboxing
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
    print("\(points.count) kills in a push of \(Self.count) connections and an environment")
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
    _ stage: Stage, _ deed: Plan.Deed, _ work: BeginPush.Work = .push
  ) throws {
    var subject = try Subject.start(Plan(deed, record: stage.record))
    let process = subject.process
    do {
      try Ask.open("file").body(&subject.talk, stage)
      var call = BeginPush(work, RemoteSelection(all: true))
      call.jobs = 4
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
