import Console
import Messages
import Testing

@Suite struct CompromisedTests {
  /// Events of one profile, the first the oldest, as the log gives them: newest first.
  private func events(
    _ words: [(String, String?)], of id: String = "aa", from start: Int64 = 10
  ) -> [EventLine] {
    words.enumerated().map { offset, word in
      EventLine(
        sequence: start + Int64(offset), time: (start + Int64(offset)) * 1_000, action: word.0,
        outcome: "done", subject: id,
        facts: [EventLine.Fact(key: "cause", value: "key laptop")]
          + (word.1.map { [EventLine.Fact(key: "version", value: $0)] } ?? []),
        isAuthenticated: true)
    }.reversed()
  }

  private func exposure(after words: [(String, String?)], from start: Int64 = 10) -> Exposure? {
    let report = events([("profile.compromised", nil)], from: 9)
    return Exposure.list(reports: report, rotations: events(words, from: start)).first
  }

  private func row(
    _ name: String, _ state: String = "asking", _ status: ExitStatus = .needsPerson,
    pending: UInt32 = 2, reason: String = ""
  ) -> RotationRow {
    RotationRow(
      names: [name], strategy: "assisted", state: state, isStuck: false, reason: reason,
      hint: "coffer rotation resume \(name)", works: "version 1", pending: pending, status: status)
  }

  private func plan(_ names: String..., strategy: String = "replace", isBegun: Bool = false)
    -> RotationPlanRow
  {
    RotationPlanRow(
      names: names, strategy: strategy, steps: ["set it"], risks: [], destinations: ["eu/x"],
      isBegun: isBegun)
  }

  @Test func `a rotation that was begun and ended afterwards is what ends it`() throws {
    let good: [(String, String?)] = [
      ("rotation.prepared", "2"), ("rotation.switched", "2"), ("rotation.done", nil),
    ]
    #expect(exposure(after: good)?.isOver == true)
    for length in 0..<good.count {
      let cut = try #require(exposure(after: Array(good.prefix(length))))
      #expect(!cut.isOver && cut.isFresh == (length > 0))
    }
    // What happened before is not about it.
    #expect(exposure(after: good, from: 1)?.isOver == false)
  }

  @Test func `a secret that was made before it was known counts for nothing`() throws {
    let old = try #require(exposure(after: [("rotation.switched", "2"), ("rotation.done", nil)]))
    #expect(!old.isOver && old.isStale && !old.isFresh)
    // Another one was made on the way, as the first was not taken.
    let remade: [(String, String?)] = [
      ("rotation.prepared", "3"), ("rotation.switched", "3"), ("rotation.done", nil),
    ]
    #expect(exposure(after: remade)?.isOver == true)
    let stale: [(String, String?)] = [("rotation.switched", "2"), ("rotation.done", nil)]
    #expect(exposure(after: stale + remade)?.isOver == true)
  }

  @Test func `what was given up does not count, whatever ends later`() {
    let words: [(String, String?)] = [
      ("rotation.prepared", "2"), ("rotation.switched", "2"), ("rotation.abandoned", nil),
      ("rotation.done", nil),
    ]
    #expect(exposure(after: words)?.isOver == false)
    #expect(exposure(after: words)?.isFresh == false)
  }

  @Test func `the last report counts, and a person's word ends it`() {
    let reports = events([
      ("profile.compromised", nil), ("profile.settled", nil), ("profile.compromised", nil),
    ])
    #expect(Exposure.list(reports: reports, rotations: []).map(\.sequence) == [12])
    let settled = events([("profile.compromised", nil), ("profile.settled", nil)])
    #expect(Exposure.list(reports: settled, rotations: []).isEmpty)
    #expect(exposure(after: [])?.cause == "key laptop")
  }

  @Test func `the key of the Cloud goes first, and what nobody checked before what only reads`() {
    let admins: Set = ["boss"]
    let powers = ["w": true, "r": false]
    func rank(_ name: String, _ type: String = "postgres") -> Rank {
      let profile = ProfileSummary(
        id: name, name: name, type: type, labels: [:], note: "", via: nil, version: 1,
        changedAt: 0, missing: [], removedAt: nil)
      return Rank.of(profile, admins: admins, powers: powers)
    }
    #expect(rank("c", "clickhouse-cloud") == .cloudKey)
    #expect(rank("eu", "embeddable") == .writer)
    #expect(rank("boss") == .writer && rank("w") == .writer)
    #expect(rank("x") == .unknown && rank("r") == .reader)
    #expect(Rank.allCases.sorted() == [.cloudKey, .writer, .unknown, .reader])
  }

