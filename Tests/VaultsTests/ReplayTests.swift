import Auditing
import Foundation
import Sealing
import TestSupport
import Testing
import Vaults

/// Parts of an older state of the same file, put back.
@Suite struct ReplayTests {
  /// Keeps the file, goes on with it, and lets a stranger take parts back out of the copy.
  private func replay(
    _ sql: (Scene) -> String, withPassphrase: Bool = false,
    after change: (borrowing Vault) throws -> Void
  ) throws -> Scene {
    let scene = try Scene(withPassphrase: withPassphrase)
    let old = try scene.test.snapshot()
    try change(try scene.test.open())
    try scene.test.stranger.run(sql(scene), old: old)
    return scene
  }

  private static func rows(of profile: String) -> String {
    """
    DELETE FROM version WHERE profile = \(profile);
    DELETE FROM profile WHERE id = \(profile);
    INSERT INTO profile SELECT * FROM old.profile WHERE id = \(profile);
    INSERT INTO version SELECT * FROM old.version WHERE profile = \(profile);
    """
  }

  @Test func `a profile that is taken back to an older state is refused`() throws {
    let scene = try replay({ Self.rows(of: $0.id("a")) }) { vault in
      try vault.setPassword(of: "a", to: "a-three")
    }
    let vault = try scene.test.open()
    let words = "the record of 'a' is not the one that was written last"
    for read in [
      failure { _ = try vault.password(of: "a") },
      failure { _ = try vault.profiles(try everything()) },
      failure {
        _ = try vault.reveal(
          try everything(), fields: [], version: nil, by: author, at: later)
      },
      failure { try vault.setPassword(of: "a", to: "a-four") },
      failure { try vault.remove([try name("a")], by: author, at: later) },
    ] {
      #expect(read == .damaged(words))
    }
    #expect(try vault.password(of: "b") == "b-one")
  }

  @Test func `a purged profile does not come back`() throws {
    let scene = try replay({ Self.rows(of: $0.id("d")) }) { vault in
      try vault.purge([try name("d")], by: author, at: later)
    }
    let vault = try scene.test.open()
    let undeleted = failure {
      _ = try vault.undelete(try name("d"), as: nil, by: author, at: later)
    }
    #expect(undeleted?.isTampering == true)
    #expect(failure { _ = try vault.verify(by: author, at: later) }?.isTampering == true)
  }

  @Test func `taking a profile back and hiding it in the log is found by verify at the latest`()
    throws
  {
    let scene = try replay({
      """
      \(Self.rows(of: $0.id("a")))
      UPDATE event SET changes = 0 WHERE subject = \($0.id("a"))
      AND sequence > (SELECT max(sequence) FROM old.event);
      """
    }) { vault in
      try vault.setPassword(of: "a", to: "a-three")
      try vault.setPassword(of: "b", to: "b-two")
    }
    let vault = try scene.test.open()
    let listed = failure {
      _ = try vault.events(limit: 100, before: nil, about: nil, by: author, at: later)
    }
    #expect(listed?.isTampering == true)
    #expect(failure { _ = try vault.verify(by: author, at: later) }?.isTampering == true)
  }

  @Test func `an older head does not cover what happened since`() throws {
    let scene = try replay({ _ in "UPDATE head SET sealed = (SELECT sealed FROM old.head)" }) {
      try $0.setPassword(of: "a", to: "a-three")
    }
    let error = failure { _ = try scene.test.open() }
    guard case .audit(.damaged(_, "the vault does not know of it"))? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func `a slot that was removed does not come back`() throws {
    let words = Credential.passphrase(Secret(text: "words"))
    for rows in ["slot", "slot;vault"] {
      let scene = try replay(
        { _ in
          rows.split(separator: ";").map {
            "DELETE FROM \($0); INSERT INTO \($0) SELECT * FROM old.\($0);"
          }.joined()
        }, withPassphrase: true
      ) { vault in
        _ = try vault.removeSlot("words", by: author, at: later)
      }
      #expect(failure { _ = try scene.test.open(with: words) }?.isTampering == true)
      #expect(failure { _ = try scene.test.open() }?.isTampering == true)
    }
  }

  @Test func `keys of before a rotation open nothing of after it`() throws {
    let scene = try Scene(withPassphrase: true)
    let old = try scene.test.snapshot()
    var vault = try scene.test.open()
    _ = try vault.rotate(keeping: .without("words"), by: author, at: later)
    try scene.test.stranger.run(
      """
      DELETE FROM slot; INSERT INTO slot SELECT * FROM old.slot;
      DELETE FROM vault; INSERT INTO vault SELECT * FROM old.vault;
      """, old: old)
    #expect(failure { _ = try scene.test.open() } == .damaged("the vault's head does not open"))
  }

  @Test func `a whole older file is believed, which only a checkpoint outside would show`() throws {
    let scene = try Scene()
    let old = try Data(contentsOf: URL(fileURLWithPath: try scene.test.snapshot()))
    try scene.test.open().setPassword(of: "a", to: "a-three")
    try scene.test.stranger.replace(by: old)
    let seen = scene.walk()
    #expect(seen == nil, "\(String(describing: seen))")
  }
}
