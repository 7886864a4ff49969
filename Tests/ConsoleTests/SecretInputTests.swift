import Arguments
import Catalog
import Console
import Foundation
import Messages
import Sealing
import Testing

@Suite struct SecretInputTests {
  private let command = CommandSpec(
    "try", group: "g", summary: "s", takesFields: true, options: SecretInput.options)

  private func read(_ words: String..., options: GlobalOptions = GlobalOptions()) throws
    -> GivenFields
  {
    let grammar = Grammar(
      program: "coffer", version: "1", summary: "s", globals: [],
      groups: [Grammar.Group("g", title: "g")], commands: [command])
    guard case .run(let invocation) = try grammar.parse(["try"] + words) else {
      throw Failure(.unexpected, "not run", hint: "")
    }
    return try SecretInput.read(
      invocation, type: try Types.find("clickhouse"), options: options)
  }

  private func refusal(_ words: String) -> Failure? {
    do {
      _ = try read(words)
      return nil
    } catch { return error as? Failure }
  }

  @Test(arguments: ["password=hunter2", "password:=hunter2", "password="])
  func `a literal secret is refused without an echo`(word: String) throws {
    let failure = try #require(refusal(word))
    #expect(failure.status == .usage)
    for line in ErrorReport(failure).lines(asJSON: false) + ErrorReport(failure).lines(asJSON: true)
    {
      #expect(!line.contains("hunter2"))
    }
    #expect(failure.hint.contains("password=@FILE"))
  }

  @Test func `an unknown field does not echo its value`() throws {
    let failure = try #require(refusal("pasword=hunter2"))
    #expect(failure.status == .invalid)
    #expect(!ErrorReport(failure).lines(asJSON: true).joined().contains("hunter2"))
    #expect(ErrorReport(failure).hint.contains("password"))
  }

  @Test func `clear fields stay text and exact ones are taken by the letter`() throws {
    let given = try read("host=db.example.com", "database:=@x")
    #expect(given.values == ["host": "db.example.com", "database": "@x"])
    #expect(given.attachments.isEmpty)
  }

  @Test func `a secret file loses one line break`() throws {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("coffer-\(UUID().uuidString)").path
    try Data("hunter2\n\n".utf8).write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    let given = try read("password=@" + path)
    #expect(given.inputs == [FieldInput("password", .attachment(0))])
    let secret = try #require(given.attachments.first)
    let isRight = secret.bytes.equals(Array("hunter2\n".utf8).span)
    #expect(isRight)
  }

  @Test func `a secret is made up once and only where there is one`() throws {
    let given = try read("--generate", "password", "--length", "20")
    #expect(given.inputs == [FieldInput("password", .generated(length: 20))])
    #expect(throws: Failure.self) { try read("--generate", "host") }
    #expect(throws: Failure.self) { try read("--generate", "password", "--length", "4") }
  }

  @Test func `standard input is read by one only`() {
    var options = GlobalOptions()
    options.keyFile = "-"
    #expect(throws: Failure.self) { try read("password=-", options: options) }
  }
}
