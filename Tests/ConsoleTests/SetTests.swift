import Console
import Messages
import Testing

@Suite struct SetTests {
  private let profile = ProfileDetail(
    summary: ProfileSummary(named: "acme"), shownVersion: 3, state: "current",
    fields: [
      ShownField(name: "host", isSecret: false, text: "x1.example"),
      ShownField(name: "database", isSecret: false, text: "acme"),
      ShownField(name: "password", isSecret: true),
    ])

  private func plan(_ words: String...) throws -> SetPlan {
    try SetPlan(
      try Typed.line(["set", "acme"] + words), of: profile, options: GlobalOptions())
  }

  @Test func `the words become one call`() throws {
    let call = try plan(
      "host=x2.example", "--unset", "database", "--note", "", "--via", "none", "--if-version",
      "v3", "--keep-secret"
    ).message
    #expect(call.name == "acme")
    #expect(call.fields == [FieldInput("host", .text("x2.example"))])
    #expect(call.unset == ["database"])
    #expect(call.note == "")
    #expect(call.via == "")
    #expect(call.ifVersion == 3)
    #expect(call.keepSecret)
  }

  @Test func `what is not mentioned is not changed`() throws {
    let call = try plan("database=b").message
    #expect(call.note == nil)
    #expect(call.via == nil)
    #expect(call.ifVersion == nil)
  }

  @Test func `a preview shows the change and who has to be asked again`() throws {
    let preview = try plan("host=x2.example", "database=acme").preview
    #expect(
      preview.lines(mask: "***") == [
        "acme v3 would change:", "~ host  x1.example -> x2.example",
        "password would go to a new place and has to be given again",
      ])
    #expect(try plan("host=x2.example", "--keep-secret").preview.asksAgainFor.isEmpty)
    #expect(try plan("database=b").preview.asksAgainFor.isEmpty)
    #expect(
      try plan("host=x2.example", "--generate", "password").preview.asksAgainFor.isEmpty)
  }

  @Test func `a preview of nothing says so`() throws {
    #expect(
      try plan("database=acme").preview.lines(mask: "*") == ["nothing would change on acme v3"])
  }

  @Test func `a secret is compared by nobody and shown as another value`() throws {
    let lines = try plan("--generate", "password").preview.lines(mask: "***")
    #expect(lines == ["acme v3 would change:", "~ password  *** (another value)"])
  }

  @Test func `a field is not both given and taken away`() {
    #expect(
      Typed.refusal { try plan("database=b", "--unset", "database") }?.status == .usage)
  }

  @Test(arguments: ["0", "-1", "x", "99999999999", "v", "٣"])
  func `what is no version is refused`(text: String) {
    #expect(Typed.refusal { try plan("database=b", "--if-version=" + text) }?.status == .usage)
  }
}
