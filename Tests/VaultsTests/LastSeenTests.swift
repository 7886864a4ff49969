import Auditing
import Profiles
import TestSupport
import Testing
import Vaults

/// When profiles were last of use.
@Suite struct LastSeenTests {
  private func lines(
    _ selector: Selector, in vault: borrowing Vault
  ) throws -> [String: LastSeen] {
    let lines = try vault.lastSeen(selector, words: [], by: author, at: later).lines
    return Dictionary(uniqueKeysWithValues: lines.map { ($0.profile.name.text, $0) })
  }

  @Test func `each is told when it was read, pushed, tested and rotated`() throws {
    let vault = try Bound("a", "b", "c").test.open()
    try vault.noteSent("a")
    try vault.noteSent("b")
    try vault.setPassword(of: "c", to: "two")
    _ = try vault.password(of: "a")
    // What was sent has been over there, also when it is bound to nothing any more.
    try vault.leave("b")
    try vault.note("b", .gone)
    let lines = try lines(try everything(), in: vault)
    #expect(lines.keys.sorted() == ["a", "b", "c", "eu"])
    let isRead = lines.mapValues { $0.read != nil }
    #expect(isRead == ["a": true, "b": false, "c": false, "eu": false])
    let isPushed = lines.mapValues { $0.pushed != nil }
    #expect(isPushed == ["a": true, "b": true, "c": false, "eu": true])
    #expect(lines.mapValues { $0.tested != nil } == isPushed)
    let isRotated = lines.mapValues { $0.rotated != nil }
    #expect(isRotated == ["a": false, "b": false, "c": true, "eu": false])
    for line in lines.values { #expect(line.secretSince == later) }
    #expect(try vault.actions().first == Action.auditRead.rawValue)
    _ = try vault.verify(by: author, at: later)
  }

  @Test func `a first secret is no rotation, whenever it was given`() throws {
    let test = try TemporaryVault()
    let vault = try test.open()
    var login = NewProfile(name: try name("late"), type: "clickhouse")
    login.fields = [
      VersionField("host", .clear("db.example")), VersionField("username", .clear("reader")),
    ]
    login.allowsIncomplete = true
    _ = try vault.add(login, by: author, at: later)
    try vault.setPassword(of: "late", to: "one")
    let first = try lines(try only("late"), in: vault)["late"]
    #expect(first?.secretSince == later && first?.rotated == nil)
    try vault.setPassword(of: "late", to: "two")
    let second = try lines(try only("late"), in: vault)["late"]
    #expect(second?.rotated == later)
  }

  @Test func `only what is selected is told of, and a name that is not there is an error`() throws {
    let vault = try Bound("a", "b").test.open()
    #expect(try lines(try only("a"), in: vault).keys.sorted() == ["a"])
    let refusal = failure {
      _ = try vault.lastSeen(try only("x"), words: [], by: author, at: later)
    }
    guard case .unknownProfile("x", _)? = refusal else {
      Issue.record("\(String(describing: refusal))")
      return
    }
  }

  @Test func `a checkpoint is due after so many events in the place that has the fewest`() throws {
    let vault = try Bound("a").test.open()
    let one = try vault.checkpoint(places: [], by: author, at: later)
    let atOnce = [
      try vault.isCheckpointDue(every: 1, since: [one]),
      try vault.isCheckpointDue(every: 1, since: []),
      try vault.isCheckpointDue(every: 1, since: [one, nil]),
    ]
    #expect(atOnce == [false, false, true])
    try vault.setPassword(of: "a", to: "two")
    let afterChange = try vault.isCheckpointDue(every: 1, since: [])
    #expect(afterChange)
    let two = try vault.checkpoint(places: [], by: author, at: later)
    let afterTwo = [
      try vault.isCheckpointDue(every: 2, since: [two, one]),
      try vault.isCheckpointDue(every: 3, since: [two, one]),
    ]
    #expect(afterTwo == [true, false])
    // Of another vault it says nothing of this one.
    let other = try Bound("a").test.open()
    let isDue = try other.isCheckpointDue(every: 1, since: [two])
    #expect(isDue)
  }
}
