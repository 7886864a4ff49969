import Arguments
import Catalog
import Console
import Messages
import Sealing
import Testing

@Suite struct GivenFieldsTests {
  private func fields(_ type: String, _ words: [String]) throws -> GivenFields {
    var fields = GivenFields(of: try Types.find(type))
    try fields.take(try Typed.line(["add", type, "name"] + words))
    return fields
  }

  @Test(arguments: ["password=hunter2", "password:=hunter2", "password="])
  func `a literal secret is refused without an echo`(word: String) throws {
    let failure = try #require(Typed.refusal { try fields("clickhouse", [word]) })
    #expect(failure.status == .usage)
    let report = ErrorReport(failure)
    for line in report.lines(asJSON: false) + report.lines(asJSON: true) {
      #expect(!line.contains("hunter2"))
    }
    #expect(failure.hint.contains("password=@FILE"))
  }

  @Test func `an unknown field is offered the nearest one and does not echo its value`() throws {
    let failure = try #require(Typed.refusal { try fields("clickhouse", ["pasword=hunter2"]) })
    #expect(failure.status == .invalid)
    #expect(!ErrorReport(failure).lines(asJSON: true).joined().contains("hunter2"))
    #expect(ErrorReport(failure).hint == "did you mean 'password'?")
  }

  @Test func `clear fields stay text and exact ones are taken letter by letter`() throws {
    let given = try fields("clickhouse", ["host=db.example.com", "database:=@x"])
    #expect(given.texts == ["host": "db.example.com", "database": "@x"])
    #expect(given.secrets.isEmpty)
    #expect(given.missing.map(\.name) == ["username", "password"])
  }

  @Test func `a clear value that the catalog does not accept is refused here`() throws {
    let failure = try #require(
      Typed.refusal { try fields("clickhouse", ["host=https://x.example"]) })
    #expect(failure.status == .invalid)
  }

  @Test(
    arguments: [
      ("clickhouse", "password", "hunter2\n", "hunter2"),
      ("clickhouse", "password", "hunter2\r\n", "hunter2"),
      ("clickhouse", "password", " a ", " a "),
      ("secret", "value", "one line\n", "one line"),
      ("secret", "value", "two\nlines\n", "two\nlines\n"),
    ])
  func `a file loses the line break behind one line`(
    type: String, field: String, held: String, kept: String
  ) throws {
    let given = try Typed.withFile(Array(held.utf8)) { path in
      try fields(type, ["\(field)=@\(path)"])
    }
    #expect(given.inputs == [FieldInput(field, .attachment(0))])
    #expect(given.secrets.map(\.text) == [kept])
  }

  @Test func `bytes that are no text are kept to the last one`() throws {
    let given = try Typed.withFile([0xFF, 0x0A]) { path in
      try fields("secret", ["value=@\(path)"])
    }
    #expect(given.secrets.map(\.count) == [2])
  }

  @Test func `a secret of two lines is no password`() throws {
    let failure = Typed.refusal {
      try Typed.withFile(Array("hunter2\nhunter3".utf8)) { path in
        try fields("clickhouse", ["password=@\(path)"])
      }
    }
    #expect(failure?.status == .invalid)
    #expect(failure?.message.contains("hunter") == false)
  }

  @Test func `a value that is too large is refused`() throws {
    let failure = Typed.refusal {
      try Typed.withFile([UInt8](repeating: 0x61, count: 1 << 20)) { path in
        try fields("clickhouse", ["password=@\(path)"])
      }
    }
    #expect(failure?.status == .invalid)
  }

  @Test func `a file that is not there is not found`() {
    let failure = Typed.refusal { try fields("clickhouse", ["password=@/nowhere/at/all"]) }
    #expect(failure?.status == .notFound)
  }

  @Test func `a secret is generated with the length that was asked for`() throws {
    let given = try fields("clickhouse", ["--generate", "password=40"])
    #expect(given.inputs == [FieldInput("password", .generated(length: 40))])
    let usual = try fields("clickhouse", ["--generate", "password"])
    #expect(usual.inputs == [FieldInput("password", .generated(length: 32))])
  }

  @Test(arguments: ["host", "password=4", "password=x", "password=", "password=1025"])
  func `what cannot be generated is refused`(wish: String) {
    let failure = Typed.refusal { try fields("clickhouse", ["--generate", wish]) }
    #expect(failure?.status == .usage)
  }

  @Test func `a private key is not made of random characters`() {
    let failure = Typed.refusal { try fields("snowflake", ["--generate", "privateKey"]) }
    #expect(failure?.status == .usage)
  }

  @Test func `a field is given once`() {
    let failure = Typed.refusal {
      try fields("clickhouse", ["--generate", "password", "--generate", "password=40"])
    }
    #expect(failure?.status == .usage)
  }

  @Test func `fields that exclude each other are refused before anything is asked`() {
    let failure = Typed.refusal {
      try fields("embeddable", ["region=eu", "baseURL=https://api.example.com"])
    }
    #expect(failure?.status == .invalid)
  }

  @Test func `a question shows choices and the default`() throws {
    let type = try Types.find("clickhouse")
    #expect(
      GivenFields.prompt(for: try type.field(named: "protocol"))
        == "Protocol (https: or http:) [https:]: ")
    #expect(GivenFields.prompt(for: try type.field(named: "host")) == "Host: ")
  }

  @Test func `what is missing is named with the way to give it`() throws {
    let type = try Types.find("clickhouse")
    let failure = Failure.needs([try type.field(named: "password")], for: "acme")
    #expect(failure.status == .locked)
    #expect(failure.message == "'acme' needs password")
    #expect(failure.hint.hasPrefix("give password=- or password=@FILE"))
  }
}
