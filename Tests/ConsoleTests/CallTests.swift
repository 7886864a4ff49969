import Arguments
import Messages
import Testing

@testable import Console

@Suite struct CallTests {
  private func invocation(_ words: String...) throws -> Invocation {
    guard case .run(let invocation) = try CofferGrammar.grammar.parse(words) else {
      throw Failure(.unexpected, "nothing to run", hint: "")
    }
    return invocation
  }

  @Test func `a session lasts as long as was asked for`() throws {
    let limits = try SessionLimits(try invocation("unlock", "--full", "--idle", "5m"))
    #expect(limits == SessionLimits(scope: .full, idleSeconds: 300, totalSeconds: 36_000))
    #expect(try SessionLimits(try invocation("unlock")) == .usual)
  }

  @Test func `a session is never idle for longer than it lasts`() throws {
    let limits = try SessionLimits(try invocation("unlock", "--total", "10m"))
    #expect(limits.idleSeconds == 600)
  }

  @Test func `selecting nothing means everything only for a list`() throws {
    let list = try invocation("list")
    #expect(try Selection.read(list, emptyIsAll: true).all)
    #expect(throws: Failure.self) { try Selection.read(list) }
  }

  @Test func `names, labels and types select together`() throws {
    let words = try invocation("list", "acme-*", "-l", "stage=prod", "--type", "postgres")
    let expected = SelectorInput(
      words: ["acme-*"], labels: ["stage=prod"], types: ["postgres"], all: false)
    #expect(try Selection.read(words, emptyIsAll: true) == expected)
  }

  @Test func `one kind of key is added at a time`() throws {
    #expect(try NewSlot(try invocation("key", "add", "--recovery")).kind == .recovery)
    #expect(
      try NewSlot(try invocation("key", "add", "--new-passphrase-fd", "4")).kind == .passphrase(4))
    #expect(throws: Failure.self) {
      try NewSlot(try invocation("key", "add", "--recovery", "--passphrase"))
    }
  }

  @Test func `a cost below the floor is refused`() throws {
    #expect(throws: Failure.self) {
      try DerivationCost(try invocation("key", "passphrase", "--memory", "8"))
    }
    let cost = try DerivationCost(try invocation("key", "passphrase", "--memory", "64"))
    #expect(cost.memoryMiB == 64 && cost.passes == 3)
  }

  @Test func `a key that is taken gets a number`() {
    #expect(NewSlot.free("key-file", among: ["key-file", "key-file-2"]) == "key-file-3")
    #expect(NewSlot.free("ci", among: ["key-file"]) == "ci")
  }
}
