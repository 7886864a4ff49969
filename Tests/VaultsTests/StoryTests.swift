import Auditing
import Profiles
import Sealing
import TestSupport
import Testing
import Vaults

@Suite struct StoryTests {
  @Test func `a vault goes through its whole life`() throws {
    let test = try TemporaryVault()
    var vault = try test.open()
    let added = try vault.add(try login("prod", password: "first"), by: author, at: later)
    #expect(added.version == 1 && added.isChanged && added.missing == [])
    try vault.addLogin("stage")

    let listed = try vault.profiles(try everything()).map(\.name.text)
    #expect(listed == ["prod", "stage"])
    #expect(try vault.password(of: "prod") == "first")

    try vault.setPassword(of: "prod", to: "second")
    #expect(try vault.password(of: "prod") == "second")
    #expect(try vault.password(of: "prod", version: 1) == "first")
    let history = try vault.history(of: try name("prod"))
    #expect(history.map(\.mark.state) == [.previous, .current])
    #expect(history.last?.changed == ["password"])

    let back = try vault.rollBack(
      try name("prod"), to: nil, ifVersion: 2, by: author, at: later)
    #expect(back.version == 3 && back.changed == ["password"])
    #expect(try vault.password(of: "prod") == "first")

    try vault.rename(try name("prod"), to: try name("live"), by: author, at: later)
    let labelled = try vault.label(
      [try name("live")], [("stage", "prod")], by: author, at: later)
    #expect(labelled == ["live"])
    try vault.remove([try name("live")], by: author, at: later)
    #expect(try vault.profiles(try everything(), removed: true).map(\.name.text) == ["live"])
    let returned = try vault.undelete(try name("live"), as: nil, by: author, at: later)
    #expect(returned == "live")
    #expect(try vault.password(of: "live") == "first")
    try vault.remove([try name("stage")], by: author, at: later)
    try vault.purge([try name("stage")], by: author, at: later)
    #expect(try vault.profiles(try everything(), removed: true).isEmpty)

    let second = Secret(SecretBytes.random(count: 32))
    var slots = try vault.addSlot(NamedKey("spare", .keyFile(second)), by: author, at: later)
    #expect(slots.map(\.name) == ["file", "spare"])
    slots = try vault.addSlot(
      NamedKey("words", .passphrase(Secret(text: "correct horse"), .floor)), by: author,
      at: later + 1)
    #expect(slots.last?.memoryMiB == 64)
    slots = try vault.removeSlot("spare", by: author, at: later)
    #expect(slots.map(\.name) == ["file", "words"])

    let rotated = try vault.rotate(keeping: .all, by: author, at: later)
    #expect(rotated.epoch == 2 && rotated.profiles == 1 && rotated.versions == 3)
    #expect(try vault.password(of: "live") == "first")
    let verified = try vault.verify(by: author, at: later)
    #expect(verified.profiles == 1 && verified.versions == 3)

    let byWords = try test.open(with: .passphrase(Secret(text: "correct horse")))
    #expect(try byWords.password(of: "live") == "first")
    let wrong = failure { _ = try test.open(with: .keyFile(second)) }
    #expect(wrong == .wrongKey(.keyFile))
  }
}
