import Arguments
import Testing

@Suite struct ParserTests {
  @Test func `reads operands in their order`() throws {
    let invocation = try Sample.run("add", "postgres", "acme")
    #expect(invocation.command.name == "add")
    #expect(invocation.operands == ["postgres", "acme"])
    #expect(invocation.operand("NAME") == "acme")
  }

  @Test func `reads a command of two words`() throws {
    #expect(try Sample.run("key", "list").command.name == "key list")
  }

  @Test func `takes the command of one word where a family has the same name`() throws {
    #expect(try Sample.run("session").command.name == "session")
    #expect(try Sample.run("session", "end").command.name == "session end")
    #expect(try Sample.run("session", "--full").flag("full"))
  }

  @Test func `reads a value after a space or an equals sign`() throws {
    #expect(try Sample.run("show", "x", "--as", "env").value("as") == "env")
    #expect(try Sample.run("show", "x", "--as=env").value("as") == "env")
    #expect(try Sample.run("show", "x", "--vault=").value("vault")?.isEmpty == true)
    #expect(try Sample.run("show", "x", "--vault=a=b").value("vault") == "a=b")
  }

  @Test func `reads the value of a short option after a space, attached or after a sign`() throws {
    for words in [["-l", "a=b"], ["-la=b"], ["-l=a=b"], ["--label=a=b"]] {
      let request = try Sample.grammar.parse(["add", "t", "n"] + words)
      guard case .run(let invocation) = request else {
        Issue.record("\(words)")
        continue
      }
      #expect(invocation.values("label") == ["a=b"])
    }
  }

  @Test func `reads bundled flags, the last of which may take a value`() throws {
    let list = try Sample.run("list", "-awq")
    #expect(list.flag("all") && list.flag("long") && list.flag("quiet"))
    let add = try Sample.run("add", "t", "n", "-yl", "a=b")
    #expect(add.flag("yes") && add.values("label") == ["a=b"])
  }

  @Test func `collects an option that may be repeated`() throws {
    let invocation = try Sample.run("add", "-l", "a=1", "t", "-lb=2", "n", "--label", "c=3")
    #expect(invocation.values("label") == ["a=1", "b=2", "c=3"])
    #expect(invocation.operands == ["t", "n"])
  }

  @Test func `takes a flag twice as once`() throws {
    #expect(try Sample.run("list", "-a", "--all").flag("all"))
  }

  @Test func `reads global options before the command and inside a command's name`() throws {
    let invocation = try Sample.run("--vault", "v", "key", "--json", "list", "-q")
    #expect(invocation.command.name == "key list")
    #expect(invocation.value("vault") == "v")
    #expect(invocation.flag("json") && invocation.flag("quiet"))
  }

  @Test func `ends options at two dashes`() throws {
    #expect(try Sample.run("list", "--", "--all", "-x", "--").operands == ["--all", "-x", "--"])
  }

  @Test func `takes a lone dash as an operand and as a value`() throws {
    #expect(try Sample.run("import", "-").operands == ["-"])
    #expect(try Sample.run("list", "--key-file", "-").value("key-file") == "-")
  }

  @Test func `takes a negative number as a value but not as an operand`() throws {
    #expect(try Sample.run("add", "t", "n", "--length", "-5").value("length") == "-5")
    #expect(try Sample.error("list", "-5").message == "'coffer list' has no option '-5'")
  }

  @Test func `does not take an option that exists for another's value`() throws {
    for word in ["--json", "--vault=x", "-y", "--"] {
      let error = try Sample.error("add", "t", "n", "--generate", word)
      #expect(error.message == "'--generate' needs a value")
    }
    #expect(try Sample.run("add", "t", "n", "--generate=--json").value("generate") == "--json")
  }

  @Test func `takes words with an equals sign where labels or files belong`() throws {
    #expect(try Sample.run("label", "x", "a=b", "c=d").operands("KEY=VALUE") == ["a=b", "c=d"])
    #expect(try Sample.run("import", "a=b.csv").operand("FILE") == "a=b.csv")
    #expect(try Sample.run("show", "--", "a=b").operand("NAME") == "a=b")
  }

  @Test func `gives a repeated operand what the others leave`() throws {
    let copy = try Sample.run("copy", "a", "b", "c", "to")
    #expect(copy.operands("FROM") == ["a", "b", "c"])
    #expect(copy.operands("TO") == ["to"])
    #expect(try Sample.run("list").operands("NAME").isEmpty)
    #expect(try Sample.run("import").operand("FILE") == nil)
  }

  @Test func `reads whole numbers in a range`() throws {
    #expect(try Sample.run("add", "t", "n", "--length", "32").integer("length") == 32)
    #expect(try Sample.run("add", "t", "n").integer("length") == nil)
    let negative = try Sample.run("add", "t", "n", "--length", "-5")
    #expect(try negative.integer("length", in: -9...9) == -5)
    let large = #expect(throws: UsageError.self) { try negative.integer("length", in: 1...9) }
    #expect(large?.message == "'--length' needs a number from 1 to 9")
    let wrong = try Sample.run("add", "t", "n", "--length", "hunter2")
    let error = #expect(throws: UsageError.self) { try wrong.integer("length") }
    #expect(error?.message == "'--length' needs a whole number")
  }

  @Test func `finds a flag in a line that cannot be parsed`() {
    #expect(Sample.grammar.mentions("json", in: ["ad", "--json"]))
    #expect(!Sample.grammar.mentions("json", in: ["ad", "--", "--json"]))
  }
}
