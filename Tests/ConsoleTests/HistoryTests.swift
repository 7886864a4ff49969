import Console
import Messages
import Testing

@Suite struct HistoryTests {
  private func comparison(_ words: String...) throws -> CompareVersions? {
    try Command.comparison(try Typed.line(["history", "acme"] + words))
  }

  @Test func `a comparison is asked for`() throws {
    #expect(try comparison() == nil)
    let usual = try #require(try comparison("--diff"))
    #expect(usual.from == nil && usual.to == nil)
    let named = try #require(try comparison("--diff", "2..v5"))
    #expect(named.from == 2 && named.to == 5)
  }

  @Test(arguments: ["2", "2..", "..3", "a..b", "0..1", "1..2..3", "2...5", "-1..2"])
  func `what is no range is refused`(range: String) {
    #expect(Typed.refusal { try comparison("--diff", "--", range) }?.status == .usage)
  }

  @Test func `a range without a wish to compare is a slip`() {
    #expect(Typed.refusal { try comparison("2..5") }?.status == .usage)
  }

  @Test func `a comparison shows clear values and no secret`() {
    let answer = CompareAnswer(
      name: "acme", from: 1, to: 2,
      differences: [
        Difference(
          field: "host", kind: .changed, isSecret: false, before: "x1", after: "x2"),
        Difference(
          field: "password", kind: .changed, isSecret: true, before: "hunter1", after: "hunter2"),
        Difference(field: "x.a", kind: .added, isSecret: false, before: nil, after: "1"),
        Difference(field: "x.b", kind: .removed, isSecret: false, before: "2", after: nil),
      ])
    #expect(
      CompareResult(answer).lines(mask: "***") == [
        "acme v1..v2", "~ host      x1 -> x2", "~ password  *** (another value)",
        "+ x.a       1", "- x.b       2",
      ])
    #expect((try? JSONOutput.text(CompareResult(answer)))?.contains("hunter") == false)
  }

  private func line(_ number: UInt32, _ state: String) -> VersionLine {
    VersionLine(number: number, state: state, madeAt: 0, changed: [])
  }

  @Test func `a rollback is previewed from what is current`() throws {
    let history = HistoryAnswer(
      name: "acme", versions: [line(1, "retired"), line(2, "previous"), line(3, "current")])
    let usual = try Command.comparison(RollBack(name: "acme"), history)
    #expect(usual.from == 3 && usual.to == 2)
    let named = try Command.comparison(RollBack(name: "acme", to: 1), history)
    #expect(named.from == 3 && named.to == 1)
    let late = Typed.refusal {
      try Command.comparison(RollBack(name: "acme", ifVersion: 2), history)
    }
    #expect(late?.status == .conflict)
  }

  @Test func `there is no way back from the first version`() {
    let history = HistoryAnswer(name: "acme", versions: [line(1, "current")])
    let failure = Typed.refusal { try Command.comparison(RollBack(name: "acme"), history) }
    #expect(failure?.status == .notFound)
  }

  @Test func `a rollback takes its version`() throws {
    let call = try Command.rollingBack(
      try Typed.line("rollback", "acme", "--to", "2", "--if-version", "3"))
    #expect(call.to == 2 && call.ifVersion == 3)
  }
}
