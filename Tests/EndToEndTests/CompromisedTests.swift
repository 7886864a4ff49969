import Foundation
import Sandboxing
import TestSupport
import Testing

/// Replacing what somebody may know, through the real programs.
@Suite(.waitsForProcesses) struct CompromisedTests {
  private let scene: PushScene
  /// The server is shared; the role is this test's own.
  private let role = "leak_" + String(UInt64.random(in: 0...UInt64.max), radix: 36)

  init() throws { scene = try PushScene() }

  private func object(_ line: String) throws -> [String: Any] {
    let outcome = try scene.coffer(line + " --json")
    return try JSONSerialization.jsonObject(with: Data(outcome.output)) as? [String: Any] ?? [:]
  }

  /// What remains, as name and state.
  private func remaining() throws -> [String: String] {
    var found: [String: String] = [:]
    for row in try object("compromised")["remaining"] as? [[String: Any]] ?? [] {
      found[row["name"] as? String ?? ""] = row["state"] as? String
    }
    return found
  }

  @Test func `it is asked first, written down, and listed until the old one is dead`() throws {
    try scene.addGood()
    try scene.runs("push sf --yes")
    #expect(try scene.runs("compromised").out.contains("nothing remains"))
    #expect(try scene.coffer("compromised sf").status == 2)
    let plan = try scene.runs("compromised sf --dry-run").out
    #expect(plan.contains("1. keep the new secret") && plan.contains("to eu/sf"), "\(plan)")
    #expect(try remaining().isEmpty, "nothing was written down so far")

    let begun = try scene.coffer("compromised sf --yes")
    #expect(begun.status == 15, "\(begun.out)\(begun.err)")
    #expect(begun.out.contains("coffer rotation resume sf"), "\(begun.out)")
    #expect(begun.err.contains("1 of 1 not replaced yet"), "\(begun.err)")
    #expect(try remaining() == ["sf": "asking"])
    #expect(try scene.coffer("compromised").status == 15)
    // What waits for a person is not done by going on.
    #expect(try scene.coffer("compromised --resume --yes").status == 15)
    #expect(try scene.coffer("rotation resume sf").status == 15)
    #expect(try remaining() == ["sf": "clearing"])
    try scene.runs("rotation resume sf")
    let over = try scene.runs("compromised")
    #expect(over.out.contains("nothing remains"))
    #expect(try scene.runs("audit log sf").out.contains("profile.compromised"))
    #expect(try scene.coffer("audit verify").status == 0)
    // Another time is another time.
    #expect(try scene.coffer("compromised sf --yes").status == 15)
    #expect(try remaining() == ["sf": "asking"])
  }

  @Test func `what was begun before loses its grace, is finished, and is done once more`() throws {
    try scene.addGood()
    try scene.runs("push sf --yes")
    try scene.coffer("rotate sf --grace 1h --yes")
    try scene.runs("rotation resume sf")
    #expect(try object("rotation show sf")["rows"].map { "\($0)".contains("overlapping") } == true)
    let first = try scene.coffer("compromised sf --yes")
    #expect(first.status == 15 && first.out.contains("made before this was known"), "\(first.out)")
    #expect(try remaining() == ["sf": "clearing"])
    try scene.runs("rotation resume sf")
    // Its new secret is as old as the leak.
    #expect(try remaining() == ["sf": "not begun"])
    #expect(try scene.coffer("compromised").status == 13)
    #expect(try scene.coffer("compromised --resume --yes").status == 15)
    #expect(try remaining() == ["sf": "asking"])
    try scene.coffer("rotation resume sf")
    try scene.runs("rotation resume sf")
    #expect(try scene.coffer("compromised").status == 0)
  }

  @Test func `with --keep-running the policy's grace stays`() throws {
    try scene.addGood()
    try scene.runs("policy sf --every 30d --grace 2h")
    try scene.coffer("compromised sf --keep-running --yes")
    #expect(try scene.runs("rotation resume sf").out.contains("the old one is retired after"))
    #expect(try remaining() == ["sf": "overlapping"])
    #expect(try scene.coffer("compromised").status == 13)
    #expect(try scene.coffer("compromised --resume --yes").status == 15)
    #expect(try remaining() == ["sf": "clearing"])
  }

