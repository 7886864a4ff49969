import Auditing
import Foundation
import Profiles
import Sealing
import TestSupport
import Testing
import Vaults

@Suite struct RestoreTests {
  /// A vault with one login, a copy of it, and a change since.
  private struct Story {
    let test: TemporaryVault
    let copy: String

    init() throws {
      test = try TemporaryVault()
      copy = test.folder.file("test.coffer.staged")
      let vault = try test.open()
      try vault.addLogin("a", password: "then")
      try vault.copy(into: copy)
      _ = unsafe chmod(copy, 0o600)
      try vault.setPassword(of: "a", to: "now")
    }

    func restore(into path: String? = nil) throws -> Restored {
      let opened = try Vault.openCopy(
        at: copy, with: .keyFile(test.key), by: author, at: later)
      _ = try opened.inspect()
      return try VaultRestore.run(
        opened, into: path ?? test.path, source: "copy", stamp: "20260131T104107Z", by: author,
        at: later)
    }
  }

  @Test func `the vault is as it was, in a new lineage, and rotations wait`() throws {
    let story = try Story()
    let restored = try story.restore()
    let vault = try story.test.open()
    #expect(try vault.password(of: "a") == "then")
    let settings = try vault.settings()
    #expect(settings.isFrozen && Hex.text(settings.lineage) == restored.lineage)
    _ = try vault.verify(by: author, at: later)
    let events = try vault.events(limit: 100, before: nil, about: nil, by: author, at: later)
    let event = try #require(events.first { $0.action == Action.vaultRestored.rawValue })
    #expect(event.values(of: .file) == ["copy"] && event.values(of: .lineage) == [restored.lineage])
    #expect(event.values(of: .head).first?.hasPrefix("3:") == true)
    #expect(event.values(of: .replaced).first?.hasPrefix("4:") == true)
    #expect(try vault.unfreeze(by: author, at: later).isFrozen == false)
  }

  @Test func `the vault that was there is kept whole`() throws {
    let story = try Story()
    let kept = try #require(try story.restore().kept)
    #expect(kept == story.test.path + ".before-restore-20260131T104107Z")
    let old = try Vault.openCopy(
      at: kept, with: .keyFile(story.test.key), by: author, at: later)
    #expect(try old.password(of: "a") == "now")
    #expect(try old.inspect().profiles == 1)
  }

  @Test func `somebody who has the vault open goes on with what was restored`() throws {
    let story = try Story()
    let witness = try story.test.open()
    #expect(try witness.password(of: "a") == "now")
    _ = try story.restore()
    #expect(try witness.password(of: "a") == "then")
    try witness.addLogin("b")
    _ = try story.test.open().verify(by: author, at: later)
  }

  @Test func `a vault whose key was renewed since is replaced, and its sessions are stale`() throws
  {
    let story = try Story()
    var other = try story.test.open()
    _ = try other.rotate(keeping: .all, by: author, at: later)
    _ = try story.restore()
    #expect(failure { _ = try other.password(of: "a") } == .stale)
    #expect(try story.test.open().password(of: "a") == "then")
  }

  @Test
  func
    `what does not open any more is kept and replaced, and its log is not taken for the new one's`()
    throws
  {
    let story = try Story()
    let junk = Data(repeating: 0x2A, count: 50_000)
    try junk.write(to: URL(fileURLWithPath: story.test.path))
    try Data("a log".utf8).write(to: URL(fileURLWithPath: story.test.path + "-wal"))
    let kept = try #require(try story.restore().kept)
    #expect(try Data(contentsOf: URL(fileURLWithPath: kept)) == junk)
    #expect(try story.test.open().password(of: "a") == "then")
  }

  @Test func `a vault of which one page is broken is replaced`() throws {
    let story = try Story()
    try story.test.stranger.run("PRAGMA wal_checkpoint(TRUNCATE)")
    var bytes = try Data(contentsOf: URL(fileURLWithPath: story.test.path))
    bytes.replaceSubrange(
      8_192..<bytes.count, with: Data(repeating: 0xAA, count: bytes.count - 8_192))
    try story.test.stranger.replace(by: bytes)
    #expect(try story.restore().kept != nil)
    #expect(try story.test.open().password(of: "a") == "then")
  }

  @Test func `where there is no vault one is made`() throws {
    let story = try Story()
    let path = story.test.folder.file("elsewhere.coffer")
    #expect(try story.restore(into: path).kept == nil)
    let opened = try Vault.openCopy(
      at: path, with: .keyFile(story.test.key), by: author, at: later)
    #expect(try opened.password(of: "a") == "then")
  }

  @Test func `another vault is not replaced`() throws {
    let story = try Story()
    let other = try TemporaryVault()
    let refusal = failure { _ = try story.restore(into: other.path) }
    guard case .otherVault? = refusal else {
      Issue.record("it was replaced, or refused as \(String(describing: refusal))")
      return
    }
    _ = try other.open().verify(by: author, at: later)
  }
}
