import Auditing
import Foundation
import Profiles
import Sealing
import TestSupport
import Testing
import Vaults

/// Rows of remote objects from before a step that wrote no event, put back.
@Suite struct RemoteReplayTests {
  private func replayed(_ step: RemoteChange.Step) throws -> Bound {
    let bound = try Bound("a", "b")
    try bound.test.open().noteSent("a")
    let old = try bound.test.snapshot()
    try bound.test.open().note("a", step)
    try bound.test.stranger.run(
      "DELETE FROM remote; INSERT INTO remote SELECT * FROM old.remote", old: old)
    return bound
  }

  @Test func `an older row is refused, and not sealed anew`() throws {
    let steps: [RemoteChange.Step] = [
      .seen(Remote.Sighting(.missing, at: later)), .seen(Remote.Sighting(.foreign, at: later)),
      Bound.begun(.update, 2),
    ]
    for step in steps {
      let bound = try replayed(step)
      var vault = try bound.test.open()
      #expect(failure { _ = try vault.loadRemotes() }?.isTampering == true)
      // Writing to it does not make it good again.
      try? vault.note(
        [RemoteChange(try #require(RemoteID(Array(repeating: 0, count: 16))), .undone)],
        by: author, at: later)
      #expect(failure { _ = try vault.loadRemotes() }?.isTampering == true)
      var refused = false
      do { _ = try vault.rotate(keeping: .all, by: author, at: later) } catch { refused = true }
      #expect(refused)
    }
  }

  @Test func `a row that is put back under an open vault is not believed, and seen by a verify`()
    throws
  {
    let bound = try Bound("a", "b")
    let vault = try bound.test.open()
    try vault.noteSent("a")
    let old = try bound.test.snapshot()
    try vault.note("a", .seen(Remote.Sighting(.missing, at: later)))
    let known = try vault.remote("a")
    try bound.test.stranger.run(
      "DELETE FROM remote; INSERT INTO remote SELECT * FROM old.remote", old: old)
    #expect(try vault.remote("a") == known)
    #expect(failure { _ = try vault.verify(by: author, at: later) }?.isTampering == true)
    let other = try bound.test.open()
    #expect(failure { _ = try other.loadRemotes() }?.isTampering == true)
  }

  @Test func `what another agent writes is read again`() throws {
    let bound = try Bound("a", "b")
    let vault = try bound.test.open()
    let other = try bound.test.open()
    try vault.noteSent("a")
    _ = try other.loadRemotes()
    try vault.note("a", .seen(Remote.Sighting(.missing, at: later)))
    #expect(try other.remote("a")?.sighting?.finding == .missing)
    try other.note("b", Bound.begun(.create, 3))
    #expect(try vault.remote("b")?.intent != nil)
    try vault.note("a", .undone)
    _ = try vault.verify(by: author, at: later)
  }

  @Test func `a row with steps that wrote no event is read again, also under the next key`() throws
  {
    let bound = try Bound("a", "b")
    var vault = try bound.test.open()
    try vault.noteSent("a")
    try vault.note("a", .seen(Remote.Sighting(.drifted(fields: ["host"]), at: later)))
    try vault.note("b", Bound.begun(.create, 3))
    #expect(try bound.test.open().remote("b")?.intent != nil)
    _ = try vault.rotate(keeping: .all, by: author, at: later)
    try vault.note("b", .undone)
    let again = try bound.test.open()
    #expect(try again.remote("b")?.intent == nil)
    #expect(try again.remote("a")?.sighting?.finding == .drifted(fields: ["host"]))
    _ = try again.verify(by: author, at: later)
  }

  @Test func `what a stranger wrote is taken in by an event, not by a step without one`() throws {
    let bound = try Bound("a")
    let vault = try bound.test.open()
    #expect(throws: (any Error).self) {
      _ = try bound.test.open(with: .keyFile(Secret(SecretBytes.random(count: 32))))
    }
    try vault.note("a", Bound.begun(.create, 1))
    try vault.addLogin("c")
    let events = try vault.events(limit: 100, before: nil, about: nil, by: author, at: later)
    #expect(events.contains { !$0.values(of: .absorbed).isEmpty })
    _ = try vault.verify(by: author, at: later)
  }

  @Test func `what was accepted before a restore is not known of what is found after it`() throws {
    let bound = try Bound("a")
    let copy = bound.test.folder.file("test.coffer.staged")
    let vault = try bound.test.open()
    try vault.noteSent("a")
    try vault.copy(into: copy)
    _ = unsafe chmod(copy, 0o600)
    let opened = try Vault.openCopy(
      at: copy, with: .keyFile(bound.test.key), by: author, at: later)
    _ = try opened.inspect()
    _ = try VaultRestore.run(
      opened, into: bound.test.path, source: "copy", stamp: "20260131T104107Z", by: author,
      at: later)
    let restored = try bound.test.open()
    let before = try #require(try restored.remote("a"))
    #expect(before.accepted != nil)
    try restored.note("a", .seen(Remote.Sighting(.same, at: later)))
    let lineage = try restored.settings().lineage
    #expect(try restored.remote("a")?.lineage != lineage, "a look at it proves no secret")
    try restored.note("a", .seen(Remote.Sighting(.missing, at: later)))
    let remote = try #require(try restored.remote("a"))
    #expect(remote.accepted?.fingerprint == [] && remote.trial == nil && remote.ownership == .none)
  }
}
