import Auditing
import Profiles
import Sealing
import TestSupport
import Testing
import Vaults

/// What the steps of a push leave behind.
@Suite struct NotesTests {
  @Test func `an answer to another call than the one that was begun last says nothing`() throws {
    let vault = try Bound("a").test.open()
    try vault.note("a", Bound.begun(.create, 1), Bound.begun(.update, 2), Bound.accepted(1))
    var remote = try #require(try vault.remote("a"))
    #expect(remote.accepted == nil && remote.intent?.fingerprint == Bound.print(2))
    try vault.note("a", Bound.accepted(2))
    remote = try #require(try vault.remote("a"))
    #expect(remote.accepted?.fingerprint == Bound.print(2) && remote.intent == nil)
  }

  @Test func `what was deleted and bound again meanwhile stays bound`() throws {
    let vault = try Bound("a").test.open()
    try vault.noteSent("a")
    try vault.leave("a")
    try vault.note("a", Bound.begun(.delete, 0))
    try Bound.bind("a", in: vault)
    try vault.note("a", .gone)
    let remote = try #require(try vault.remote("a"))
    #expect(!remote.isLeaving && remote.ownership == .none && remote.intent == nil)
    #expect(remote.accepted == nil && remote.sighting?.finding == .missing)
    _ = try vault.verify(by: author, at: later)
    // What is leaving goes.
    try vault.noteSent("a")
    try vault.leave("a")
    try vault.note("a", .gone)
    #expect(try vault.remote("a") == nil)
    _ = try vault.verify(by: author, at: later)
  }

  @Test func `what was let go of is not recorded as deleted`() throws {
    let vault = try Bound("a", "b").test.open()
    for name in ["a", "b"] {
      try vault.noteSent(name)
      try vault.leave(name)
    }
    try vault.note("a", .forgotten)
    #expect(try vault.remote("a") == nil)
    #expect(try vault.actions().contains(Action.bindingRemoved.rawValue))
    #expect(try !vault.actions().contains(Action.pushDeleted.rawValue))
    // Bound again meanwhile, there is nothing to let go of.
    try Bound.bind("b", in: vault)
    try vault.note("b", .forgotten)
    #expect(try vault.remote("b")?.ownership == .created)
    _ = try vault.verify(by: author, at: later)
  }

  @Test func `what is adopted is not to be deleted any more`() throws {
    let vault = try Bound("a").test.open()
    try vault.noteSent("a")
    try vault.leave("a")
    try vault.note("a", .seen(Remote.Sighting(.foreign, at: later)))
    let profile = try #require(try vault.remote("a")?.profile)
    try vault.adopt(
      [Adoption("a", .profile(profile, overrides: [:]))], in: try name("eu"), at: [7], by: author,
      at: later)
    let remote = try #require(try vault.remote("a"))
    #expect(remote.ownership == .adopted && !remote.isLeaving && remote.place == [7])
  }

  @Test func `nothing that was known at one place is known at another`() throws {
    let bound = try Bound("a")
    try bound.test.open().noteSent("a")
    let vault = try bound.test.open()
    // Where nobody could be asked, nobody was.
    try vault.note(
      "a", .seen(Remote.Sighting(.unreachable(cause: "nobody"), at: later)), at: nil)
    var remote = try #require(try vault.remote("a"))
    #expect(remote.place == Bound.place && remote.ownership == .created && remote.trial != nil)
    try vault.note("a", .seen(Remote.Sighting(.foreign, at: later)), at: [9])
    remote = try #require(try vault.remote("a"))
    #expect(remote.place == [9] && remote.ownership == .none)
    #expect(remote.accepted == nil && remote.trial == nil && remote.intent == nil)
  }

  @Test func `a key that is added does not take the objects out of the head`() throws {
    let bound = try Bound("a")
    let vault = try bound.test.open()
    try vault.noteSent("a")
    _ = try vault.addSlot(
      NamedKey("more", .keyFile(Secret(SecretBytes.random(count: 32)))), by: author, at: later)
    #expect(try vault.remote("a")?.ownership == .created)
  }

  @Test func `an environment that a template makes is removed with the template only`() throws {
    let vault = try Bound("a").test.open()
    let eu = try name("eu")
    _ = try vault.setEnvironment(
      "{name}-env", in: eu, to: [DataSource("main", "{name}")], by: author, at: later)
    let environment = try vault.environmentIDs(["a-env"], in: eu)
    for deleting in [true, false] {
      let refused = failure {
        _ = try vault.unbind(
          environment, deleting: deleting, withEnvironments: false, by: author, at: later)
      }
      #expect(refused == .inUse(name: "a-env", by: ["template '{name}-env'"]))
    }
    try vault.noteSent("a-env")
    let both = try vault.environmentIDs(["a-env", "{name}-env"], in: eu)
    let left = try vault.unbind(
      both, deleting: true, withEnvironments: false, by: author, at: later)
    #expect(Set(left) == environment)
    // Asked for again while it leaves: it is not taken back by what somebody did not ask for.
    _ = try vault.setEnvironment(
      "{name}-env", in: eu, to: [DataSource("main", "{name}")], by: author, at: later)
    #expect(try vault.expandTemplates(by: author, at: later) == 0)
    #expect(try vault.remote("a-env")?.isLeaving == true)
  }
}
