import Console
import Messages
import Testing

@Suite struct AuditTests {
  private func event(_ facts: [(String, String)], isAuthenticated: Bool = true) -> EventLine {
    EventLine(
      sequence: 7, time: 0, action: "profile.changed", outcome: "done", subject: nil,
      facts: facts.map { EventLine.Fact(key: $0.0, value: $0.1) },
      isAuthenticated: isAuthenticated)
  }

  @Test func `the words become one call`() throws {
    let call = try Command.asking(
      try Typed.line("audit", "log", "acme", "--limit", "10", "--before", "1200"))
    #expect(call.filter.about?.words == ["acme"] && call.limit == 10 && call.before == 1200)
    #expect(try Command.asking(try Typed.line("audit", "log")).limit == 50)
  }

  @Test(arguments: ["0", "100000001", "x"])
  func `a limit out of reach is refused`(limit: String) {
    let failure = Typed.refusal {
      try Command.asking(try Typed.line("audit", "log", "--limit", limit))
    }
    #expect(failure?.status == .usage)
  }

  @Test func `an event says who, about what, and the rest`() {
    let event = event([
      ("user", "ann"), ("slot", "laptop"), ("program", "coffer"), ("name", "a"),
      ("new-name", "b"), ("field", "host"), ("cause", "moved"), ("field", "port"),
    ])
    #expect(EventTable.who(event) == "ann (laptop)")
    #expect(EventTable.about(event) == "a -> b")
    #expect(EventTable.details(event) == "field host, port; cause moved")
  }

  @Test func `a key that was added is what the event is about`() {
    let event = event([("user", "ann"), ("slot", "laptop"), ("slot", "ci"), ("type", "key file")])
    #expect(EventTable.who(event) == "ann (laptop)")
    #expect(EventTable.about(event) == "ci")
    #expect(EventTable.details(event) == "type key file")
  }

  @Test func `a terminal of 80 columns shows time and action whole`() {
    let event = event([
      ("user", "a-long-user"), ("slot", "a-long-passphrase"), ("name", "acme-prod-eu-clickhouse"),
      ("field", "password"), ("version", "12"),
    ])
    let lines = EventTable.table([event], onTerminal: true).lines(width: 80)
    #expect(lines.allSatisfy { $0.count <= 80 })
    #expect(lines[1] == "1970-01-01")
    #expect(lines[2].hasPrefix("7   00:00:00  profile.changed  a-long-user ("))
  }

  @Test func `what somebody without a key wrote is marked, and other programs are named`() {
    let event = event([("program", "evil")], isAuthenticated: false)
    #expect(EventTable.who(event) == "unknown")
    #expect(EventTable.details(event) == "claims to be evil; written without a key")
  }

  @Test func `hostile text in an event moves nothing on the screen`() {
    let hostile = "a\u{1B}[2J\nb\u{202E}c"
    let lines = EventTable.table([event([("user", hostile), ("name", hostile), ("x", hostile)])])
      .lines(width: nil)
    #expect(lines.count == 2)
    for line in lines { #expect(Printer.cleaned(line) == line) }
  }

  @Test func `hostile text in an event is whole in JSON and moves nothing`() throws {
    let text = try JSONOutput.text(
      EventsResult(events: [EventResult(event([("user", "a\u{1B}\u{202E}")]))]))
    #expect(Printer.cleaned(text) == text)
    #expect(text.contains(#"\u202e"#))
  }

  @Test func `what never happened is said to have happened never`() throws {
    var row = LastSeenAnswer.Row(name: "acme\u{1B}")
    row.read = 0
    let lines = LastSeenResult.table([row]).lines(width: nil)
    #expect(lines.count == 2 && lines[0].hasPrefix("NAME   READ"))
    #expect(lines[1].hasSuffix("  1970-01-01T00:00:00Z  never   never   never"))
    #expect(Printer.cleaned(lines[1]) == lines[1])
    let text = try JSONOutput.text(LastSeenResult(LastSeenAnswer(rows: [row], unseen: 1)))
    #expect(text.contains(#""pushed":null,"read":"1970-01-01T00:00:00Z","rotated":null"#))
  }

  @Test func `a leak reaches what was sent, what reads it, and what is changed by it`() {
    func profile(_ name: String, via: String? = nil) -> ProfileSummary {
      ProfileSummary(
        id: name, name: name, type: "clickhouse", labels: [:], note: "", via: via, version: 2,
        changedAt: 0, missing: [], removedAt: nil)
    }
    func row(_ name: String, _ profile: String, in workspace: String = "eu") -> RemoteRow {
      var row = RemoteRow(.connection, workspace: workspace, name: name, state: "in sync")
      row.profile = profile
      return row
    }
    func environment(_ name: String, in workspace: String = "eu", _ connection: String)
      -> EnvironmentsAnswer.Row
    {
      EnvironmentsAnswer.Row(
        workspace: workspace, name: name, isTemplate: name.contains("{"),
        sources: [NamedText("main", connection)])
    }
    let all = [profile("admin"), profile("a", via: "admin"), profile("b")]
    let rows = [row("one", "a"), row("two", "b"), row("one", "b", in: "us")]
    let environments = [
      environment("prod", "one"), environment("stage", "two"), environment("{t}", "one"),
      environment("prod", in: "us", "one"),
    ]
    let leak = Blast(all[1], among: all, rows: rows, environments: environments)
    #expect(leak.places == [rows[0]] && leak.environments == ["eu/prod"] && leak.changes.isEmpty)
    #expect(leak.table.lines(width: nil)[1].hasPrefix("eu/one      a        never    in sync"))
    let admin = Blast(all[0], among: all, rows: rows, environments: environments)
    #expect(
      admin.lines == [
        "secret    admin v2", "changes   a", "sent      to no workspace that it is bound to now",
      ])
    let workspace = Blast(profile("eu"), among: all, rows: rows, environments: environments)
    #expect(workspace.places.map(\.path) == ["eu/one", "eu/two"])
    #expect(workspace.environments == ["eu/prod", "eu/stage"])
  }

  @Test func `a whole log is told with its counts`() {
    let answer = VerifiedAnswer(
      events: 1, head: "ab", profiles: 2, versions: 3, withoutKey: 1)
    #expect(
      VerifyResult(answer).lines == [
        "whole     1 event, 2 profiles, 3 versions", "head      ab",
        "note      1 event written without a key, as a refused unlock is",
      ])
  }
}
