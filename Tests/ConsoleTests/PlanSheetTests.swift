import Console
import Messages
import Testing

@Suite struct PlanSheetTests {
  private let rows = [
    PlanRow(
      .connection, workspace: "eu", name: "acme-prod-ch", action: .create,
      summary: "clickhouse x1.example:8443/acme as acme_ro, secrets v1"),
    PlanRow(
      .environment, workspace: "eu", name: "acme-prod", action: .create,
      summary: "main -> acme-prod-ch"),
    PlanRow(
      .connection, workspace: "us", name: "old", action: .blocked, summary: "postgres",
      reasons: ["the workspace does not accept stage=test"]),
    PlanRow(
      .connection, workspace: "eu", name: "moved", action: .update, summary: "postgres h/d as u",
      reasons: ["host", "secrets"]),
    PlanRow(.connection, workspace: "us", name: "gone", action: .delete),
    PlanRow(.connection, workspace: "us", name: "red", action: .test, reasons: ["its test failed"]),
    PlanRow(.connection, workspace: "us", name: "same", action: .nothing),
  ]

  @Test func `a plan is a line for all that would be done, by workspace`() {
    #expect(
      PlanSheet(rows).lines == [
        "eu  + connection   acme-prod-ch  "
          + "clickhouse x1.example:8443/acme as acme_ro, secrets v1",
        "    ~ connection   moved         postgres h/d as u (host, secrets)",
        "    + environment  acme-prod     main -> acme-prod-ch",
        "us  ? connection   old           the workspace does not accept stage=test",
        "    - connection   gone",
        "    t connection   red           its test failed",
      ])
  }

  @Test func `a plan counts, and passes over what there is none of`() {
    #expect(
      PlanSheet(rows).summary
        == "2 to create, 1 to change, 1 to delete, 1 to test, 1 blocked, 1 unchanged")
    #expect(PlanSheet([]).summary == "0 to create, 0 to change, 0 to delete")
  }

  @Test func `without tests, what would only be tested is left alone`() {
    let red = rows.filter { $0.action == .test }
    #expect(PlanSheet(red).hasWork)
    #expect(!PlanSheet(red, isTested: false).hasWork)
    #expect(PlanSheet(red, isTested: false).summary.hasSuffix("1 unchanged"))
  }

  @Test func `many that one thing blocks are one line`() {
    let blocked = (1...6).map {
      PlanRow(
        .connection, workspace: "eu", name: "c\($0)", action: .blocked, reasons: ["no answer"])
    }
    #expect(PlanSheet(blocked).lines == ["eu  ? 6 objects  no answer (c1, c2 and 4 more)"])
    #expect(PlanSheet(Array(blocked.prefix(4))).lines.count == 4)
  }

  @Test func `a warning is given once for a profile, and of many how many there are`() {
    func row(_ profile: String, _ name: String) -> PlanRow {
      var row = PlanRow(
        .connection, workspace: "eu", name: name, action: .update, profile: profile)
      row.warnings = ["can do more than read: write: INSERT on a.*"]
      return row
    }
    #expect(
      PlanSheet([row("ch", "a"), row("ch", "b")]).warnings == [
        "ch can do more than read: write: INSERT on a.*"
      ])
    let many = PlanSheet((0..<20).map { row("p\($0)", "c\($0)") }).warnings
    #expect(many.count == 8 && many.last == "13 more of the kind")
    #expect(PlanSheet(rows).warnings.isEmpty)
    #expect(PlanResult([row("ch", "a")]).rows.first?.warnings.count == 1)
  }

  @Test func `a test is work but no change`() {
    #expect(PlanSheet(rows).changes == 4)
    #expect(PlanSheet(rows.filter { $0.action == .test }).changes == 0)
    #expect(!PlanSheet(rows.filter { $0.action == .blocked }).hasWork)
  }

  @Test func `for a machine every row is there and every action counted`() throws {
    let result = PlanResult(rows, file: "p")
    #expect(result.rows.count == 7)
    #expect(result.counts["create"] == 2 && result.counts["nothing"] == 1)
    #expect(
      try JSONOutput.text(PlanResult([]))
        == #"{"counts":{"blocked":0,"create":0,"delete":0,"nothing":0,"test":0,"update":0},"#
        + #""rows":[]}"#)
  }
}
