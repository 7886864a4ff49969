import Console
import Messages
import Testing

@Suite struct AddTests {
  private func plan(_ words: String...) throws -> AddPlan {
    let line = try Typed.line(["add"] + words)
    var plan = try AddPlan(line, options: GlobalOptions())
    try plan.fields.take(line)
    return plan
  }

  @Test func `the words become one call`() throws {
    let call = try plan(
      "clickhouse", "acme", "host=x.example", "-l", "tenant=acme,stage=prod", "-l", "a=b",
      "--note", "n", "--via", "cloud", "--generate", "password", "--if-absent", "--incomplete"
    ).message
    #expect(call.name == "acme")
    #expect(call.type == "clickhouse")
    #expect(call.labels == ["tenant=acme", "stage=prod", "a=b"])
    #expect(call.note == "n")
    #expect(call.via == "cloud")
    #expect(
      call.fields == [
        FieldInput("host", .text("x.example")), FieldInput("password", .generated(length: 32)),
      ])
    #expect(call.ifAbsent)
    #expect(call.incomplete)
  }

  @Test func `an unknown type is offered the nearest one`() throws {
    let failure = try #require(Typed.refusal { try plan("clickhuse", "acme") })
    #expect(failure.status == .invalid)
    #expect(ErrorReport(failure).hint == "did you mean 'clickhouse'?")
  }

  @Test(arguments: ["", "a b", "a\nb", "a\u{202E}b", String(repeating: "a", count: 65_536), "*"])
  func `a name that is none is refused`(name: String) {
    #expect(Typed.refusal { try plan("secret", name) }?.status == .invalid)
  }

  @Test func `standard input is read by one only`() throws {
    var options = GlobalOptions()
    options.keyFile = "-"
    let line = try Typed.line("add", "clickhouse", "acme", "password=-")
    #expect(Typed.refusal { try AddPlan(line, options: options) }?.status == .usage)
  }

  @Test func `a result tells that a value was generated and not which`() {
    let saved = SavedAnswer(
      name: "acme", version: 1, isChanged: true, changedFields: ["password"],
      generated: ["password"], missing: ["username"])
    #expect(
      SavedResult(saved).lines == [
        "saved     acme v1", "generated password", "missing   username",
      ])
    #expect(
      SavedResult(SavedAnswer(name: "acme", version: 3, isChanged: false)).lines == [
        "unchanged acme v3"
      ])
  }
}
