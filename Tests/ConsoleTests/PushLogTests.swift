import Messages
import Testing

@testable import Console

@Suite struct PushLogTests {
  /// 10:41:07 of some day, in UTC.
  private static let time: Int64 = 1_769_856_067_000

  private func step(
    _ event: PushStep.Event, _ name: String = "acme-prod-ch",
    _ kind: RemoteRow.Kind = .connection, after seconds: Int64 = 0, reason: String = "",
    status: Messages.ExitStatus = .done
  ) -> PushStep {
    PushStep(
      kind, workspace: "eu", name: name, event: event, at: Self.time + seconds * 1_000,
      reason: reason, status: status)
  }

  private func lines(
    _ steps: PushStep..., work: BeginPush.Work = .push, isTested: Bool = true,
    plan: PlanSheet? = nil
  ) -> [String] {
    var log = PushLog(work, isTested: isTested, plan: plan)
    return steps.compactMap { log.take($0)?.text } + log.finish().map(\.text)
  }

  @Test func `a connection is told when its test is over`() {
    #expect(
      lines(
        step(.created), step(.created, "b"), step(.passed, "b", after: 2),
        step(.failed, after: 14, reason: "timed out", status: .remoteRefused)) == [
          "eu/b  accepted 10:41:07; test passed after 2 s",
          "eu/acme-prod-ch  accepted 10:41:07; test failed after 14 s: timed out",
        ])
  }

  @Test func `an environment and what is not tested are told at once`() {
    #expect(
      lines(step(.created, "acme-prod", .environment), step(.deleted, "old")) == [
        "eu/acme-prod  accepted 10:41:07", "eu/old  deleted 10:41:07",
      ])
    #expect(lines(step(.updated), isTested: false) == ["eu/acme-prod-ch  accepted 10:41:07"])
  }

  @Test func `what was accepted and never tested is told at the end`() {
    #expect(lines(step(.created)) == ["eu/acme-prod-ch  accepted 10:41:07; not tested"])
  }

  @Test func `a refused call is no failed test`() {
    let refused = step(.failed, reason: "refused: bad type", status: .remoteRefused)
    #expect(lines(refused) == ["eu/acme-prod-ch  failed 10:41:07: refused: bad type"])
    #expect(lines(refused, work: .test) == ["eu/acme-prod-ch  test failed: refused: bad type"])
    let plan = PlanSheet([
      PlanRow(.connection, workspace: "eu", name: "acme-prod-ch", action: .test)
    ])
    #expect(lines(refused, plan: plan) == ["eu/acme-prod-ch  test failed: refused: bad type"])
  }

  @Test func `what waits, is unclear or proves nothing says why`() {
    #expect(
      lines(
        step(
          .skipped, "e", .environment, reason: "waiting for a green test", status: .remoteRefused),
        step(.skipped, "f", reason: "'f' lacks password", status: .invalid),
        step(.unclear, reason: "no answer", status: .remoteUnreachable), step(.created, "d"),
        step(.unproven, "d", reason: "druid is not asked")) == [
          "eu/e  waiting for a green test", "eu/f  not tried: 'f' lacks password",
          "eu/acme-prod-ch  unclear 10:41:07: no answer",
          "eu/d  accepted 10:41:07; druid is not asked",
        ])
  }

  @Test func `paths stand in one column`() {
    let plan = PlanSheet([
      PlanRow(.connection, workspace: "eu", name: "acme-prod-ch", action: .create),
      PlanRow(.environment, workspace: "eu", name: "acme-prod", action: .create),
    ])
    #expect(
      lines(
        step(.skipped, "acme-prod", .environment, reason: "waiting for a green test"), plan: plan)
        == ["eu/acme-prod     waiting for a green test"])
  }

  @Test func `a look tells only what it could not see`() {
    #expect(lines(step(.unchanged), work: .refresh).isEmpty)
    #expect(
      lines(
        step(.failed, reason: "no answer", status: .remoteUnreachable), work: .refresh) == [
          "eu/acme-prod-ch  could not be looked at: no answer"
        ])
  }

  @Test func `a line knows whether somebody has to act`() {
    var log = PushLog(.push, isTested: true)
    #expect(log.take(step(.deleted))?.isProblem == false)
    #expect(log.take(step(.unclear, status: .needsPerson))?.isProblem == true)
  }

  @Test func `the live line counts`() {
    let progress = PushProgress(
      steps: [], done: 12, testing: 4, failed: 1, remaining: 83, isOver: false)
    #expect(LiveLine.text(progress) == "done 12  testing 4  failed 1  remaining 83")
  }
}
