import Foundation
import Testing

/// What may lie where the vault should be, and where it may not be.
@Suite(.waitsForProcesses) struct PlaceTests {
  private let home: Home

  init() throws {
    home = try Home()
  }

  /// An error has a status, says what happened, and what to do.
  private func refused(
    _ outcome: Outcome, _ status: Int32, _ word: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(outcome.status == status, "\(outcome.err)", sourceLocation: sourceLocation)
    #expect(outcome.err.contains(word), sourceLocation: sourceLocation)
    #expect(outcome.err.contains("coffer: hint: "), sourceLocation: sourceLocation)
    #expect(outcome.output.isEmpty, sourceLocation: sourceLocation)
  }

  @Test(arguments: ["", "no vault at all", "SQLite format 3\0 and then nothing"])
  func `a file that is no vault is damaged`(_ contents: String) throws {
    try home.write("v", Array(contents.utf8))
    try home.write("key", [UInt8](repeating: 7, count: 32))
    let outcome = try home.sh("coffer list --vault v --key-file key")
    refused(outcome, 9, "vault")
    #expect(try home.read("v") == Array(contents.utf8), "it is left as it was")
  }

  @Test func `a vault that other users may read or write is refused until it is closed`() throws {
    try home.makeVault()
    for mode in ["0640", "0602"] {
      try home.sh("chmod \(mode) \(home.vault)")
      refused(try home.coffer("list", with: home.keyed), 17, "open to other users")
    }
    try home.sh("chmod 0600 \(home.vault)")
    #expect(try home.coffer("list", with: home.keyed).status == 0)
  }

  @Test func `a symbolic link in the vault's place is refused, in a folder's place followed`()
    throws
  {
    try home.makeVault()
    try home.sh("ln -s \(home.vault) link.coffer; ln -s .local/share/coffer folder")
    let linked = try home.coffer("list", "--vault", home.file("link.coffer"), with: home.keyed)
    refused(linked, 17, "symbolic link")
    let inside = home.file("folder/vault.coffer")
    #expect(try home.coffer("list", "--vault", inside, with: home.keyed).status == 0)
    let dangling = "ln -s nowhere dangling; coffer init --vault dangling --new-key-file key2"
    #expect(try home.sh(dangling).status != 0)
    #expect(try home.sh("test -e nowhere || test -e key2").status == 1, "nothing was made")
  }

  @Test func `a folder in the vault's place, and a file in its folder's, are refused`() throws {
    try home.sh("mkdir folder.coffer; echo >file")
    #expect(try home.sh("coffer init --vault folder.coffer --new-key-file key").status == 4)
    let within = try home.sh("coffer init --vault file/v --new-key-file key")
    refused(within, 17, "folder")
    #expect(try home.sh("test -e key").status == 1, "no key file is left")
  }

  @Test func `a path of a socket that is too long is told, and commands go without a session`()
    throws
  {
    try home.makeVault()
    let long = home.path + "/" + String(repeating: "x", count: 90)
    try home.sh("mkdir -m 0700 \(long)")
    let extra = ["XDG_RUNTIME_DIR": long]
    let outcome = try home.sh("coffer unlock --key-file key", with: extra)
    refused(outcome, 17, "socket")
    #expect(outcome.err.contains("XDG_RUNTIME_DIR"))
    #expect(try home.sh("coffer list --key-file key", with: extra).status == 0)
    #expect(home.agentsLeft().isEmpty)
  }

  @Test func `something that is no socket in its place is refused`() throws {
    try home.makeVault()
    try home.openSession()
    let socket = try #require(home.sockets.first)
    try home.succeeds(home.coffer("lock"))
    try home.sh("echo >\(socket)")
    let outcome = try home.sh("coffer unlock --key-file key")
    #expect(outcome.status != 0 && !outcome.err.isEmpty)
    #expect(home.agentsLeft().isEmpty)
  }

  @Test(.enabled(if: Capability.wanted(Capability.canBeOthers)))
  func `a vault of another user is refused`() throws {
    let home = try Home(shared: true)
    try home.makeVault()
    try home.sh("cp key other.key; chown 65534:65534 other.key; chmod 0755 . .local .local/share")
    try home.sh("chmod 0755 .local/share/coffer; mkdir -m 0700 other; chown 65534:65534 other")
    try home.sh("mkdir -m 0700 other/run; chown 65534:65534 other/run")
    let outcome = try home.sh(
      "setpriv --reuid 65534 --regid 65534 --clear-groups "
        + "coffer list --vault \(home.vault) --key-file other.key",
      with: ["HOME": home.file("other"), "XDG_RUNTIME_DIR": home.file("other/run")])
    refused(outcome, 17, "belongs to another user")
  }
}
