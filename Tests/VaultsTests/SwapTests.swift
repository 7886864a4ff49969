import Profiles
import TestSupport
import Testing
import Vaults

/// A connection that is replaced by one beside it: what the vault knows after each of the steps.
@Suite struct SwapTests {
  private let bound: Bound

  init() throws {
    bound = try Bound("a", "b")
    try bound.test.open().noteSent("a")
  }

  private func begin(_ old: String, by new: String) throws -> Int {
    let vault = try bound.test.open()
    let id = try #require(try vault.remote(old)?.id)
    return try vault.beginSwaps([NewSwap(id, by: new)], by: author, at: later).count
  }

  private func finish(_ old: String) throws {
    let vault = try bound.test.open()
    let id = try #require(try vault.remote(old)?.id)
    try vault.finishSwaps([id], by: author, at: later)
  }

  private func bindAgain() throws -> [Vaults.Bound] {
    try bound.test.open().bind(
      NewBinding(try only("a"), to: try name("eu")), isTrial: false, by: author, at: later)
  }

  @Test func `environments go over and the old one leaves at once, and it answers to its name`()
    throws
  {
    _ = try bound.test.open().setEnvironment(
      "prod", in: try name("eu"), to: [DataSource("main", "a"), DataSource("other", "b")],
      by: author, at: later)
    #expect(try begin("a", by: "a-v2") == 1)
    #expect(try begin("a", by: "a-v3") == 0, "it is begun already")
    let vault = try bound.test.open()
    let new = try #require(try vault.remote("a-v2"))
    let old = try #require(try vault.remote("a"))
    #expect(old.successor == new.id && new.boundAs == "a")
    #expect(try vault.remote("prod")?.sources.first?.connection == "a")
    try vault.noteSent("a-v2", 2)
    try finish("a")
    #expect(
      try vault.remote("prod")?.sources == [DataSource("main", "a-v2"), DataSource("other", "b")])
    #expect(try vault.remote("a")?.isLeaving == true)
    #expect(try vault.remote("a")?.successor == nil)
    // While the old one leaves, and after it.
    for _ in 0..<2 {
      let again = try bindAgain()
      #expect(again.map(\.outcome) == [.unchanged] && again.map(\.connection) == ["a-v2"])
      try vault.note("a", .gone)
    }
    #expect(try vault.remote("a") == nil)
    _ = try vault.verify(by: author, at: later)
  }

  @Test func `what is bound while a swap is under way is what takes the place`() throws {
    #expect(try begin("a", by: "a-v2") == 1)
    let vault = try bound.test.open()
    try vault.noteSent("a-v2", 2)
    var binding = NewBinding(try only("a"), to: try name("eu"))
    binding.overrides = ["database": "other"]
    let again = try vault.bind(binding, isTrial: false, by: author, at: later)
    #expect(again.map(\.outcome) == [.changed] && again.map(\.connection) == ["a-v2"])
    #expect(try vault.remote("a")?.overrides == [:])
    #expect(try vault.remote("a-v2")?.overrides == ["database": "other"])
    // Also where that is itself to be replaced.
    try finish("a")
    try vault.note("a", .gone)
    #expect(try begin("a-v2", by: "a-v3") == 1)
    #expect(try bindAgain().map(\.connection) == ["a-v3"])
  }

  @Test func `one that was given up is begun anew, and one that never was is forgotten`() throws {
    #expect(try begin("a", by: "a-v2") == 1)
    let vault = try bound.test.open()
    try vault.noteSent("a-v2", 2)
    try vault.leave("a-v2")
    // What leaves takes nobody's place.
    try finish("a")
    #expect(try vault.remote("a")?.isLeaving == false)
    #expect(try begin("a", by: "a-v3") == 1)
    #expect(try vault.remote("a")?.successor == vault.remote("a-v3")?.id)
    #expect(throws: (any Error).self) { _ = try begin("b", by: "a-v2") }
    #expect(try begin("b", by: "b-v2") == 1)
    try finish("b")
    #expect(try vault.remote("b") == nil)
    #expect(try vault.remote("b-v2")?.boundAs == "b")
    _ = try vault.verify(by: author, at: later)
  }
}
