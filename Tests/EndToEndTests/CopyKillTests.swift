import Foundation
import Testing

/// Backups and restores that are killed at any moment: what is there is whole, and is cleared up.
@Suite(.waitsForProcesses) struct CopyKillTests {
  private let home: Home
  private static let rounds = 40

  init() throws {
    home = try Home()
    try home.succeeds(
      home.sh("coffer init --new-key-file key --no-session --backup-to backups"))
    // Large enough that its copies take several pieces and moments.
    for name in "abcdefghijklmnopqrst".map(String.init) {
      try home.add(name, String(repeating: name, count: 60_000))
    }
  }

  /// Runs a command and kills it and its agent some time later, at most twice what it takes.
  private func kill(_ command: String, taking whole: Duration, round: Int) throws {
    let child = try home.start(command, with: home.keyed)
    let most = Int(whole.components.attoseconds / 1_000_000_000_000) + 1
    usleep(UInt32(most * 3 / 2 * round / Self.rounds))
    home.endAgents()
    child.end()
    guard home.agentsLeft().isEmpty else { throw Trouble("an agent stays") }
  }

  private func duration(_ command: String) throws -> Duration {
    try ContinuousClock().measure { try home.succeeds(home.sh(command, with: home.keyed)) }
  }

  private func names(_ folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: home.file(folder)).sorted()
  }

  @Test func `every backup that has its name is whole, and the next one clears up`() throws {
    let whole = try duration("coffer backup -q")
    for round in 0..<Self.rounds {
      try kill("coffer backup -q", taking: whole, round: round)
    }
    let named = try names("backups").filter { $0.hasSuffix(".coffer") }
    for name in named {
      try home.succeeds(home.sh("coffer backup --check backups/\(name)", with: home.keyed))
    }
    try home.succeeds(home.sh("coffer backup -q", with: home.keyed))
    #expect(try names("backups").filter { !$0.hasSuffix(".coffer") } == [])
    let beside = try names(".local/share/coffer")
    #expect(beside.filter { $0.contains(".taken-") || $0.contains(".staged-") } == [])
    try home.succeeds(home.coffer("audit", "verify", with: home.keyed))
  }

  @Test func `a restore is done or not done, and nothing is lost`() throws {
    try home.succeeds(home.sh("coffer backup - > then.copy", with: home.keyed))
    try home.succeeds(
      home.sh("printf now | coffer set a value=- -q", with: home.keyed))
    try home.succeeds(home.sh("coffer backup - > now.copy", with: home.keyed))
    let whole = try duration("coffer restore now.copy --yes -q")
    for round in 0..<Self.rounds {
      try kill("coffer restore then.copy --yes -q", taking: whole, round: round)
      let length = try home.coffer("get", "a", "--no-newline", with: home.keyed).output.count
      #expect(length == 3 || length == 60_000, "in round \(round)")
      try home.succeeds(home.coffer("audit", "verify", with: home.keyed))
      if length != 3 {
        try home.succeeds(home.sh("coffer restore now.copy --yes -q", with: home.keyed))
      }
    }
    let kept = try names(".local/share/coffer").filter {
      $0.contains(".before-restore-") && !$0.hasSuffix("-wal") && !$0.hasSuffix("-shm")
    }
    for name in kept {
      let path = ".local/share/coffer/" + name
      try home.succeeds(home.sh("coffer backup --check \(path)", with: home.keyed))
    }
  }
}
