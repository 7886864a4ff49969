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
