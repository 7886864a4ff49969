import Foundation
import Testing

/// Whatever ends in the middle, nothing hangs, and nothing is left behind.
@Suite(.waitsForProcesses) struct EndingTests {
  private let home: Home

  init() throws {
    home = try Home()
    try home.makeVault()
  }

  /// A second key that takes a while: a passphrase.
  private func addPassphrase() throws {
    try home.succeeds(
      home.sh(
        "coffer key add --new-passphrase-fd 0 --memory 64 --passes 3 --key-file key",
        input: .text("correct horse battery")))
  }

  @Test func `the output of unlock can be taken without waiting for the session to end`() throws {
    let outcome = try home.sh("x=$(coffer unlock --key-file key 2>&1); echo \"got $x\"")
    #expect(outcome.status == 0)
    #expect(outcome.line.hasPrefix("got "))
    #expect(home.agents.count == 1)
  }

  @Test func `a closed standard input is an answer, not a wait`() throws {
    let added = try home.coffer("add", "secret", "a", "value=-", input: .closed, with: home.keyed)
    #expect(added.status != 0 && !added.err.isEmpty)
    #expect(try home.coffer("list", input: .closed, with: home.keyed).status == 0)
    let locked = try home.coffer("list", input: .closed)
    #expect(locked.status == 5)
    #expect(locked.err.contains("coffer: hint: "))
  }

  @Test func `a closed or full output is no success, and a reader that leaves is no failure`()
    throws
  {
    #expect(try home.sh("coffer list --json >/dev/full", with: home.keyed).status == 17)
    let left = try home.sh("coffer help | head -1 >/dev/null; coffer list", with: home.keyed)
    #expect(left.status == 0)
    #expect(left.err.isEmpty)
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
  func `a signal at a prompt gives the echo back and leaves no agent`(_ signal: Int32) throws {
    let typist = try home.typist("\(home.programs)/coffer unlock; exec sleep 5")
    try typist.waitUntilHidden()
    let client = try #require(home.processes("coffer").first)
    _ = kill(client, signal)
    try typist.wait { _ in typist.isEchoing }
    #expect(home.agentsLeft().isEmpty)
  }

  @Test func `a terminal that hangs up ends the prompt and the agent`() throws {
    let typist = try home.typist("exec coffer unlock")
    try typist.waitUntilHidden()
    typist.hangUp()
    _ = try typist.finish()
    #expect(home.agentsLeft().isEmpty)
  }

  @Test func `an agent killed in the middle is said, and the next command works`() throws {
    try addPassphrase()
    let typist = try home.typist("coffer unlock --full")
    try typist.waitUntilHidden()
    for agent in home.agents { _ = kill(agent, SIGKILL) }
    typist.type("correct horse battery\n")
    #expect(try typist.finish() == 1)
    #expect(typist.unread.contains("coffer: error: "))
    #expect(typist.unread.contains("coffer: hint: "))
    try home.openSession()
    #expect(try home.coffer("list").status == 0)
  }

  @Test func `a session whose agent was killed is gone, and can be opened anew`() throws {
    try home.openSession()
    #expect(try home.coffer("session").status == 0)
    for agent in home.agents { _ = kill(agent, SIGKILL) }
    #expect(home.agentsLeft().isEmpty)
    #expect(home.sockets.count == 1, "the socket stays behind")
    #expect(try home.coffer("session").status == 5)
    #expect(try home.coffer("list").status == 5)
    #expect(try home.coffer("list", with: home.keyed).status == 0)
    try home.openSession("--full")
    #expect(home.agents.count == 1)
    #expect(try home.coffer("list").status == 0)
  }

  @Test func `a session whose agent is told to end ends in order`() throws {
    try home.openSession()
    let agent = try #require(home.agentsOnceThere(are: 1).first)
    _ = kill(agent, SIGTERM)
    #expect(home.agentsLeft().isEmpty)
    #expect(home.sockets.isEmpty)
    #expect(try home.coffer("list").status == 5)
    let events = try home.json("audit", "log")["events"] as? [[String: Any]] ?? []
    let ended = events.filter { $0["action"] as? String == "session.ended" }
    #expect(ended.count == 1)
    #expect(String(describing: ended).contains("told to end"))
  }

  @Test func `an agent that waits for its client ends when it is told to`() throws {
    try addPassphrase()
    let typist = try home.typist("coffer unlock --full")
    try typist.waitUntilHidden()
    for agent in home.agents { _ = kill(agent, SIGTERM) }
    #expect(home.agentsLeft().isEmpty)
    typist.type("correct horse battery\n")
    #expect(try typist.finish() == 1)
    #expect(typist.unread.contains("coffer: hint: "))
  }

  @Test func `a client killed in the middle leaves no agent, and nothing half done`() throws {
    let client = try home.start(
      "exec coffer add secret half value=/dev/stdin --key-file key", input: .text("x"))
    usleep(15_000)
    client.end()
    #expect(home.agentsLeft().isEmpty)
    try home.succeeds(home.coffer("audit", "verify", with: home.keyed))
  }

  @Test func `a new session takes the place of the old one`() throws {
    try home.openSession()
    let first = home.agents
    try home.openSession("--full")
    // The old one goes away by itself, after the new one has taken its place.
    let second = home.agentsOnceThere(are: 1)
    #expect(second.count == 1 && second != first)
    try home.succeeds(home.coffer("lock"))
    #expect(home.agentsLeft().isEmpty)
    #expect(home.sockets.isEmpty)
  }

  @Test func `a session ends by itself when nobody uses it`() throws {
    try home.openSession("--idle 1s")
    #expect(home.agentsLeft(after: .seconds(120)).isEmpty)
    #expect(try home.coffer("list").status == 5)
    let events = try home.sh("coffer audit log", with: home.keyed).out
    #expect(events.contains("session.ended"))
  }
}
