import Auditing
import TestSupport
import Testing
import Vaults

@Suite struct SettingsTests {
  private func settle(_ vault: borrowing Vault, _ folder: String) throws {
    _ = try vault.changeBackups(
      to: .folder(folder), keepDays: 7, by: author, at: later)
  }

  @Test func `a vault of which nothing was settled says so`() throws {
    let vault = try TemporaryVault().open()
    #expect(try vault.settings() == VaultSettings())
    _ = try vault.verify(by: author, at: later)
  }

  @Test func `what was settled is read back, also by another and after the key was renewed`() throws
  {
    let test = try TemporaryVault()
    var vault = try test.open()
    try settle(vault, "/mnt/one")
    _ = try vault.rotate(keeping: .all, by: author, at: later)
    _ = try vault.verify(by: author, at: later)
    let again = try test.open()
    #expect(try again.settings() == VaultSettings(backups: .folder("/mnt/one"), keepDays: 7))
  }

  @Test func `that checks are demanded is kept beside the rest, and can end`() throws {
    let test = try TemporaryVault()
    var vault = try test.open()
    try settle(vault, "/mnt/one")
    _ = try vault.demandChecks(true, by: author, at: later)
    _ = try vault.rotate(keeping: .all, by: author, at: later)
    var wanted = VaultSettings(backups: .folder("/mnt/one"), keepDays: 7)
    wanted.demandsChecks = true
    #expect(try test.open().settings() == wanted)
    _ = try vault.demandChecks(false, by: author, at: later)
    wanted.demandsChecks = false
    #expect(try test.open().settings() == wanted)
    _ = try vault.verify(by: author, at: later)
  }

  @Test func `settling what is settled already writes nothing`() throws {
    let vault = try TemporaryVault().open()
    try settle(vault, "/mnt/one")
    try settle(vault, "/mnt/one")
    let events = try vault.events(limit: 100, before: nil, about: nil, by: author, at: later)
    #expect(events.filter { $0.action == Action.settingsChanged.rawValue }.count == 1)
  }

  @Test func `the settings with which a vault was made are recorded`() throws {
    let test = try TemporaryVault(settings: VaultSettings(backups: .none))
    let vault = try test.open()
    #expect(try vault.settings().backups == .none)
    _ = try vault.verify(by: author, at: later)
  }

  @Test(
    arguments: [
      "UPDATE settings SET sealed = (SELECT sealed FROM old.settings)",
      "DELETE FROM settings",
      "UPDATE settings SET sealed = randomblob(300)",
      "UPDATE settings SET sealed = (SELECT head FROM profile)",
    ])
  func `a row that is not the one that was written last is refused`(_ sql: String) throws {
    let test = try TemporaryVault()
    let vault = try test.open()
    try vault.addLogin("a")
    try settle(vault, "/mnt/one")
    let old = try test.snapshot()
    try settle(vault, "/mnt/two")
    try test.stranger.run(sql, old: old)
    for refusal in [
      failure { _ = try vault.settings() }, failure { try settle(vault, "/mnt/three") },
      failure { _ = try vault.verify(by: author, at: later) },
    ] {
      #expect(refusal?.isTampering == true)
    }
    #expect(try vault.password(of: "a") != nil)
  }

  @Test func `settings that were never written are not believed`() throws {
    let test = try TemporaryVault()
    let other = try TemporaryVault()
    try settle(try other.open(), "/mnt/evil")
    try test.stranger.run(
      "INSERT INTO settings SELECT * FROM old.settings", old: try other.snapshot())
    let vault = try test.open()
    #expect(failure { _ = try vault.settings() }?.isTampering == true)
    #expect(failure { _ = try vault.verify(by: author, at: later) }?.isTampering == true)
  }
}
