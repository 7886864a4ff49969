import Console
import Messages
import Sealing
import Testing

@Suite struct ShowTests {
  private func detail(secret attachment: Int?) -> ProfileDetail {
    ProfileDetail(
      summary: ProfileSummary(
        named: "acme", labels: ["b": "2", "a": "1"], note: "one\ntwo", missing: ["username"]),
      shownVersion: 2, state: "previous",
      fields: [
        ShownField(name: "host", isSecret: false, text: "x1.example"),
        ShownField(name: "password", isSecret: true, attachment: attachment),
      ])
  }

  @Test func `secrets are masked and everything else is there`() throws {
    let sheet = try ProfileSheet(detail(secret: nil), [], mask: "****", now: 60_000)
    #expect(
      sheet.lines.map(\.text) == [
        "acme  clickhouse v2 previous, changed 1 min ago",
        "  host      x1.example",
        "  password  ****",
        "  missing   username",
        "  labels    a=1,b=2",
        "  note      one",
        "            two",
      ])
    #expect(!sheet.lines.contains { $0.secret != nil })
  }

  @Test func `a revealed secret stays out of the text`() throws {
    let sheet = try ProfileSheet(
      detail(secret: 0), [Secret("hunter2")], mask: "****", now: 60_000)
    #expect(sheet.lines[2].text == "  password  ")
    #expect(sheet.lines[2].secret?.text == "hunter2")
  }

  @Test func `an attachment that did not come is an error`() {
    #expect(throws: Failure.self) {
      try ProfileSheet(detail(secret: 1), [Secret("hunter2")], mask: "****", now: 0)
    }
  }
}
