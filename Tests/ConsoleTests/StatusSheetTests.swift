import Console
import Messages
import Testing

@Suite struct StatusSheetTests {
  private func row(
    _ name: String, _ state: String, reason: String = "", hint: String = ""
  ) -> RemoteRow {
    RemoteRow(
      .connection, workspace: "eu", name: name, state: state, reason: reason, hint: hint)
  }

  @Test func `only what needs somebody has a line`() {
    var red = row("red", "failing", reason: "timed out", hint: "allow 1.2.3.4")
    red.testedAt = 0
    let rows = [row("a", "in sync"), red, row("brand-new", "new")]
    #expect(
      StatusSheet(rows, now: 60_000).lines == [
        "eu/red        failing  timed out; tested 1 min ago", "  allow 1.2.3.4",
        "eu/brand-new  new",
      ])
    #expect(StatusSheet(rows, showsAll: true, now: 0).lines.count == 4)
  }

  @Test func `a connection and an environment of one name are told apart`() {
    let twin = RemoteRow(
      .environment, workspace: "eu", name: "prod", state: "missing", reason: "", hint: "")
    let rows = [row("prod", "failing"), twin, row("other", "new")]
    #expect(
      StatusSheet(rows, now: 0).lines == [
        "eu/prod (connection)   failing", "eu/prod (environment)  missing",
        "eu/other               new",
      ])
  }

  @Test func `many with one reason are told together`() {
    let rows = (1...218).map {
      row("c\($0)", "behind", reason: "the form in which it is sent changed")
    }
    #expect(
      StatusSheet(rows, now: 0).lines == [
        "218 behind: the form in which it is sent changed (eu/c1, eu/c2 and 216 more)"
      ])
    #expect(StatusSheet(rows, showsAll: true, now: 0).lines.count == 218)
  }

  @Test func `states are counted, the good ones first, with the oldest look`() {
    var old = row("a", "in sync")
    old.seenAt = 0
    var new = row("b", "in sync")
    new.seenAt = 3_000_000
    let sheet = StatusSheet([row("x", "failing"), old, new, row("y", "odd")], now: 3_600_000)
    #expect(sheet.summary == "2 in sync, 1 failing, 1 odd; seen 1 h ago")
    #expect(StatusSheet([row("x", "new")], now: 0).summary == "1 new; never looked at")
    #expect(StatusSheet([], now: 0).summary.contains("coffer bind"))
  }

  @Test func `drift names the fields where no reason does`() {
    var drifted = row("a", "drifted")
    drifted.drift = ["host", "port"]
    #expect(
      StatusSheet([drifted], now: 0).lines == ["eu/a  drifted  differs over there: host, port"])
  }

  @Test func `what is leaving needs somebody whatever its state`() {
    var leaving = row("a", "in sync")
    leaving.isLeaving = true
    #expect(StatusSheet.needsSomebody(leaving))
    let sheet = StatusSheet([leaving], now: 0)
    #expect(sheet.lines == ["eu/a  leaving  to be deleted over there", "  coffer push eu/a"])
    #expect(sheet.summary.hasPrefix("1 leaving;"))
  }

  @Test func `for a machine all are counted, and listed if that is asked for`() throws {
    let rows = [row("a", "in sync"), row("b", "new")]
    #expect(StatusResult(rows, showsAll: false).rows.map(\.name) == ["b"])
    #expect(StatusResult(rows, showsAll: true).rows.count == 2)
    #expect(StatusResult(rows, showsAll: false).counts == ["in sync": 1, "new": 1])
  }
}
