import Console
import Foundation
import Messages
import Sealing
import Testing

@Suite struct GetTests {
  private func plan(_ words: String...) throws -> GetPlan {
    try GetPlan(try Typed.line(["get", "acme"] + words))
  }

  private func detail(_ names: [String]) -> ProfileDetail {
    ProfileDetail(
      summary: ProfileSummary(named: "acme"), shownVersion: 1, state: "current",
      fields: [ShownField(name: "host", isSecret: false, text: "x")]
        + names.map { ShownField(name: $0, isSecret: true, attachment: 0) })
  }

  /// The fields that are revealed where none was named.
  private func chosen(from secrets: [String]) throws -> [String] {
    var plan = try plan()
    #expect(plan.call.fields.isEmpty)
    try plan.choose(from: detail(secrets))
    return plan.call.fields
  }

  /// What a printer writes to a file, which is no terminal.
  private func written(_ body: (inout Printer) throws -> Void) throws -> String {
    try Typed.withFile([]) { path in
      let file = try #require(FileHandle(forWritingAtPath: path))
      var printer = Printer(output: file.fileDescriptor)
      try body(&printer)
      printer.flush()
      return String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
    }
  }

  private func printed(_ text: String, _ words: String..., alone: Bool = true) throws -> String {
    let plan = try GetPlan(try Typed.line(["get", "acme"] + words))
    let field = ShownField(name: "password", isSecret: true, attachment: 0)
    return try written { plan.print(field, Secret(text), alone: alone, to: &$0) }
  }

  @Test func `the words become one call`() throws {
    let call = try plan("username", "password", "--version", "2", "--unaudited").call
    #expect(call.selector == SelectorInput(words: ["acme"]))
    #expect(call.fields == ["username", "password"])
    #expect(call.version == 2)
    #expect(call.unaudited)
  }

  @Test func `without a field the one secret is meant`() throws {
    #expect(try chosen(from: ["password"]) == ["password"])
    let none = Typed.refusal { try chosen(from: []) }
    #expect(none?.status == .notFound)
    let several = Typed.refusal { try chosen(from: ["key", "passphrase"]) }
    #expect(several?.status == .usage)
    #expect(several?.hint == "name one: coffer get acme key")
  }

  @Test func `a value ends with one line break`() throws {
    #expect(try printed("hunter2") == "hunter2\n")
    #expect(try printed("two\nlines\n") == "two\nlines\n")
    #expect(try printed("") == "\n")
  }

  @Test func `a program gets the bytes as they are`() throws {
    #expect(try printed("a\u{1B}[2J\u{0}\n\n", "--no-newline") == "a\u{1B}[2J\u{0}\n\n")
    #expect(try printed("a\u{1B}[2J") == "a\u{1B}[2J\n")
  }

  @Test func `of several values each has its line`() throws {
    #expect(try printed("a\tb\nc\\", alone: false) == "password\ta\\tb\\nc\\\\\n")
  }

  @Test func `the bytes alone are of one value`() {
    #expect(Typed.refusal { try plan("a", "b", "-n") }?.status == .usage)
    #expect(Typed.refusal { try plan("a", "-n", "--json") }?.status == .usage)
  }

  @Test func `JSON is one object whose secret is escaped`() throws {
    var json = SecretJSON()
    let detail = detail(["password"])
    let value = try GotFields(
      detail, detail.fields.filter(\.isSecret), [Secret("\"\u{1B}")], in: &json)
    let text = try written { try json.print(value, to: &$0) }
    #expect(
      text
        == #"{"fields":{"password":{"secret":true,"value":"\"\u001B"}},"name":"acme","version":1}"#
        + "\n")
  }
}
