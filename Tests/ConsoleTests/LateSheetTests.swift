import Console
import Messages
import Testing

@Suite struct LateSheetTests {
  private func row(
    _ name: String, _ state: String = "overdue", at: Int64? = 0
  ) -> DueAnswer.Row {
    var row = DueAnswer.Row(name: name, type: "postgres", state: state)
    row.overdueAt = at
    return row
  }

  @Test func `the longest overdue comes first, and what waits for a person after it`() {
    let day: Int64 = 86_400_000
    let sheet = LateSheet(
      [row("s", "stuck", at: nil), row("b", at: 2 * day), row("a", at: day)], now: 3 * day)
    #expect(
      sheet.lines == [
        "a  OVERDUE  should have been replaced 2 d ago", "  coffer rotate a",
        "b  OVERDUE  should have been replaced 1 d ago", "  coffer rotate b",
        "s  its rotation waits for you", "  coffer rotation show s",
      ])
    #expect(sheet.summary == "2 secrets overdue, 1 rotation waits for you")
    #expect(LateSheet([row("a")], now: 0).summary == "1 secret overdue")
  }

  @Test func `many are told together`() {
    let rows = (1...9).map { row("p\($0)", at: Int64($0)) } + (1...4).map { row("s\($0)", "stuck") }
    let lines = LateSheet(rows, now: 0).lines
    #expect(lines.count == 4)
    #expect(lines[0].hasPrefix("9 OVERDUE: ") && lines[0].hasSuffix("(p1, p2 and 7 more)"))
    #expect(lines[2] == "4 rotations wait for you (s1, s2 and 2 more)")
  }

  @Test func `a status of some shows what is late of them`() {
    var bound = RemoteRow(.connection, workspace: "eu", name: "one", state: "in sync")
    bound.profile = "a"
    let late = [row("a"), row("b"), row("eu"), row("named")]
    let few = LateSheet.chosen(late, by: RemoteSelection(words: ["a", "named"]), [bound])
    #expect(few.map(\.name) == ["a", "eu", "named"])
    #expect(LateSheet.chosen(late, by: RemoteSelection(all: true), []).count == 4)
  }

  @Test func `a machine reads how many are overdue, and which`() throws {
    let result = StatusResult([], showsAll: false, late: [row("a"), row("s", "stuck")])
    #expect(result.overdue == 1 && result.stuck == 1 && result.late.count == 2)
    #expect(StatusResult([], showsAll: false).late.isEmpty)
    #expect(try JSONOutput.text(result).contains(#""overdue":1"#))
  }
}
