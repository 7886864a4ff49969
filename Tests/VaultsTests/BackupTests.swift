import Auditing
import Foundation
import Profiles
import Sealing
import TestSupport
import Testing
import Vaults

@Suite struct BackupTests {
  private func copy(of vault: borrowing Vault, in test: TemporaryVault) throws -> String {
    let path = test.folder.file("copy.coffer")
    try vault.copy(into: path)
    #expect(unsafe chmod(path, 0o600) == 0)
    return path
  }

  @Test func `a copy of a vault in use is whole and as it was at that moment`() throws {
    let test = try TemporaryVault()
    let vault = try test.open()
    try vault.addLogin("a")
    let path = try copy(of: vault, in: test)
    try vault.setPassword(of: "a", to: "later")
    let found = try vault.openCopy(at: path, by: author, at: later)
    let opened = try #require(try found?.inspect())
    #expect(opened.profiles == 1 && opened.versions == 1 && opened.events == 3)
    #expect(opened.lastEvent == later)
  }

  @Test func `a copy from before the vault key was renewed opens without another key`() throws {
    let test = try TemporaryVault()
    var vault = try test.open()
    try vault.addLogin("a")
    let path = try copy(of: vault, in: test)
    _ = try vault.rotate(keeping: .all, by: author, at: later)
    let opened = try vault.openCopy(at: path, by: author, at: later)
    #expect(try opened?.inspect().epoch == 1)
  }

  @Test func `a copy that lacks our slot takes a key of its own`() throws {
    let test = try TemporaryVault()
    let path = try copy(of: try test.open(), in: test)
    let newer = Secret(SecretBytes.random(count: 32))
    _ = try test.open().addSlot(NamedKey("newer", .keyFile(newer)), by: author, at: later)
    let vault = try test.open(with: .keyFile(newer))
    let found = try vault.openCopy(at: path, by: author, at: later)
    let isMissing = found == nil
    #expect(isMissing)
    let opened = try Vault.openCopy(at: path, with: .keyFile(test.key), by: author, at: later)
    #expect(try opened.inspect().events == 2)
  }

  @Test func `a copy of another vault is told apart`() throws {
    let test = try TemporaryVault()
    let other = try TemporaryVault()
    let path = try copy(of: try other.open(), in: other)
    let refusal = failure {
      _ = try test.open().openCopy(at: path, by: author, at: later)
    }
    guard case .otherVault? = refusal else {
      Issue.record("it was opened, or refused as \(String(describing: refusal))")
      return
    }
  }

  @Test func `a record that does not open in a copy is found`() throws {
    let test = try TemporaryVault()
    let vault = try test.open()
    try vault.addLogin("a")
    let path = try copy(of: vault, in: test)
    try Stranger(path: path).run("UPDATE version SET record = randomblob(length(record))")
    let opened = try vault.openCopy(at: path, by: author, at: later)
    #expect(failure { _ = try opened?.inspect() }?.isTampering == true)
  }

  @Test func `the record knows the last backup and the last check`() throws {
    let vault = try TemporaryVault().open()
    var standing = try vault.backupStanding()
    #expect(standing.lastMade == nil && standing.lastCheck == nil)
    #expect(standing.vaultMade == TemporaryVault.time)
    for (index, name) in ["one", "two", "three"].enumerated() {
      let time = later + Int64(index)
      try vault.note(
        backup: BackupFile(name: name, size: 5, digest: "d" + name), by: author, at: time)
      try vault.note(checkOf: name, failure: nil, by: author, at: time)
    }
    try vault.note(checkOf: "one", failure: "it is cut off", by: author, at: later + 9)
    standing = try vault.backupStanding()
    #expect(standing.lastName == "three" && standing.lastMade == later + 2)
    #expect(standing.lastCheckFailed && standing.lastCheck == later + 9)
    let expired = try vault.backups(before: later + 2)
    #expect(expired.map(\.name) == ["two", "one"])
    #expect(expired.first == BackupFile(name: "two", size: 5, digest: "dtwo"))
  }
}
