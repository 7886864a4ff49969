import Auditing
import Foundation
import Profiles
import Sealing
import TestSupport
import Testing
import Vaults

@Suite struct LifeTests {
  private let test: TemporaryVault

  init() throws {
    test = try TemporaryVault()
  }

  @Test func `what is not there is answered with what is`() throws {
    let vault = try test.open()
    for text in ["alpha", "beta", "gone"] { try vault.addLogin(text) }
    try vault.remove([try name("gone")], by: author, at: later)
    let unknown = VaultError.unknownProfile("alhpa", known: ["alpha", "beta"])
    let tries = [
      failure { _ = try vault.password(of: "alhpa") },
      failure { _ = try vault.history(of: try name("alhpa")) },
      failure { _ = try vault.masked(try only("alhpa", "beta"), version: nil) },
      failure {
        try vault.rename(
          try name("alhpa"), to: try name("x"), by: author, at: later)
      },
      failure { try vault.remove([try name("alhpa")], by: author, at: later) },
    ]
    for error in tries {
      guard case .unknownProfile("alhpa", let known)? = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
      #expect(VaultError.unknownProfile("alhpa", known: known.sorted()) == unknown)
    }
    #expect(failure { _ = try vault.password(of: "gone") } != nil)
  }

  @Test func `a name is not taken twice`() throws {
    let vault = try test.open()
    for text in ["a", "b"] { try vault.addLogin(text) }
    let renamed = failure {
      try vault.rename(try name("a"), to: try name("b"), by: author, at: later)
    }
    #expect(renamed == .nameTaken("b"))
    try vault.remove([try name("a")], by: author, at: later)
    try vault.addLogin("a", password: "second")
    let back = failure { _ = try vault.undelete(try name("a"), as: nil, by: author, at: later) }
    #expect(back == .nameTaken("a"))
    let other = try vault.undelete(try name("a"), as: try name("c"), by: author, at: later)
    #expect(other == "c")
    #expect(try vault.password(of: "a") == "second")
  }

  @Test func `of two removed ones of a name the last comes back first`() throws {
    let vault = try test.open()
    for (word, time) in [("old", later), ("new", later + 1)] {
      try vault.addLogin("a", password: word)
      try vault.remove([try name("a")], by: author, at: time)
    }
    _ = try vault.undelete(try name("a"), as: nil, by: author, at: later)
    #expect(try vault.password(of: "a") == "new")
    #expect(
      failure { _ = try vault.undelete(try name("z"), as: nil, by: author, at: later) }
        == .notRemoved("z"))
  }

  @Test func `what others are changed via is not removed before them`() throws {
    let vault = try test.open()
    for text in ["keeper", "a", "b"] { try vault.addLogin(text) }
    for text in ["a", "b"] {
      var via = try change(text)
      via.via = .some(try name("keeper"))
      _ = try vault.change(via, by: author, at: later)
    }
    #expect(
      failure { try vault.remove([try name("keeper")], by: author, at: later) }
        == .inUse(name: "keeper", by: ["a", "b"]))
    try vault.remove(
      [try name("keeper"), try name("a"), try name("b")], by: author, at: later)
    try vault.purge([try name("keeper")], by: author, at: later)
    _ = try vault.undelete(try name("a"), as: nil, by: author, at: later)
    #expect(try vault.masked(try only("a"), version: nil)[0].via == nil)
    _ = try vault.verify(by: author, at: later)
  }

  @Test func `of several removals all or none happen`() throws {
    let vault = try test.open()
    for text in ["a", "b"] { try vault.addLogin(text) }
    #expect(
      failure {
        try vault.remove([try name("a"), try name("nobody")], by: author, at: later)
      } != nil)
    #expect(try vault.profiles(try everything()).count == 2)
  }

  @Test func `what was purged is in no byte of the file`() throws {
    let vault = try test.open()
    try vault.addLogin("a")
    let record = try HandReader(path: test.path).records()[0]
    try vault.remove([try name("a")], by: author, at: later)
    #expect(failure { try vault.purge([try name("b")], by: author, at: later) } == .notRemoved("b"))
    try vault.purge([try name("a")], by: author, at: later)
    for suffix in ["", "-wal"] {
      let bytes = try Data(contentsOf: URL(fileURLWithPath: test.path + suffix))
      #expect(bytes.range(of: Data(record.suffix(64))) == nil)
    }
    #expect(try vault.profiles(try everything(), removed: true).isEmpty)
  }

  @Test func `labels are set, taken away and found by`() throws {
    let vault = try test.open()
    for text in ["a", "b", "c"] { try vault.addLogin(text) }
    let both = [try name("a"), try name("b")]
    #expect(try vault.label(both, [("stage", "prod")], by: author, at: later) == ["a", "b"])
    #expect(try vault.label(both, [("stage", "prod")], by: author, at: later) == [])
    _ = try vault.label([try name("b")], [("stage", "")], by: author, at: later)
    let prod = try Selector(words: [], labels: ["stage=prod"], types: [], all: false)
    #expect(try vault.profiles(prod).map(\.name.text) == ["a"])
    let glob = try Selector(words: ["?"], labels: [], types: [], all: false)
    #expect(try vault.profiles(glob).map(\.name.text) == ["a", "b", "c"])
    #expect(
      failure { _ = try vault.label(both, [("st age", "x")], by: author, at: later) }
        == .word(.badLabel("st age")))
  }

  @Test func `an unknown field is answered with those there are`() throws {
    let vault = try test.open()
    try vault.addLogin("a")
    let error = failure {
      _ = try vault.reveal(
        try only("a"), fields: ["pass"], version: nil, by: author, at: later)
    }
    guard case .unknownField("a", "pass", let known)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(known.contains("password"))
  }
}
