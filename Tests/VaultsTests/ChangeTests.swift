import Auditing
import Profiles
import Sealing
import TestSupport
import Testing
import Vaults

@Suite struct ChangeTests {
  private let test: TemporaryVault

  init() throws {
    test = try TemporaryVault()
  }

  private func vault() throws -> Vault {
    let vault = try test.open()
    try vault.addLogin("a", password: "one")
    return vault
  }

  @Test func `changes only what was given`() throws {
    let vault = try vault()
    let saved = try vault.change(
      try change("a", VersionField("database", .clear("sales"))), by: author, at: later)
    #expect(saved.version == 2 && saved.changed == ["database"])
    #expect(try vault.password(of: "a") == "one")
  }

  @Test func `the same values again make no version`() throws {
    let vault = try vault()
    let saved = try vault.change(try change("a", password("one")), by: author, at: later)
    #expect(!saved.isChanged && saved.version == 1 && saved.changed == [])
  }

  @Test func `nothing given is an error`() throws {
    let vault = try vault()
    let refused = failure { _ = try vault.change(try change("a"), by: author, at: later) }
    #expect(refused == .nothingToChange(name: "a"))
  }

  @Test func `compares the version before it sets`() throws {
    let vault = try vault()
    var first = try change("a", password("two"))
    first.ifVersion = 1
    #expect(try vault.change(first, by: author, at: later).version == 2)
    let refused = failure { _ = try vault.change(first, by: author, at: later) }
    #expect(refused == .versionConflict(name: "a", wanted: 1, found: 2))
    #expect(
      failure {
        _ = try vault.rollBack(
          try name("a"), to: 1, ifVersion: 1, by: author, at: later)
      }
        == .versionConflict(name: "a", wanted: 1, found: 2))
  }

  @Test func `a note alone is no new version`() throws {
    let vault = try vault()
    var noted = try change("a")
    noted.note = "call Ada first"
    let saved = try vault.change(noted, by: author, at: later)
    #expect(saved.isChanged && saved.version == 1)
    #expect(try vault.profiles(try only("a"))[0].note == "call Ada first")
    noted.note = String(repeating: "x", count: 5_000)
    #expect(
      failure { _ = try vault.change(noted, by: author, at: later) }
        == .word(.tooLong("note", limit: Note.limit)))
  }

  @Test func `a new destination needs the secret again, or the word for it`() throws {
    let vault = try vault()
    let host = VersionField("host", .clear("evil.example"))
    let refused = failure { _ = try vault.change(try change("a", host), by: author, at: later) }
    #expect(refused == .newDestination(fields: ["host"]))
    for field in [("port", "9999"), ("protocol", "http:")] {
      let moved = failure {
        _ = try vault.change(
          try change("a", VersionField(field.0, .clear(field.1))), by: author, at: later)
      }
      #expect(moved == .newDestination(fields: [field.0]))
    }
    let given = try vault.change(try change("a", host, password("two")), by: author, at: later)
    #expect(given.version == 2)
    var kept = try change("a", VersionField("host", .clear("db.example")))
    kept.keepsSecret = true
    #expect(try vault.change(kept, by: author, at: later).version == 3)
    #expect(try vault.password(of: "a") == "two")
  }

  @Test func `taking the secret away lets the destination change`() throws {
    let vault = try vault()
    var moved = try change("a", VersionField("host", .clear("new.example")))
    moved.unset = ["password"]
    let saved = try vault.change(moved, by: author, at: later)
    #expect(saved.missing == ["password"])
    moved.unset = ["pasword"]
    let refused = failure { _ = try vault.change(moved, by: author, at: later) }
    guard case .unknownField("a", "pasword", let known)? = refused else {
      Issue.record("\(String(describing: refused))")
      return
    }
    #expect(known.contains("username"))
  }

  @Test func `a profile is not changed via itself, nor via nobody`() throws {
    let vault = try vault()
    var own = try change("a")
    own.via = .some(try name("a"))
    #expect(failure { _ = try vault.change(own, by: author, at: later) } == .viaItself)
    own.via = .some(try name("b"))
    #expect(
      failure { _ = try vault.change(own, by: author, at: later) }
        == .unknownProfile("b", known: ["a"]))
  }

  @Test func `at most one version is current and one previous`() throws {
    let vault = try vault()
    for word in ["two", "three", "four"] { try vault.setPassword(of: "a", to: word) }
    let states = try vault.history(of: try name("a")).map(\.mark.state)
    #expect(states == [.retired, .retired, .previous, .current])
    _ = try vault.rollBack(try name("a"), to: 2, ifVersion: nil, by: author, at: later)
    let after = try vault.history(of: try name("a")).map(\.mark.state)
    #expect(after == [.retired, .retired, .retired, .previous, .current])
    #expect(try vault.password(of: "a") == "two")
    #expect(try vault.password(of: "a", version: 3) == "three")
  }

  @Test func `rolling back to what is there changes nothing, to what is not is refused`() throws {
    let vault = try vault()
    #expect(
      failure {
        _ = try vault.rollBack(
          try name("a"), to: nil, ifVersion: nil, by: author, at: later)
      }
        == .unknownVersion(name: "a", 0))
    #expect(
      failure {
        _ = try vault.rollBack(
          try name("a"), to: 7, ifVersion: nil, by: author, at: later)
      }
        == .unknownVersion(name: "a", 7))
    let same = try vault.rollBack(try name("a"), to: 1, ifVersion: nil, by: author, at: later)
    #expect(!same.isChanged && same.version == 1)
  }

  @Test func `a destroyed version is gone`() throws {
    let vault = try vault()
    for word in ["two", "three"] { try vault.setPassword(of: "a", to: word) }
    let names = [try name("a")]
    #expect(try vault.destroyHistory(names, by: author, at: later) == ["a"])
    #expect(try vault.destroyHistory(names, by: author, at: later) == [])
    let states = try vault.history(of: try name("a")).map(\.mark.state)
    #expect(states == [.destroyed, .destroyed, .current])
    #expect(
      failure { _ = try vault.password(of: "a", version: 1) } == .destroyed(name: "a", 1))
    #expect(
      failure {
        _ = try vault.rollBack(
          try name("a"), to: 2, ifVersion: nil, by: author, at: later)
      }
        == .destroyed(name: "a", 2))
    #expect(try vault.verify(by: author, at: later).versions == 3)
  }
}
