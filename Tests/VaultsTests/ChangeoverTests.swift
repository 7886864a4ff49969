import Auditing
import Profiles
import Sealing
import TestSupport
import Testing
import Vaults

/// The journal of a credential that is being replaced.
@Suite struct ChangeoverTests {
  private let test: TemporaryVault

  init() throws {
    test = try TemporaryVault()
    try test.open().addLogin("a", password: "one")
  }

  private func begin(
    _ vault: borrowing Vault, known: UInt32? = nil, _ fields: [VersionField] = [password("two")]
  ) throws -> Changeover {
    let id = try #require(try vault.profiles(try only("a")).first?.id)
    var new = NewChangeover(.assisted, of: [id], fields: fields)
    if let known { new.known = [id: known] }
    return try vault.begin(new, by: author, at: later)
  }

  private func states(_ vault: borrowing Vault) throws -> [VersionState] {
    try vault.profiles(try only("a")).first?.versions.map(\.state) ?? []
  }

  @Test func `what is prepared is not current before it is switched over, and then all at once`()
    throws
  {
    let vault = try test.open()
    var changeover = try begin(vault)
    #expect(try vault.password(of: "a") == "one")
    #expect(try vault.password(of: "a", version: 2) == "two")
    #expect(try states(vault) == [.current, .pending])
    changeover.step = .pushing
    changeover = try vault.switchOver(changeover, by: author, at: later)
    #expect(try test.open().password(of: "a") == "two")
    #expect(try states(vault) == [.previous, .current])
    #expect(try vault.changeovers() == [changeover])
    try vault.end(changeover, RotationEvent(.rotationDone), by: author, at: later)
    #expect(try states(vault) == [.retired, .current])
    #expect(try vault.changeovers() == [])
    #expect(try vault.password(of: "a", version: 1) == "one", "nothing is lost")
    _ = try vault.verify(by: author, at: later)
  }

  @Test func `a secret counts as rotated once another is current, and not before`() throws {
    let vault = try test.open()
    var changeover = try begin(vault)
    let at = later + 1_000
    func rotated(_ vault: borrowing Vault) throws -> Int64? {
      try vault.lastSeen(try only("a"), words: [], by: author, at: at).lines.first?.rotated
    }
    #expect(try rotated(vault) == nil)
    changeover.step = .pushing
    _ = try vault.switchOver(changeover, by: author, at: at)
    #expect(try rotated(vault) == at)
  }

  @Test func `nobody changes what is being replaced, nor begins twice`() throws {
    let vault = try test.open()
    let changeover = try begin(vault)
    let refused = VaultError.inRotation(name: "a")
    #expect(failure { try vault.setPassword(of: "a", to: "three") } == refused)
    #expect(failure { _ = try begin(vault) } == refused)
    #expect(failure { try vault.remove([try name("a")], by: author, at: later) } == refused)
    try vault.end(changeover, RotationEvent(.rotationAbandoned), by: author, at: later)
    #expect(try states(vault) == [.current, .retired])
    try vault.setPassword(of: "a", to: "three")
    #expect(try vault.password(of: "a") == "three")
    _ = try vault.verify(by: author, at: later)
  }

  @Test func `who knows an older state writes over nothing`() throws {
    let vault = try test.open()
    let first = try begin(vault)
    var second = first
    second.step = .applying
    let written = try vault.note(second, by: author, at: later)
    #expect(written.revision == first.revision + 1)
    #expect(failure { _ = try vault.note(first, by: author, at: later) } == .rotationMoved)
    #expect(
      failure { try vault.end(first, RotationEvent(.rotationDone), by: author, at: later) }
        == .rotationMoved)
    try vault.end(written, RotationEvent(.rotationAbandoned), by: author, at: later)
    #expect(failure { _ = try vault.note(written, by: author, at: later) } == .rotationOver)
  }

  @Test func `what was decided of another version is not begun`() throws {
    let vault = try test.open()
    try vault.setPassword(of: "a", to: "newer")
    #expect(
      failure { _ = try begin(vault, known: 1) }
        == .versionConflict(name: "a", wanted: 1, found: 2))
    _ = try begin(vault, known: 2)
  }

  @Test func `host and user stay those of the secret in use`() throws {
    let vault = try test.open()
    for (field, value) in [("host", "evil.example"), ("username", "root")] {
      #expect(
        failure { _ = try begin(vault, [VersionField(field, .clear(value)), password("two")]) }
          == .newDestination(fields: [field]))
    }
    #expect(try vault.changeovers() == [])
  }

  @Test func `a row that is put back is refused, and so is one that is taken away`() throws {
    let vault = try test.open()
    var changeover = try begin(vault)
    let old = try test.snapshot()
    changeover.step = .applying
    _ = try vault.note(changeover, by: author, at: later)
    for change in [
      "DELETE FROM changeover; INSERT INTO changeover SELECT * FROM old.changeover",
      "DELETE FROM changeover",
    ] {
      try test.stranger.run(change, old: old)
      #expect(failure { _ = try vault.changeovers() }?.isTampering == true, "\(change)")
      #expect(failure { _ = try vault.verify(by: author, at: later) }?.isTampering == true)
    }
  }

  @Test func `a journal and a policy are sealed under the next key too`() throws {
    var vault = try test.open()
    var changeover = try begin(vault)
    changeover.facts = ["id": "x"]
    changeover.trouble = Changeover.Trouble(.destination, "eu/a failing", at: later)
    changeover = try vault.note(changeover, by: author, at: later)
    var policy = PolicyChange()
    policy.every = 86_400
    policy.window = RotationPolicy.Window("23:00-01:00")
    _ = try vault.settle(policy, for: try only("a"), by: author, at: later)
    _ = try vault.rotate(keeping: .all, by: author, at: later)
    let again = try test.open()
    #expect(try again.changeovers() == [changeover])
    let kept = try again.profiles(try only("a")).first?.policy
    #expect(kept?.every == 86_400 && kept?.window?.text == "23:00-01:00")
    _ = try again.verify(by: author, at: later)
  }
}
