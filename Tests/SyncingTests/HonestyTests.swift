import Embeddable
import Profiles
@testable import Syncing
import TestSupport
import Testing
import Vaults

/// Nothing speaks for what it did not see.
@Suite struct HonestyTests {
  private let desk: Desk

  init() throws {
    desk = try Desk()
    try desk.send()
  }

  private func pusher(_ written: Written) -> Pusher {
    Pusher(
      [:], journal: Journal { await written.add($0) },
      report: Reporter(step: { _ in }, testing: { _ in }, done: { _ in }), jobs: 1, isTested: true,
      clock: { 1 })
  }

  private actor Written {
    var steps: [RemoteChange.Step] = []
    func add(_ changes: [RemoteChange]) { steps += changes.map(\.step) }
  }

  @Test func `a second attempt that is refused does not say that the first was not made`()
    async throws
  {
    let item = try desk.item()
    let refused = EmbeddableError.refused(status: 400, Complaint("no"))
    for (attempt, isSettled) in [(1, true), (2, false)] {
      let written = Written()
      let pusher = pusher(written)
      _ = await pusher.recover(refused, item, isNew: false, attempt)
      await pusher.journal.flush()
      let isUndone = await written.steps.contains { step in
        switch step {
        case .refused, .undone: true
        default: false
        }
      }
      #expect(isUndone == isSettled, "attempt \(attempt)")
    }
  }

  @Test func `a test speaks for what was accepted only where that is there`() async throws {
    let pusher = pusher(Written())
    var item = try desk.item()
    let accepted = try #require(item.remote.accepted?.fingerprint)
    #expect(await pusher.tested(item, .connection(drift: [])) == accepted)
    #expect(await pusher.tested(item, .connection(drift: ["host"])).isEmpty)
    item.remote.intent = Remote.Intent(
      .update, fingerprint: accepted, version: 1, overrides: [:], at: 1)
    #expect(await pusher.tested(item, .connection(drift: [])).isEmpty)
    item.remote.intent = nil
    item.remote.accepted = nil
    #expect(await pusher.tested(item, .connection(drift: [])).isEmpty)
  }

  @Test func `what fails in a region of Embeddable names the addresses to allow`() throws {
    for (region, address) in [("eu", "3.125.110.225"), ("us", "98.82.255.116")] {
      try desk.set("eu", VersionField("region", .clear(region)))
      try desk.send(.failed(cause: "timed out"))
      let state = RemoteState.of(try desk.item())
      #expect(state.word == .failing && state.hint.contains(address), "\(state)")
    }
  }

  @Test func `a difference is written down also where something new is to be sent`() throws {
    try desk.set("ch", VersionField("username", .clear("writer")))
    let behind = try desk.item()
    try desk.note(RemoteChange(seeing: .connection(drift: ["host"]), of: behind, at: 1))
    #expect(RemoteState.of(try desk.item()).word == .behind)
    try desk.set("ch", VersionField("username", .clear("reader")))
    #expect(RemoteState.of(try desk.item()).word == .drifted)
  }

  @Test func `what was ours before a restore is overwritten only where it is as we would send it`()
    throws
  {
    var item = try desk.item()
    item.isFromBefore = true
    #expect(Decision.of(item, .connection(drift: [])).action == .update)
    #expect(Decision.of(item, .missing).action == .create)
    var leaving = item
    leaving.remote.isLeaving = true
    #expect(Decision.of(leaving, .connection(drift: [])).action == .delete)
    for item in [item, leaving] {
      let decision = Decision.of(item, .connection(drift: ["host"]))
      guard case .blocked(.needsPerson, let hint) = decision.action else {
        Issue.record("\(decision)")
        continue
      }
      #expect(hint.contains("coffer adopt eu"))
    }
  }

  @Test func `what is not ours is let go of, and not called deleted`() throws {
    let item = try desk.item()
    _ = try desk.test.open().unbind(
      [item.remote.id], deleting: true, withEnvironments: false, by: TemporaryVault.author,
      at: Desk.time)
    #expect(Decision.of(try desk.item(), .connection(drift: ["host"])).action == .delete)
    try desk.note(RemoteChange(item.remote.id, .seen(Remote.Sighting(.foreign, at: 1))))
    let leaving = try desk.item()
    #expect(Decision.of(leaving, .connection(drift: ["host"])).action == .letGo)
    #expect(Decision.of(leaving, .missing).action == .forget)
  }
}
