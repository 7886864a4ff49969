import Auditing
import Profiles
import Sealing
import TestSupport
import Testing
import Vaults

@Suite struct SlotTests {
  private let test: TemporaryVault

  init() throws {
    test = try TemporaryVault()
  }

  private func fileKey() -> NewKey { .keyFile(Secret(SecretBytes.random(count: 32))) }

  @Test func `names are unique, printable and known`() throws {
    let vault = try test.open()
    #expect(
      failure { _ = try vault.addSlot(NamedKey("file", fileKey()), by: author, at: later) }
        == .slotExists("file"))
    for text in ["", "a\nb", String(repeating: "x", count: 65), "\u{202E}evil"] {
      let error = failure {
        _ = try vault.addSlot(NamedKey(text, fileKey()), by: author, at: later)
      }
      guard case .badKey? = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
    }
    #expect(
      failure { _ = try vault.removeSlot("fiel", by: author, at: later) }
        == .unknownSlot("fiel", known: ["file"]))
    #expect(failure { _ = try vault.removeSlot("file", by: author, at: later) } == .lastSlot)
    let rotated = failure {
      var other = try test.open()
      _ = try other.rotate(keeping: .without("file"), by: author, at: later)
    }
    #expect(rotated == .lastSlot)
  }

  @Test func `there are at most 32 slots, and 4 passphrases`() throws {
    let vault = try test.open()
    for number in 1...4 {
      _ = try vault.addSlot(
        NamedKey("words \(number)", .passphrase(Secret(text: "\(number)"), .floor)), by: author,
        at: later)
    }
    let fifth = NamedKey("words 5", .passphrase(Secret(text: "5"), .floor))
    #expect(failure { _ = try vault.addSlot(fifth, by: author, at: later) } == .tooManySlots(4))
    for number in 6...32 {
      _ = try vault.addSlot(NamedKey("file \(number)", fileKey()), by: author, at: later)
    }
    let next = NamedKey("one more", fileKey())
    #expect(failure { _ = try vault.addSlot(next, by: author, at: later) } == .tooManySlots(32))
    #expect(try vault.slotFacts().count == 32)
    #expect(try test.open(with: .passphrase(Secret(text: "4"))).slotName == "words 4")
  }

  @Test func `a changed passphrase replaces the old one`() throws {
    let test = try TemporaryVault(
      besides: [NamedKey("words", .passphrase(Secret(text: "old"), .floor))])
    let byFile = try test.open()
    let refused = failure {
      _ = try byFile.changePassphrase(
        to: .passphrase(Secret(text: "new"), .floor), by: author, at: later)
    }
    #expect(refused == .notByPassphrase)
    let vault = try test.open(with: .passphrase(Secret(text: "old")))
    _ = try vault.changePassphrase(
      to: .passphrase(Secret(text: "new"), .floor), by: author, at: later)
    #expect(
      failure { _ = try test.open(with: .passphrase(Secret(text: "old"))) }
        == .wrongKey(.passphrase))
    _ = try test.open(with: .passphrase(Secret(text: "new")))
  }

  @Test func `a session ends when its slot is taken away`() throws {
    let spare = Secret(SecretBytes.random(count: 32))
    let test = try TemporaryVault(besides: [NamedKey("spare", .keyFile(spare))])
    let theirs = try test.open(with: .keyFile(spare))
    try theirs.addLogin("a")
    _ = try test.open().removeSlot("spare", by: author, at: later)
    #expect(failure { try theirs.addLogin("b") } == .stale)
    #expect(failure { _ = try theirs.profiles(try everything()) } == .stale)
    #expect(failure { _ = try test.open(with: .keyFile(spare)) } == .wrongKey(.keyFile))
  }
}
