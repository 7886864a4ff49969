import Messages
import Testing

@testable import Console

@Suite struct PushEndTests {
  private func step(
    _ name: String, _ event: PushStep.Event, _ status: Messages.ExitStatus = .done,
    hint: String = "",
    kind: RemoteRow.Kind = .connection
  ) -> PushStep {
    PushStep(
      kind, workspace: "eu", name: name, event: event, at: 0,
      reason: status == .done ? "" : "because", hint: hint, status: status)
  }

  private func failure(
    _ steps: [PushStep], of work: BeginPush.Work = .push, plan: [PlanRow] = [],
    stopped: Bool = false, json: Bool = false
  ) -> Failure? {
    PushEnd(work, steps: steps, rows: [], plan: PlanSheet(plan), wasStopped: stopped)
      .failure(asJSON: json)
  }

  @Test func `a push that did everything is done`() {
    #expect(failure([step("a", .created), step("a", .passed), step("b", .unchanged)]) == nil)
    #expect(failure([]) == nil)
  }

  @Test func `a red test and what waits for it are told with the test's status and hint`() {
    let found = failure([
      step("a", .created), step("a", .failed, .remoteRefused, hint: "allow 1.2.3.4"),
      step("e", .skipped, .remoteRefused, kind: .environment),
    ])
    #expect(found?.message == "1 accepted but failing, 1 waiting")
    #expect(found?.hint == "allow 1.2.3.4")
    #expect(found?.status == .remoteRefused)
    #expect(found?.items == [])
  }

  @Test func `part of it is status 13`() {
    let steps = [step("a", .created), step("a", .passed), step("b", .failed, .remoteUnreachable)]
    #expect(failure(steps)?.status == .partly)
    #expect(failure(steps)?.message == "1 not accepted")
  }

  @Test func `what was unchanged is no success`() {
    let steps = [step("a", .unchanged), step("b", .failed, .remoteUnreachable)]
    #expect(failure(steps)?.status == .remoteUnreachable)
  }

  @Test func `failures of several kinds are status 13 too`() {
    let steps = [step("a", .failed, .remoteRefused), step("b", .failed, .remoteUnreachable)]
    #expect(failure(steps)?.status == .partly)
  }

  @Test func `several hints are told with whom they are for`() {
    let steps =
      ["a", "b", "c", "d", "e"].map { step($0, .failed, .remoteRefused, hint: "x") }
      + [step("f", .unclear, .needsPerson, hint: "y")]
    #expect(failure(steps)?.items == ["eu/a, eu/b, eu/c and 2 more: x", "eu/f: y"])
    #expect(failure(steps)?.hint == "what helps is named for each")
  }

  @Test func `a hint that is the same but for the object is one hint`() {
    let steps = ["a", "b"].map { name in
      step(name, .failed, .remoteRefused, hint: "allow it, then: coffer test eu/\(name)")
    }
    #expect(failure(steps)?.hint == "allow it, then: coffer test WORKSPACE/NAME")
    #expect(failure([steps[0]])?.hint == "allow it, then: coffer test eu/a")
    #expect(failure(steps)?.items == [])
  }

  @Test func `what was only tested was accepted before`() {
    let row = PlanRow(.connection, workspace: "eu", name: "a", action: .test)
    #expect(failure([step("a", .failed, .remoteRefused)], plan: [row])?.message == "1 failing")
  }

  @Test func `what was to go and is still there was not deleted`() {
    var row = RemoteRow(.connection, workspace: "eu", name: "a", state: "in sync")
    row.isLeaving = true
    let end = PushEnd(.push, steps: [step("a", .failed, .remoteRefused)], rows: [row])
    #expect(end.failure(asJSON: false)?.message == "1 not deleted")
  }

  @Test func `for a machine each object has its reason and hint`() {
    let steps = [step("a", .failed, .remoteRefused, hint: "x"), step("b", .unclear, .needsPerson)]
    #expect(failure(steps, json: true)?.items == ["eu/a: because; x", "eu/b: because"])
  }

  @Test func `what is blocked needs a person, and is told once`() {
    let row = PlanRow(
      .connection, workspace: "eu", name: "a", action: .blocked, reasons: ["not accepted there"])
    #expect(failure([], plan: [row])?.status == .needsPerson)
    #expect(failure([], plan: [row])?.message == "1 blocked")
    #expect(failure([step("a", .skipped, .invalid)], plan: [row])?.message == "1 blocked")
    #expect(failure([step("a", .skipped, .invalid)])?.status == .invalid)
    #expect(failure([step("b", .deleted)], plan: [row])?.status == .partly)
  }

  @Test func `a test and a look call it by their own words`() {
    let steps = [step("a", .failed, .remoteRefused)]
    #expect(failure(steps, of: .test)?.message == "1 failing")
    #expect(failure(steps, of: .refresh)?.message == "1 not looked at")
  }

  @Test func `one that was stopped says what stands`() {
    let found = failure([step("a", .created), step("a", .passed)], stopped: true)
    #expect(found?.status == .partly)
    #expect(found?.message == "stopped after 1 object")
  }

  @Test func `an early end keeps its reason, and its status if nothing was done`() {
    let cause = Failure(.locked, code: Failure.ended, "the session ended", hint: "unlock")
    let early = PushEnd(.push, steps: [], rows: [], failure: cause).failure(asJSON: false)
    #expect(early == cause)
    let late = PushEnd(.push, steps: [step("a", .deleted)], rows: [], failure: cause)
    #expect(late.failure(asJSON: false)?.status == .partly)
    #expect(late.failure(asJSON: false)?.message == cause.message)
  }

  @Test func `of several objects it says what was done`() {
    let one = PushEnd(.push, steps: [step("a", .created), step("a", .passed)], rows: [])
    #expect(one.summary == nil)
    let steps = one.steps + [step("b", .unchanged), step("c", .failed, .remoteRefused)]
    #expect(PushEnd(.push, steps: steps, rows: []).summary == "1 accepted, 1 tested, 1 unchanged")
    #expect(PushEnd(.push, steps: Array(steps.dropFirst(2)), rows: []).summary == nil)
  }

  @Test func `the result counts every event`() {
    let end = PushEnd(.push, steps: [step("a", .created), step("a", .passed)], rows: [])
    #expect(end.counts["created"] == 1 && end.counts["passed"] == 1 && end.counts["failed"] == 0)
  }
}
