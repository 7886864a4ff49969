import Auditing
import Profiles
import Sealing
import TestSupport
import Testing
import Vaults

@Suite struct RotateTests {
  @Test func `a session of before reads and writes nothing more`() throws {
    let test = try TemporaryVault()
    var mine = try test.open()
    try mine.addLogin("a", password: "one")
    let theirs = try test.open()
    _ = try mine.rotate(keeping: .all, by: author, at: later)
    let events = try mine.events(limit: 100, before: nil, about: nil, by: author, at: later).count
    #expect(failure { try theirs.addLogin("b") } == .stale)
    #expect(failure { try theirs.setPassword(of: "a", to: "lost") } == .stale)
    #expect(failure { _ = try theirs.password(of: "a") } == .stale)
    #expect(failure { _ = try theirs.removeSlot("file", by: author, at: later) } == .stale)
    let after = try mine.events(limit: 100, before: nil, about: nil, by: author, at: later).count
    #expect(after == events + 1)
    #expect(try mine.password(of: "a") == "one")
    #expect(try test.open().password(of: "a") == "one")
  }

  @Test func `every record, name and slot is under the new key`() throws {
    let scene = try Scene(withPassphrase: true)
    let before = try HandReader(path: scene.test.path).records()
    var vault = try scene.test.open()
    let rotated = try vault.rotate(keeping: .all, by: author, at: later)
    #expect(rotated.profiles == 4 && rotated.versions == 5 && rotated.slots.count == 2)
    let after = try HandReader(path: scene.test.path).records()
    #expect(Set(before).isDisjoint(with: after))
    let seen = scene.walk()
    #expect(seen == nil, "\(String(describing: seen))")
    let byWords = try scene.test.open(with: .passphrase(Secret(text: "words")))
    #expect(try byWords.password(of: "a", version: 1) == "a-one")
    #expect(try vault.rotate(keeping: .all, by: author, at: later).epoch == 3)
    _ = try vault.verify(by: author, at: later)
  }

  @Test func `leaves a slot out`() throws {
    let spare = Secret(SecretBytes.random(count: 32))
    let test = try TemporaryVault(besides: [NamedKey("spare", .keyFile(spare))])
    var vault = try test.open()
    #expect(
      failure { _ = try vault.rotate(keeping: .without("spar"), by: author, at: later) }
        != nil)
    _ = try vault.rotate(keeping: .without("spare"), by: author, at: later)
    #expect(failure { _ = try test.open(with: .keyFile(spare)) } == .wrongKey(.keyFile))
    _ = try test.open()
  }

  @Test func `after a compromise only the presented key and a new code open`() throws {
    let spare = Secret(SecretBytes.random(count: 32))
    let test = try TemporaryVault(besides: [NamedKey("spare", .keyFile(spare))])
    let code = Secret(RecoveryCode.encode(SecretBytes.random(count: 32)))
    var vault = try test.open()
    let rotated = try vault.rotate(
      keeping: .onlyOwn(and: NamedKey("paper", .recovery(code))), by: author, at: later)
    #expect(Set(rotated.slots.map(\.name)) == ["file", "paper"])
    #expect(failure { _ = try test.open(with: .keyFile(spare)) } == .wrongKey(.keyFile))
    #expect(try test.open(with: .recovery(code)).slotName == "paper")
  }

  @Test func `a damaged record stops it with nothing done`() throws {
    let scene = try Scene()
    var vault = try scene.test.open()
    try scene.test.stranger.run(
      "UPDATE version SET record = zeroblob(320) WHERE profile = \(scene.id("b"))")
    let error = failure { _ = try vault.rotate(keeping: .all, by: author, at: later) }
    #expect(error?.isTampering == true)
    #expect(try vault.password(of: "a") == "a-two")
    #expect(try scene.test.open().password(of: "a") == "a-two")
  }
}
