import Foundation
import Testing

/// Checkpoints that keep themselves, in places of the machine.
@Suite(.waitsForProcesses) struct CheckpointTests {
  private let home: Home

  init() throws {
    home = try Home()
    try home.makeVault()
    try home.sh("mkdir -p .config/coffer safe")
    try settle("every 6", home.file("safe"))
  }

  private func settle(_ lines: String...) throws {
    try home.sh("rm -f .config/coffer/checkpoints")
    try home.write(
      ".config/coffer/checkpoints", Array(lines.map { $0 + "\n" }.joined().utf8))
  }

  private func kept() throws -> Int {
    try home.sh("cat safe/vault.checkpoints 2> /dev/null").out.split(separator: "\n").count
  }

  @Test func `there is one after so many events, and none before`() throws {
    // The vault was made by one event; each command is two, for it opens the vault first.
    for (name, count) in [("a", 0), ("b", 0), ("c", 1), ("d", 1), ("e", 1), ("f", 2)] {
      try home.add(name, "value")
      #expect(try kept() == count, "\(name)")
    }
    let verified = try home.sh(
      "coffer audit verify --against safe/vault.checkpoints", with: home.keyed)
    #expect(verified.status == 0 && verified.out.contains("2 checkpoints from elsewhere"))
  }

  @Test func `locking keeps one of all that happened`() throws {
    try home.openSession("--full")
    try home.succeeds(home.sh("coffer list"))
    let before = try kept()
    try home.succeeds(home.sh("echo v | coffer add secret a value=-"))
    #expect(try kept() == before)
    try home.succeeds(home.sh("coffer lock"))
    #expect(try kept() == before + 1)
    let again = try home.sh("coffer lock")
    #expect(again.status == 0 && again.err.isEmpty, "without a session there is nothing to keep")
  }

  @Test func `a place that fails is loud and stops neither the command nor the others`() throws {
    try settle("every 1", home.file("missing"), home.file("safe"))
    let outcome = try home.sh("echo v | coffer add secret a value=- -q", with: home.keyed)
    #expect(outcome.status == 0)
    #expect(outcome.err.contains("no checkpoint was kept: the folder for checkpoints is missing"))
    #expect(try kept() == 1)
    #expect(!FileManager.default.fileExists(atPath: home.file("missing")))
    try settle("evry 1")
    let misspelt = try home.sh("coffer list", with: home.keyed)
    #expect(misspelt.status == 0 && misspelt.err.contains("line 1, says nothing about checkpoints"))
    try home.sh("rm safe/vault.checkpoints; mkdir safe/vault.checkpoints")
    try settle("every 1", home.file("safe"))
    let folder = try home.sh("coffer list", with: home.keyed)
    #expect(folder.status == 0 && folder.err.contains("no checkpoint was kept"))
  }

  @Test func `a place that cannot be written costs the others no line`() throws {
    try home.sh("mkdir linked; touch elsewhere; ln -s ../elsewhere linked/vault.checkpoints")
    try settle("every 6", home.file("linked"), home.file("safe"))
    for (name, count) in [("a", 0), ("b", 0), ("c", 1), ("d", 1)] {
      try home.add(name, "value")
      #expect(try kept() == count, "\(name)")
    }
  }

  @Test func `that an older vault was put back is seen by the next command`() throws {
    try home.succeeds(home.sh("coffer list", with: home.keyed))
    #expect(home.agentsLeft().isEmpty)
    try home.sh("cp -r .local/share/coffer older")
    try settle("every 1", home.file("safe"))
    for name in ["a", "b", "c"] { try home.add(name, name) }
    #expect(home.agentsLeft().isEmpty)
    try home.sh("rm -r .local/share/coffer; mv older .local/share/coffer")
    let seen = try home.sh("coffer list", with: home.keyed)
    #expect(seen.status == 0 && seen.err.contains("the audit log ends at event"), "\(seen.err)")
    // What somebody else wrote there is not believed, and hides nothing.
    try home.sh("echo coffer-checkpoint 1 vault=00 > safe/vault.checkpoints")
    try home.succeeds(home.sh("coffer list", with: home.keyed))
    #expect(try kept() == 2)
  }
}