  @Test func `what shares a login is rotated once, also in another rank`() {
    var drill = Drill()
    let hint = "coffer rotate eu apiKey=-"
    drill.add(
      Trial(
        rows: [plan("w", "r")],
        troubles: [Drill.Trouble("eu", Failure(.invalid, "made there", hint: hint))]), as: .writer)
    #expect(drill.covers("r") && drill.covers("eu") && !drill.covers("x"))
    drill.add(Trial(rows: [plan("x", isBegun: true)]), as: .reader)
    #expect(drill.count == 2)
    #expect(
      drill.lines == [
        "1. what can write, or changes others", "  ~ w, r  replace, 1 connection",
        "  ! eu  by you: \(hint)", "2. what was only seen to read",
        "  ~ x  replace, 1 connection, begun before",
      ])
    var halves = Trial(rows: [plan("a", "b")])
    halves.add(Trial(rows: [plan("b", "a"), plan("c")]))
    #expect(halves.rows.map(\.names) == [["a", "b"], ["c"]])
  }

  @Test func `what remains says what works, why, and who has to act`() throws {
    let open = try #require(exposure(after: []))
    let profile = ProfileSummary(named: "a")
    let idle = Remaining(open, profile, .unknown)
    #expect(idle.state == "not begun" && !idle.needsPerson && idle.hint.contains("--resume"))
    let trouble = Failure(.invalid, "made elsewhere", hint: "coffer rotate a apiKey=-")
    let byHand = Remaining(open, profile, .unknown, trouble: trouble)
    #expect(byHand.needsPerson && byHand.hint == trouble.hint)
    let set = Remaining(open, profile, .unknown, trouble: trouble, secretSince: open.at + 1)
    #expect(set.state == "replaced" && set.hint.contains("coffer compromised a --settled"))
    #expect(Remaining(open, profile, .unknown, secretSince: open.at).state == "not begun")
    let old = Remaining(open, profile, .unknown, rotation: row("a", reason: "set it there"))
    #expect(old.needsPerson && old.reason.contains("set it there; its new secret was made before"))
    // Who issues it has not made it yet.
    let unmade = Remaining(
      open, profile, .unknown, rotation: row("a", "prepared", .partly, pending: 0))
    #expect(unmade.reason.isEmpty && !unmade.needsPerson && unmade.hint.contains("--resume"))
    let fresh = try #require(exposure(after: [("rotation.prepared", "2")]))
    #expect(Remaining(fresh, profile, .unknown, rotation: row("a")).reason.isEmpty)
    let stale = try #require(exposure(after: [("rotation.switched", "2"), ("rotation.done", nil)]))
    #expect(Remaining(stale, profile, .reader, secretSince: stale.at + 9).state == "not begun")
  }

  @Test func `it ends with 15 where a person is needed, with 13 elsewhere, and with 0 at last`()
    throws
  {
    let open = try #require(exposure(after: []))
    let trouble = Failure(.invalid, "made elsewhere", hint: "do it")
    let idle = Remaining(open, ProfileSummary(named: "b"), .reader)
    let byHand = Remaining(open, ProfileSummary(named: "z"), .cloudKey, trouble: trouble)
    let few = Remains(rows: [idle], replaced: ["x", "a"])
    #expect(few.status == .partly && few.failure?.message == "1 of 3 not replaced yet")
    #expect(few.summary == "1 remains, 2 replaced" && few.replaced == ["a", "x"])
    let both = Remains(rows: [idle, byHand], replaced: [])
    #expect(both.rows.map(\.name) == ["z", "b"], "in the order in which they are replaced")
    #expect(both.status == .needsPerson && both.failure?.message.contains("1 of them") == true)
    #expect(both.hints == ["  z: do it", "  b: coffer compromised --resume"])
    let nothing = Remains(rows: [], replaced: [])
    #expect(nothing.status == .done && nothing.failure == nil)
    #expect(nothing.summary == "nothing remains")
    let text = try JSONOutput.text(RemainsResult(few))
    #expect(text.contains(#""rank":"reads""#) && text.contains(#""replaced":["a","x"]"#))
  }

  @Test func `the words say who may know what`() throws {
    func read(_ words: String...) throws -> Leak? {
      try CompromiseChoice.read(try Typed.line(["compromised"] + words))
    }
    #expect(try read() == nil)
    #expect(try read("a", "b*") == .profiles(SelectorInput(words: ["a", "b*"])))
    #expect(try read("-l", "stage=prod") == .profiles(SelectorInput(labels: ["stage=prod"])))
    #expect(try read("--slot", "laptop")?.cause == "key laptop")
    #expect(try read("--workspace", "eu") == .workspace("eu"))
    #expect(try read("--everything", "--yes") == .everything)
    #expect(try read("--resume", "--keep-running") == .reported)
    #expect(try read("a", "--settled") == .profiles(SelectorInput(words: ["a"])))
  }

  @Test(arguments: [
    ["a", "--everything"], ["--slot", "x", "--workspace", "eu"], ["--yes"], ["--dry-run"],
    ["--keep-running"], ["--settled"], ["--everything", "--settled"],
    ["a", "--settled", "--dry-run"], ["a", "--resume"],
  ])
  func `words that say two things, or nothing, are refused`(words: [String]) {
    let failure = Typed.refusal {
      try CompromiseChoice.read(try Typed.line(["compromised"] + words))
    }
    #expect(failure?.status == .usage)
  }
}