  @Test func `of a workspace it takes what was sent there, and its key is for a person`() throws {
    try scene.addGood("sent")
    try scene.addGood("bound")
    try scene.runs("push sent --yes")
    let plan = try object("compromised --workspace eu --dry-run")
    let rows = plan["rows"] as? [[String: Any]] ?? []
    #expect(rows.compactMap { $0["names"] as? [String] } == [["sent"]])
    let hands = plan["byHand"] as? [[String: Any]] ?? []
    #expect(hands.compactMap { $0["name"] as? String } == ["eu"])
    #expect(hands.first?["rank"] as? String == "writes")
    let hint = hands.first?["hint"] as? String
    #expect(hint == "have it made there, then: coffer rotate eu apiKey=-")
    #expect(try scene.coffer("compromised --workspace us --dry-run").status == 3)
    // What was sent once and let go of is known there all the same.
    try scene.runs("unbind sent --yes")
    let gone = try object("compromised --workspace eu --dry-run")["rows"] as? [[String: Any]] ?? []
    #expect(gone.compactMap { $0["names"] as? [String] } == [["sent"]])
    let all = try object("compromised --everything --dry-run")["rows"] as? [[String: Any]] ?? []
    #expect(all.count == 2)
  }

  @Test func `of a key it takes what was read or brought through it, and says what no log tells`()
    throws
  {
    try scene.addGood("a")
    try scene.addGood("b")
    try scene.runs("key add --key-file key --key-file-new colleague.key --name colleague")
    try scene.runs("get a password --key-file colleague.key")
    let plan = try scene.runs("compromised --slot colleague --dry-run --json")
    #expect(plan.out.contains(#""names":["a"]"#) && !plan.out.contains(#""names":["b"]"#))
    #expect(plan.err.contains("no log tells"), "\(plan.err)")
    // What took its place since is nothing that they know.
    try scene.runs("set a password=-", "another")
    let later = try scene.runs("compromised --slot colleague --dry-run --json")
    #expect(!later.out.contains(#""names":["a"]"#), "\(later.out)")
    #expect(try scene.coffer("compromised --slot nobody --dry-run").status == 3)
  }

  @Test func `a secret that was set by hand waits for a person's word`() throws {
    try scene.runs("add secret s value=-", "old")
    #expect(try scene.coffer("compromised s --yes").status == 15)
    try scene.runs("rotation abandon s --yes")
    #expect(try remaining() == ["s": "not begun"])
    try scene.runs("set s value=-", "new")
    #expect(try remaining() == ["s": "replaced"])
    #expect(try scene.coffer("compromised").status == 15)
    #expect(try scene.coffer("compromised s --settled").status == 2)
    try scene.runs("compromised s --settled --yes")
    #expect(try scene.coffer("compromised").status == 0)
    #expect(try scene.coffer("compromised s --settled --yes").status == 3)
  }

  @Test func `a session for use writes it down, and says what it may not do`() throws {
    let use = try Home()
    try use.makeVault()
    try use.add("s", "x")
    try use.openSession()
    let outcome = try use.sh("coffer compromised s --yes")
    #expect(outcome.status == 15, "\(outcome.err)")
    #expect(outcome.out.contains("coffer unlock --full"), "\(outcome.out)")
    #expect(try use.sh("coffer compromised").status == 13)
    #expect(try use.sh("coffer compromised s --settled --yes").status == 7)
    #expect(try use.sh("coffer compromised nobody --yes").status == 3)
  }

  @Test(.enabled(if: PostgresServer.isWanted))
  func `what a destination stopped is gone on with, and then nothing remains`() throws {
    let server = try PostgresServer.shared.get()
    try server.addUser(role, password: "first-word")
    try scene.runs(
      "add postgres pg host=127.0.0.1 port=\(server.port) database=postgres ssl=false"
        + " user=\(role) password=-", "first-word")
    try scene.runs("bind pg --to eu")
    try scene.runs("push pg --yes")
    try scene.addGood()
    try scene.sandbox.fault(["status": 500])
    let stopped = try scene.coffer("compromised pg sf --yes")
    #expect(stopped.status == 15, "\(stopped.out)\(stopped.err)")
    #expect(try remaining() == ["pg": "pushing", "sf": "asking"])
    try scene.forgive()
    try scene.runs("rotation abandon sf --yes")
    #expect(try scene.coffer("compromised").status == 13)
    #expect(try scene.coffer("compromised --resume --yes").status == 15)
    #expect(try remaining() == ["sf": "asking"], "the password of pg is replaced")
    #expect(try scene.coffer("check pg").status == 0)
    let left = try object("compromised")["replaced"] as? [String]
    #expect(left == ["pg"])
  }

  @Test func `status is loud about rotations that wait for a person`() throws {
    try scene.addGood()
    try scene.runs("push sf --yes")
    #expect(try scene.coffer("status --exit-code").status == 0)
    try scene.coffer("rotate sf --yes")
    let status = try scene.coffer("status --exit-code")
    #expect(status.status == 14)
    #expect(status.out.contains("sf  its rotation waits for you"), "\(status.out)")
    #expect(status.out.contains("1 rotation waits for you"))
    let json = try scene.runs("status --json").out
    #expect(json.contains(#""overdue":0"#) && json.contains(#""stuck":1"#), "\(json)")
  }
}
