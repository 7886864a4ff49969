import Foundation
import Messages
import Testing

/// What root finds in the memory of the agent that ships: what it holds, and nothing that it is done with.
@Suite(.waitsForProcesses, .enabled(if: Capability.wanted(Capability.isRoot)))
struct MemoryTests {
  private let home: Home
  private let canary = Canary()

  init() throws {
    home = try Home()
    try home.makeVault()
    try home.add("a", canary.text)
  }

  /// The session's, once those of the commands before it have gone.
  private func agent() throws -> pid_t {
    let agents = home.agentsOnceThere(are: 1)
    guard let agent = agents.first, agents.count == 1 else { throw Trouble("agents: \(agents)") }
    return agent
  }

  @Test func `a secret is in memory while it is held, and gone once it was fetched`() throws {
    try home.openSession("--full")
    let agent = try agent()
    #expect(try Memory.found(canary, in: agent).isEmpty)
    var session = try RawSession(home)
    let call = BeginExport(SelectorInput(all: true), form: .recipient)
    let refusal = try session.refusal(call.message)
    #expect(refusal == nil)
    let held = try Memory.found(canary, in: agent)
    #expect(held == ["plain"], "the search finds what is there")
    _ = consume session
    let end = ContinuousClock.now + .seconds(120)
    var left = try Memory.found(canary, in: agent)
    while !left.isEmpty, ContinuousClock.now < end { left = try Memory.found(canary, in: agent) }
    #expect(left.isEmpty)
  }

  @Test func `nothing of a secret stays in the memory of a session`() throws {
    try home.openSession("--full")
    let agent = try agent()
    let secret = Child.Input.text(canary.text)
    let word = try home.sh("coffer key new me --quiet").line
    for line in [
      "coffer get a", "coffer get a --json", "coffer show a --reveal", "coffer set a value=-",
      "coffer add secret b value=-", "coffer history a --diff", "coffer rename b c",
      "coffer remove c --yes", "coffer undelete c", "coffer rollback a", "coffer get a",
      "coffer export --all --to \(word) -o sealed",
      "coffer import sealed --from-identity me --update --yes",
      "coffer export --all --plaintext --yes -o plain", "coffer import plain --update --yes",
      "coffer purge --history a --yes", "coffer backup - > copy", "coffer backup --check copy",
      "coffer add secret 'bad name' value=-", "coffer set a nothing=-",
      "coffer add snowflake k privateKey=-", "coffer audit verify", "coffer list",
    ] {
      try home.sh(line, input: secret)
      #expect(try Memory.found(canary, in: agent).isEmpty, "\(line)")
    }
    #expect(home.agents == [agent])
  }

  @Test func `a passphrase is gone from memory once it has opened the vault`() throws {
    let place = ["COFFER_VAULT": home.file("p.coffer")]
    let typed = Child.Input.text(canary.text + "\n")
    for line in ["init --memory 64 --passes 3 --no-session", "unlock --full"] {
      try home.succeeds(
        home.sh("coffer \(line) --passphrase-fd 0", input: typed, with: place))
    }
    #expect(try Memory.found(canary, in: try agent()).isEmpty)
  }
}
