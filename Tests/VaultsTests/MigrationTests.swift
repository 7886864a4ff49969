import Auditing
import Foundation
import Profiles
import Sealing
import Storage
import TestSupport
import Testing
import Vaults

@Suite struct MigrationTests {
  private let test: TemporaryVault

  init() throws {
    test = try TemporaryVault()
    try test.open().addLogin("a", password: "one")
  }

  /// Makes the file what it was before the last step.
  private func takeBack() throws {
    try test.stranger.run(
      """
      DROP TABLE changeover;
      DELETE FROM migration WHERE number = 6
      """)
  }

  private func run() throws -> Migrated {
    try VaultMigration.run(path: test.path, by: "tester", at: later)
  }

  @Test func `an older file is not opened unasked`() throws {
    try takeBack()
    let before = try Data(contentsOf: URL(fileURLWithPath: test.path))
    #expect(failure { _ = try test.open() } == .needsMigration(["v0006-changeovers"]))
    #expect(try Data(contentsOf: URL(fileURLWithPath: test.path)) == before)
    let (facts, pending) = try VaultMigration.facts(path: test.path)
    #expect(pending == ["v0006-changeovers"] && facts.slotKinds == [.keyFile])
  }

  @Test func `a migration makes a copy, is written down, and is absorbed`() throws {
    try takeBack()
    let migrated = try run()
    let copy = test.path + ".before-v0006-changeovers"
    #expect(migrated.steps == ["v0006-changeovers"] && migrated.copy == copy)
    let again = try run()
    #expect(again.steps == [] && again.copy == nil)
    var vault = try test.open()
    #expect(try vault.password(of: "a") == "one")
    let events = try vault.events(limit: 3, before: nil, about: nil, by: author, at: later)
    #expect(events[2].action == "file.migrated" && !events[2].isAuthenticated)
    #expect(events[2].values(of: .file) == ["v0006-changeovers"])
    #expect(events[1].values(of: .absorbed) == ["1"])
    _ = try vault.rotate(keeping: .all, by: author, at: later)
    _ = try vault.verify(by: author, at: later)
  }

  @Test func `the copy is a vault of before, for us alone, and never replaced`() throws {
    try takeBack()
    let first = try run().copy ?? ""
    try takeBack()
    let second = try run().copy ?? ""
    #expect(first != second && second.hasSuffix("-2"))
    for copy in [first, second] {
      let mode = try FileManager.default.attributesOfItem(atPath: copy)[.posixPermissions]
      #expect(mode as? Int == 0o600)
      let error = failure { _ = try LockedVault(path: copy) }
      #expect(error == .needsMigration(["v0006-changeovers"]))
    }
    let names = try test.folder.files.filter { !$0.hasSuffix("-wal") && !$0.hasSuffix("-shm") }
    #expect(names.count == 3, "\(names)")
  }

  @Test func `a file of a newer program is refused and left alone`() throws {
    try test.stranger.run(
      "INSERT INTO migration VALUES (99, 'v0099-wings', zeroblob(32), 1)")
    #expect(failure { _ = try test.open() } == .newer)
    #expect(failure { _ = try run() } == .newer)
    #expect(try test.folder.files.filter { $0.contains("before") } == [])
  }

  @Test func `a signed wish for a newer reader is heeded, an unsigned one is damage or newer`()
    throws
  {
    try test.stranger.run("UPDATE vault SET minimum_reader = 2")
    #expect(failure { _ = try test.open() } == .newer)
    #expect(failure { _ = try VaultMigration.facts(path: test.path) } == .newer)
  }

  @Test func `a step in another wording is damage`() throws {
    try test.stranger.run("UPDATE migration SET checksum = zeroblob(32) WHERE number = 2")
    #expect(failure { _ = try test.open() }?.isTampering == true)
    #expect(failure { _ = try run() }?.isTampering == true)
  }

  @Test func `a planted table stops a migration too`() throws {
    try takeBack()
    try test.stranger.run("CREATE TABLE changeover (id BLOB)")
    #expect(failure { _ = try run() }?.isTampering == true)
  }
}
