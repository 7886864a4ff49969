import Arguments
import Testing

@Suite struct HelpRequestTests {
  @Test func `no words ask for the overview`() throws {
    #expect(try Sample.topic() == .overview)
    #expect(try Sample.topic("--help") == .overview)
    #expect(try Sample.topic("help") == .overview)
  }

  @Test(arguments: [
    ["add", "--help"], ["--help", "add"], ["help", "add"], ["add", "-h"], ["add", "-yh"],
    ["add", "postgres", "a=b", "--json", "--help"],
  ])
  func `help on a command needs none of its operands`(words: [String]) throws {
    guard case .help(.command(let command)) = try Sample.grammar.parse(words) else {
      Issue.record("no help")
      return
    }
    #expect(command.name == "add")
  }

  @Test func `help knows families and their members`() throws {
    #expect(try Sample.topic("help", "key") == .family("key"))
    #expect(try Sample.topic("key", "--help") == .family("key"))
    let list = try #require(Sample.grammar.command("key list"))
    #expect(try Sample.topic("help", "key", "list") == .command(list))
    #expect(try Sample.topic("key", "list", "-h") == .command(list))
  }

  @Test func `help wins over a mistake on a known command`() throws {
    let add = try #require(Sample.grammar.command("add"))
    #expect(try Sample.topic("add", "--tpye", "--help") == .command(add))
    #expect(try Sample.topic("add", "t", "n", "too", "many", "-h") == .command(add))
  }

  @Test func `help does not win over an unknown command`() throws {
    #expect(try Sample.error("ad", "--help").remedy == "did you mean 'add'?")
    #expect(try Sample.error("help", "ad").remedy == "did you mean 'add'?")
    #expect(try Sample.error("help", "key", "lst").remedy == "did you mean 'key list'?")
  }

  @Test func `a help option behind two dashes or as a value is none`() throws {
    #expect(try Sample.run("list", "--", "--help").operands == ["--help"])
    #expect(try Sample.run("list", "--vault=--help").value("vault") == "--help")
  }

  @Test func `asks for the version`() throws {
    guard case .version = try Sample.grammar.parse(["--version"]) else {
      Issue.record("no version")
      return
    }
  }
}
