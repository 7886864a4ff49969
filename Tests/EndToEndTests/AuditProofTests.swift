import Foundation
import Messages
import TestSupport
import Testing

/// Each way to tamper with the record, written into the file by another program, and how the built
/// programs name it.
@Suite(.waitsForProcesses, .enabled(if: Capability.canReadAlone, "python3 is missing"))
struct AuditProofTests {
  private let home: Home
  private static let script = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Support/tamper.py").path
  private static let verifier = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "ProofsTests/verifier.py").path

  init() throws {
    home = try Home()
    try home.makeVault()
    try home.add("a", "one")
    try home.add("b", "two")
  }

  private func tamper(_ way: String) throws {
    #expect(home.agentsLeft().isEmpty)
    try home.succeeds(home.sh("python3 '\(Self.script)' \(way) '\(home.vault)'"))
  }

  private func verify(_ options: String = "") throws -> Outcome {
    try home.sh("coffer audit verify \(options)", with: home.keyed)
  }

  private func checkpoint() throws {
    try home.succeeds(home.sh("coffer audit checkpoint --out safe", with: home.keyed))
  }

  /// The log: 1 vault.created, 2 vault.unlocked, 3 profile.added, 4 vault.unlocked, 5 profile.added, and
  /// what the first look adds: 6 vault.unlocked, 7 audit.verified.
  @Test(arguments: [
    ("edit", "event 3"), ("delete", "event 3"), ("cut_tail", "ends at event 6"),
    ("cut_head", "event 1 of the audit log: it is missing"), ("reorder", "event 3"),
    ("replay", "event 8"), ("insert", "event 7"), ("strip", "event 3"), ("swap_details", "event 3"),
  ])
  func `is named with its place, and ends with 9`(way: String, place: String) throws {
    #expect(try verify().status == 0)
    try tamper(way)
    let seen = try verify()
    #expect(seen.status == 9, "\(seen.out)\(seen.err)")
    #expect(seen.err.contains(place), "\(seen.err)")
  }

  @Test func `an older state of the records is seen without their events`() throws {
    try tamper("save_records")
    try home.succeeds(home.sh("echo three | coffer set a value=-", with: home.keyed))
    try tamper("restore_records")
    let seen = try verify()
    #expect(seen.status == 9 && seen.err.contains("'a'"), "\(seen.err)")
  }

  @Test func `yesterday's file is whole by itself, and not against a checkpoint of today`() throws {
    #expect(home.agentsLeft().isEmpty)
    try home.succeeds(home.sh("cp -r .local/share/coffer yesterday"))
    try home.add("c", "three")
    try checkpoint()
    #expect(try verify("--against safe").status == 0)
    #expect(home.agentsLeft().isEmpty)
    try home.succeeds(home.sh("rm -r .local/share/coffer; cp -r yesterday .local/share/coffer"))
    #expect(try verify().status == 0)
    let seen = try verify("--against safe")
    #expect(seen.status == 9 && seen.err.contains("event"), "\(seen.err)")
  }

  @Test func `a checkpoint stands among other lines, and others' are refused`() throws {
    try checkpoint()
    try home.succeeds(
      home.sh("(echo boot; sed 's/^/Nov 28 10:41 host coffer[7]: /' safe; echo end) > system.log"))
    let good = try verify("--against system.log")
    #expect(good.status == 0 && good.out.contains("1 checkpoint"), "\(good.out)\(good.err)")
    try home.succeeds(home.sh("sed 's/sequence=./sequence=1/' safe > forged"))
    #expect(try verify("--against forged").status == 9)
    #expect(try verify("--against key").status == 8)
    // One that was cut off is not overlooked, and the next one does not become one line with it.
    try home.succeeds(home.sh("head -c 100 safe > safe.cut; mv safe.cut safe"))
    try checkpoint()
    try home.succeeds(home.sh("test $(wc -l < safe) = 2 && tail -n 1 safe > last"))
    #expect(try verify("--against safe").status == 9)
    #expect(try verify("--against last").status == 0)
    #expect(try verify("--against nothing").status == 3)
  }

  private func export(_ options: String) throws -> String {
    let outcome = try home.sh("coffer audit export \(options) --json", with: home.keyed)
    try home.succeeds(outcome)
    let result = try JSONSerialization.jsonObject(with: Data(outcome.output)) as? [String: Any]
    return try #require(result?["key"] as? String)
  }

  @Test func `exports are one chain that needs no vault, also for another's verifier`() throws {
    let key = try export("--out one")
    try home.add("c", "three")
    _ = try export("--since-checkpoint 'a*' --out two")
    let both = try home.sh("coffer audit verify --export one --export two --key \(key)")
    #expect(both.status == 0, "\(both.err)")
    let other = try home.sh("python3 '\(Self.verifier)' \(key) one two")
    #expect(other.status == 0, "\(other.out)\(other.err)")
    // Nothing is there twice, and nothing is missing.
    let numbers = try home.sh("grep -ho '\"sequence\":[0-9]*' one two").out
      .split(separator: "\n").compactMap { Int($0.dropFirst(11)) }
    #expect(numbers == Array(1...(numbers.count)))
    let second = try home.sh("cat two").out
    #expect(!second.contains("\"b\"") && !second.contains("\"c\""), "other tenants stay hidden")
    #expect(try home.sh("coffer audit verify --export two --export one --key \(key)").status == 9)
    #expect(try home.sh("coffer audit export --out one", with: home.keyed).status == 4)
    let wrong = String(repeating: "0", count: 64)
    #expect(try home.sh("coffer audit verify --export one --key \(wrong)").status == 9)
    #expect(try home.sh("coffer audit verify --export one").status == 2)
  }

  /// An export as of a client that is stopped before its last message.
  private func exportAndStop(to name: String, after: Int64?) throws {
    var session = try RawSession(home)
    _ = try session.answer(BeginAuditExport(after: after, place: home.file(name)))
    var bytes: [UInt8] = []
    var isLast = false
    while !isLast {
      let piece = try session.answer(ReadAuditExport())
      for secret in piece.attachments { bytes += Array(secret.text.utf8) }
      isLast = piece.answer.isLast
    }
    try home.write(name, bytes)
  }

  @Test func `an export that was stopped after its file was whole is there once`() throws {
    try home.openSession()
    try exportAndStop(to: "one", after: nil)
    let stopped = try home.sh("coffer audit export --since-checkpoint --out two")
    #expect(stopped.status == 0 && stopped.err.contains("was finished by"), "\(stopped.err)")
    // The same command again finds what it had written.
    try exportAndStop(to: "three", after: nil)
    let again = try home.sh("coffer audit export --since-checkpoint --out three")
    #expect(again.status == 0 && again.out.contains("exported"), "\(again.err)")
    // What is only half there, or not there any more, counts for nothing.
    try exportAndStop(to: "gone", after: nil)
    try home.succeeds(home.sh("sed -i '$d' gone"))
    let key = try export("--since-checkpoint --out four")
    #expect(
      try home.sh("coffer audit export --since-checkpoint --out four", with: home.keyed).status == 4
    )
    let verified = try home.sh(
      "coffer audit verify --export one --export two --export three --export four --key \(key)")
    #expect(verified.status == 0, "\(verified.err)")
  }

  @Test func `exports that are killed at any moment make one chain`() throws {
    let command = "coffer audit export --since-checkpoint --out"
    let whole = try ContinuousClock().measure {
      try home.succeeds(home.sh("\(command) log-00", with: home.keyed))
    }
    let most = Int(whole.components.attoseconds / 1_000_000_000_000) + 1
    let rounds = 12
    for round in 1...rounds {
      let child = try home.start("\(command) log-\(9 + round)", with: home.keyed)
      usleep(UInt32(most * 5 / 4 * round / rounds))
      home.endAgents()
      child.end()
    }
    let key = try export("--since-checkpoint --out log-99")
    let files = try home.sh("ls log-??").out.split(separator: "\n")
    let options = files.map { "--export \($0)" }.joined(separator: " ")
    let verified = try home.sh("coffer audit verify \(options) --key \(key)")
    #expect(verified.status == 0, "\(files): \(verified.err)")
  }

  @Test(arguments: [
    ("s/\"b\"/\"x\"/", "event 5: what is disclosed"),
    ("3s/\"outcome\":1/\"outcome\":2/", "event 2: what is disclosed"),
    ("3d", "event 2: it is missing"), ("$d", "without a checkpoint"),
    ("s/\"key\":\"./\"key\":\"x/", "no line of an export"),
  ])
  func `an export that was changed is refused, by both verifiers`(
    edit: String, word: String
  ) throws {
    let key = try export("--out log")
    try home.succeeds(home.sh("sed '\(edit)' log > changed; ! cmp -s log changed"))
    let seen = try home.sh("coffer audit verify --export changed --key \(key)")
    #expect(seen.status == 9 && seen.err.contains(word), "\(seen.out)\(seen.err)")
    #expect(try home.sh("python3 '\(Self.verifier)' \(key) changed").status != 0)
  }

  @Test func `reading the record is one event, however much is read`() throws {
    for _ in 0..<3 {
      try home.succeeds(home.sh("coffer audit log --format ndjson", with: home.keyed))
    }
    let log = try home.json("audit", "log", "--action", "'audit.*'")["events"] as? [[String: Any]]
    #expect(log?.count == 3)
  }

  @Test func `who follows sees what happens and writes nothing`() throws {
    try home.openSession("--full")
    let child = try home.start(
      "exec coffer audit log --action change --follow --format ndjson > seen")
    try wait(for: "\"name\":\"b\"")
    try home.succeeds(home.sh("echo three | coffer add secret c value=-"))
    try wait(for: "\"name\":\"c\"")
    child.signal(SIGINT)
    let ended = try child.finish(within: .seconds(120))
    #expect(ended.status == 0, "\(ended.err)")
    let reads = try home.json("audit", "log", "--action", "audit.read")["events"] as? [Any]
    #expect(reads?.count == 1)
  }

  /// Until what is followed shows a text.
  private func wait(for text: String) throws {
    let end = ContinuousClock.now + .seconds(120)
    while !String(decoding: (try? home.read("seen")) ?? [], as: UTF8.self).contains(text) {
      guard ContinuousClock.now < end else { throw Trouble("\(text) was not shown") }
      usleep(20_000)
    }
  }

  @Test func `hostile names and causes are inert in every format`() throws {
    let hostile = "=cmd|' /C calc'!A0,\"x\"\n\u{1B}[2J"
    try home.write("hostile", Array(hostile.utf8))
    try home.succeeds(
      home.sh("coffer set a --note \"$(cat hostile)\" 2>/dev/null || true", with: home.keyed))
    try home.sh("coffer audit log \"$(cat hostile)\" --json", with: home.keyed)
    try home.sh("coffer audit log --session \"$(cat hostile)\"", with: home.keyed)
    let read = """
      import csv, json, sys
      rows = list(csv.reader(open("log.csv", newline="")))
      assert len({len(row) for row in rows}) == 1, "cells"
      assert not any(cell[:1] in "=+-@\\t" for row in rows for cell in row if cell), "formula"
      events = [json.loads(line) for line in open("log.ndjson")]
      assert len(events) + 1 >= len(rows), "lines"
      assert any("cmd|" in cell for row in rows for cell in row), "it came to the record"
      for name in ("log.csv", "log.ndjson", "log.txt"):
          text = open(name, newline="").read()
          assert not any(ord(c) < 32 and c != "\\n" for c in text), name
      """
    try home.write("read.py", Array(read.utf8))
    try home.succeeds(
      home.sh(
        """
        coffer audit log --format csv > log.csv && coffer audit log --format ndjson > log.ndjson \
        && coffer audit log > log.txt && python3 read.py
        """, with: home.keyed))
  }
}
