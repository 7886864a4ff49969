import Foundation
import Storage
import Testing

/// Vaults of an older and of a newer form, and damaged ones.
@Suite(.waitsForProcesses) struct FileTests {
  private let home: Home

  init() throws {
    home = try Home()
    try home.makeVault()
    try home.add("kept", "the secret")
    // Only when the last agent has gone is everything in the file itself.
    guard home.agentsLeft().isEmpty else { throw Trouble("an agent stays") }
  }

  private func alter(_ statements: String) throws {
    let connection = try Connection(path: home.vault, mode: .readWrite)
    try connection.execute(statements)
  }

  /// Takes the last step of the schema back, as a vault has it that an older release made.
  private func makeOlder() throws {
    try alter(
      """
      DROP TABLE changeover;
      DELETE FROM migration WHERE number = 6
      """)
  }

  @Test func `an older vault is migrated when asked to, and a copy is kept`() throws {
    try makeOlder()
    let before = try home.read(".local/share/coffer/vault.coffer")
    let refused = try home.coffer("list", with: home.keyed)
    #expect(refused.status == 15, "\(refused.err)")
    #expect(refused.err.contains("coffer migrate"))
    #expect(try home.coffer("migrate").status == 2)
    let preview = try home.coffer("migrate", "--dry-run")
    #expect(preview.out.contains("v0006"))
    #expect(try home.read(".local/share/coffer/vault.coffer") == before, "nothing was changed yet")

    let done = try home.coffer("migrate", "--yes", "--json")
    #expect(done.status == 0, "\(done.err)")
    let result = try JSONSerialization.jsonObject(with: Data(done.output)) as? [String: Any]
    let copy = try #require(result?["copy"] as? String)
    #expect((result?["steps"] as? [String])?.count == 1)
    #expect(try home.sh("stat -c %a '\(copy)'").line == "600")
    #expect(try home.coffer("get", "kept", with: home.keyed).line == "the secret")
    #expect(try home.coffer("audit", "log", with: home.keyed).out.contains("file.migrated"))
    try home.succeeds(home.coffer("audit", "verify", with: home.keyed))
    let older = try home.coffer("list", "--vault", copy, with: home.keyed)
    #expect(older.status == 15, "the copy is as the vault was: \(older.err)")
  }

  @Test func `a person is asked before an older vault is migrated`() throws {
    try makeOlder()
    let no = try home.typist("coffer list --key-file key")
    try no.expect("Migrate now? A copy is made first. [y/N] ")
    no.type("n\n")
    #expect(try no.finish() == 15)
    let yes = try home.typist("coffer get kept --key-file key")
    try yes.expect("[y/N] ")
    yes.type("y\n")
    try yes.expect("the secret")
    #expect(try yes.finish() == 0)
  }

  @Test func `a vault that is newer than the program is refused, and left alone`() throws {
    try alter(
      "INSERT INTO migration SELECT 99, 'v0099-later', checksum, applied_at FROM migration "
        + "WHERE number = 1")
    for line in ["list", "migrate --yes", "unlock", "audit verify"] {
      let outcome = try home.sh("coffer " + line, with: home.keyed)
      #expect(outcome.status == 10, "\(line): \(outcome.err)")
      #expect(outcome.err.contains("coffer: hint: "))
    }
  }

  @Test func `a planted trigger or a missing index is damage`() throws {
    let copy = home.file("planted.coffer")
    for change in [
      "CREATE TRIGGER planted AFTER INSERT ON event BEGIN DELETE FROM profile; END",
      "DROP INDEX profile_live", "CREATE TABLE more (a)", "CREATE VIEW profiles AS SELECT 1",
    ] {
      try home.sh("cp .local/share/coffer/vault.coffer planted.coffer; rm -f planted.coffer-*")
      let connection = try Connection(path: copy, mode: .readWrite)
      try connection.execute(change)
      _ = consume connection
      let outcome = try home.coffer("list", "--vault", copy, with: home.keyed)
      #expect(outcome.status == 9, "\(change): \(outcome.err)")
    }
  }

  @Test func `a file with a flipped byte never gives a wrong value`() throws {
    let whole = try home.read(".local/share/coffer/vault.coffer")
    var noticed = 0
    for number in 0..<40 {
      var bytes = whole
      bytes[number * (whole.count - 1) / 39] ^= 0x41
      // A name of its own: the agent of the round before may still be folding its journal into its file.
      let name = "flipped-\(number).coffer"
      try home.write(name, bytes)
      let got = try home.coffer("get", "kept", "--vault", home.file(name), with: home.keyed)
      if got.status == 0 {
        #expect(got.line == "the secret")
      } else {
        noticed += 1
        #expect([6, 9].contains(got.status), "byte \(number): \(got.status) \(got.err)")
        #expect(got.output.isEmpty)
      }
    }
    #expect(noticed > 0)
  }

  @Test func `a program without its agent says so`() throws {
    try home.sh("mkdir alone && cp \(home.programs)/coffer alone/")
    let outcome = try home.sh("alone/coffer list", with: home.keyed)
    #expect(outcome.status == 1)
    #expect(outcome.err.contains("coffer-agent") && outcome.err.contains("coffer: hint: "))
  }
}
