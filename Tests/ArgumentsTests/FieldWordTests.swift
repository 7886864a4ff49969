import Arguments
import Testing

@Suite struct FieldWordTests {
  private func field(_ word: String) throws -> FieldWord {
    let fields = try Sample.run("add", "t", "n", word).fields
    return try #require(fields.first)
  }

  @Test func `sorts fields by where the value comes from`() throws {
    #expect(try field("host=db") == .literal(name: "host", text: "db"))
    #expect(try field("host=") == .literal(name: "host", text: ""))
    #expect(try field("value=-") == .standardInput(name: "value"))
    #expect(try field("value=@-") == .standardInput(name: "value"))
    #expect(try field("value=@a b.pem") == .file(name: "value", path: "a b.pem"))
    #expect(try field("note:=@x") == .exact(name: "note", text: "@x"))
    #expect(try field("note:=-") == .exact(name: "note", text: "-"))
  }

  @Test func `splits at the first equals sign`() throws {
    #expect(try field("a=b:=c=d") == .literal(name: "a", text: "b:=c=d"))
    #expect(try field("x.y=1") == .literal(name: "x.y", text: "1"))
  }

  @Test func `splits although a combining mark follows the sign`() throws {
    #expect(try field("password=\u{301}hunter2").name == "password")
  }

  @Test func `keeps fields apart from operands and options`() throws {
    let invocation = try Sample.run("add", "a=1", "t", "-y", "b=2", "n", "--", "c=3")
    #expect(invocation.fields.map(\.name) == ["a", "b", "c"])
    #expect(invocation.operands == ["t", "n"])
  }

  @Test func `refuses a field without a name or file`() throws {
    #expect(try Sample.error("add", "t", "n", "=x").message == "a field without a name was given")
    #expect(try Sample.error("add", "t", "n", ":=x").message == "a field without a name was given")
    #expect(try Sample.error("add", "t", "n", "a=@").message == "'a=@' names no file")
  }

  @Test func `refuses the same field twice`() throws {
    let error = try Sample.error("add", "t", "n", "a=hunter2", "a:=hunter3")
    #expect(error.message == "field 'a' is given more than once")
  }

  @Test func `refuses to read standard input for two fields`() throws {
    let error = try Sample.error("add", "t", "n", "a=-", "b=-")
    #expect(error.message == "standard input cannot be both 'a' and 'b'")
    #expect(error.remedy == "take 'b' from a file with 'b=@FILE'")
  }

  @Test func `refuses fields where none are taken`() throws {
    let error = try Sample.error("show", "x", "password=hunter2")
    #expect(error.message == "'coffer show' takes no fields, but 'password=...' was given")
    let alone = try Sample.error("show", "password=hunter2")
    #expect(alone.message == "'coffer show' takes no fields, but 'password=...' was given")
  }

  @Test func `shows nothing of its text`() throws {
    for word in ["password=hunter2", "password:=hunter2", "password=@hunter2"] {
      let field = try field(word)
      var dumped = ""
      dump(field, to: &dumped)
      #expect(!"\(field) \(String(reflecting: field)) \(dumped)".contains("hunter2"))
    }
  }
}
