import Auditing
import Profiles
import Sealing
import TestSupport
import Testing
import Vaults

@Suite struct UnlockTests {
  @Test func `each kind of key opens, and a wrong one of its kind does not`() throws {
    let code = RecoveryCode.encode(SecretBytes.random(count: 32))
    let shown = Secret(code)
    let test = try TemporaryVault(besides: [
      NamedKey("words", .passphrase(Secret(text: "right"), .floor)),
      NamedKey("paper", .recovery(shown)),
    ])
    try test.open().addLogin("a", password: "one")
    for (credential, slot) in [
      (Credential.keyFile(test.key), "file"), (.passphrase(Secret(text: "right")), "words"),
      (.recovery(shown), "paper"), (.recovery(Secret(text: shown.text.lowercased())), "paper"),
    ] {
      let vault = try test.open(with: credential)
      #expect(vault.slotName == slot)
      #expect(try vault.password(of: "a") == "one")
    }
    let other = Secret(RecoveryCode.encode(SecretBytes.random(count: 32)))
    let wrong: [(Credential, VaultError)] = [
      (.passphrase(Secret(text: "Right")), .wrongKey(.passphrase)),
      (.passphrase(Secret(text: "")), .wrongKey(.passphrase)),
      (.keyFile(Secret(SecretBytes.random(count: 32))), .wrongKey(.keyFile)),
      (.keyFile(Secret(text: "short")), .badKey("a key file has exactly 32 bytes")),
      (.recovery(other), .wrongKey(.recovery)),
      (.recovery(Secret(text: "0000")), .badKey("group 1 of the recovery code is not right")),
      (.identity(Secret(text: "nonsense")), .badKey("this file is no identity")),
    ]
    for (credential, expected) in wrong {
      #expect(failure { _ = try test.open(with: credential) } == expected)
    }
    let plain = try TemporaryVault()
    #expect(
      failure { _ = try plain.open(with: .passphrase(Secret(text: "x"))) }
        == .noSlot(.passphrase))
  }

  @Test func `a thousand refusals are one event, absorbed by the next unlock`() throws {
    let test = try TemporaryVault()
    let wrong = Credential.keyFile(Secret(SecretBytes.random(count: 32)))
    for _ in 0..<1_000 {
      let refused = failure { _ = try test.open(with: wrong) }
      guard refused == .wrongKey(.keyFile) else {
        Issue.record("\(String(describing: refused))")
        return
      }
    }
    let vault = try test.open()
    let events = try vault.events(limit: 10, before: nil, about: nil, by: author, at: later)
    #expect(events.map(\.action) == ["vault.unlocked", "unlock.refused", "vault.created"])
    #expect(events[1].values(of: .count) == ["1000"] && !events[1].isAuthenticated)
    #expect(events[0].values(of: .absorbed) == ["1000"] && events[0].isAuthenticated)
    #expect(try vault.verify(by: author, at: later).log.withoutKey == 1)
    _ = failure { _ = try test.open(with: wrong) }
    let after = try test.open().events(limit: 2, before: nil, about: nil, by: author, at: later)
    #expect(after[0].values(of: .absorbed) == ["1"])
  }

  @Test func `a refusal that somebody edited is seen once it was absorbed`() throws {
    let test = try TemporaryVault()
    let wrong = Credential.keyFile(Secret(SecretBytes.random(count: 32)))
    _ = failure { _ = try test.open(with: wrong) }
    _ = try test.open()
    try test.stranger.run(
      "UPDATE event SET time = 1 WHERE action = 'unlock.refused'")
    let vault = try test.open()
    let verified = failure { _ = try vault.verify(by: author, at: later) }
    #expect(verified?.isTampering == true)
  }

  @Test func `an index that hides what was refused is seen`() throws {
    let test = try TemporaryVault()
    let wrong = Credential.keyFile(Secret(SecretBytes.random(count: 32)))
    _ = failure { _ = try test.open(with: wrong) }
    _ = try test.open()
    // An empty index that calls itself the right one.
    try test.stranger.run(
      """
      DROP INDEX event_outcome; CREATE INDEX event_outcome ON event (outcome) WHERE outcome > 99;
      PRAGMA writable_schema = ON;
      UPDATE sqlite_schema SET sql = 'CREATE INDEX event_outcome ON event (outcome) '
      || 'WHERE outcome > 1' WHERE name = 'event_outcome'
      """)
    let vault = try test.open()
    let verified = failure { _ = try vault.verify(by: author, at: later) }
    #expect(verified?.isTampering == true, "\(String(describing: verified))")
  }

  @Test func `a count that a stranger wrote stops nobody`() throws {
    let test = try TemporaryVault()
    let wrong = Credential.keyFile(Secret(SecretBytes.random(count: 32)))
    for text in ["9223372036854775807", "-5", "many"] {
      _ = failure { _ = try test.open(with: wrong) }
      let hex = Self.details([("count", text)]).map { byte in
        let text = String(byte, radix: 16)
        return text.count == 1 ? "0" + text : text
      }
      try test.stranger.run(
        "UPDATE event SET details = x'\(hex.joined())' WHERE action = 'unlock.refused' "
          + "AND sequence = (SELECT max(sequence) FROM event)")
      #expect(failure { _ = try test.open(with: wrong) } == .wrongKey(.keyFile))
      _ = try test.open()
    }
  }

  /// The stored form of details that need no key.
  private static func details(_ pairs: [(String, String)]) -> [UInt8] {
    func text(_ text: String) -> [UInt8] {
      [0, 0, 0, UInt8(text.utf8.count)] + Array(text.utf8)
    }
    return [0, 0, 0, UInt8(pairs.count)] + pairs.flatMap { text($0.0) + text($0.1) }
  }
}
