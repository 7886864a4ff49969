import Arguments
import Testing

@Suite struct UsageErrorTests {
  @Test func `names the nearest command`() throws {
    let error = try Sample.error("ad")
    #expect(error.message == "there is no command 'ad'")
    #expect(error.remedy == "did you mean 'add'?")
  }

  @Test func `points to help where no command is near`() throws {
    #expect(try Sample.error("xyzzy").remedy == "see 'coffer help' for the commands")
  }

  @Test func `finds the family of a second word that stands alone`() throws {
    #expect(try Sample.error("verify").remedy == "did you mean 'audit verify'?")
  }

  @Test func `names the nearest second word`() throws {
    let error = try Sample.error("key", "lsit")
    #expect(error.message == "there is no command 'key lsit'")
    #expect(error.remedy == "did you mean 'key list'?")
  }

  @Test func `lists the members of a family that stands alone`() throws {
    let error = try Sample.error("key")
    #expect(error.message == "'coffer key' needs a second word")
    #expect(error.remedy == "one of: coffer key add, coffer key list, coffer key remove")
  }

  @Test func `asks for a command where only options are given`() throws {
    #expect(try Sample.error("--json").message == "no command was given")
  }

  @Test func `names the nearest option`() throws {
    let error = try Sample.error("add", "t", "n", "--lable=a")
    #expect(error.message == "'coffer add' has no option '--lable'")
    #expect(error.remedy == "did you mean '--label'?")
    #expect(try Sample.error("add", "--xyzzy").remedy == "see 'coffer help add' for the options")
  }

  @Test func `does not suggest a hidden option`() throws {
    #expect(try Sample.error("list", "--trac").remedy == "see 'coffer help list' for the options")
  }

  @Test func `tells that an option stands before its command`() throws {
    let error = try Sample.error("--yes", "add")
    #expect(error.message == "'--yes' stands before the command that it belongs to")
    #expect(try Sample.error("-y", "add").remedy.contains("coffer COMMAND"))
  }

  @Test func `names the first operand that is missing`() throws {
    #expect(try Sample.error("add").message == "'coffer add' needs TYPE")
    #expect(try Sample.error("add", "postgres", "a=b").message == "'coffer add' needs NAME")
    #expect(try Sample.error("copy", "a").message == "'coffer copy' needs TO")
    #expect(try Sample.error("add").remedy == "see 'coffer help add'")
  }

  @Test func `counts operands that are too many and repeats none of them`() throws {
    let error = try Sample.error("show", "x", "hunter2")
    #expect(error.message == "'coffer show' takes at most 1 operand, 2 given")
    let none = try Sample.error("key", "list", "hunter2")
    #expect(none.message == "'coffer key list' takes no operands, 1 given")
  }

  @Test func `tells a missing value from one that is not expected`() throws {
    #expect(try Sample.error("list", "--vault").message == "'--vault' needs a value")
    #expect(try Sample.error("add", "t", "n", "-l").remedy == "write '-l KEY=VALUE'")
    #expect(try Sample.error("list", "--all=1").message == "'--all' takes no value")
    #expect(try Sample.error("list", "-a=1").message == "'-a' takes no value")
  }

  @Test func `refuses a value given twice`() throws {
    let error = try Sample.error("list", "--vault", "a", "--vault=a")
    #expect(error.message == "'--vault' is given more than once")
  }

  @Test func `names the nearest choice, or all of them`() throws {
    let near = try Sample.error("show", "x", "--as", "tabel")
    #expect(near.message == "'--as' does not know 'tabel'")
    #expect(near.remedy == "did you mean 'table'?")
    #expect(try Sample.error("show", "x", "--as=x").remedy == "one of: table, env, dotenv")
  }

  @Test func `shows hostile words clean and short`() throws {
    let hostile =
      "\u{1B}[31m\u{202E}evil\u{0}\u{200B}\r\n\u{FFFD}" + String(repeating: "x", count: 999)
    for words in [[hostile], ["add", "--" + hostile], ["key", hostile], ["add", "-" + hostile]] {
      let error = try #require(throws: UsageError.self) { try Sample.grammar.parse(words) }
      for scalar in (error.message + error.remedy).unicodeScalars {
        #expect(scalar.value >= 0x20 && scalar.value != 0x7F)
        #expect(![0x202E, 0x200B].contains(scalar.value))
      }
      #expect(error.message.count < 120)
    }
  }

  @Test(arguments: [
    ["password=hunter2"], ["show", "password=hunter2"], ["show", "x", "password=hunter2"],
    ["key", "password=hunter2"], ["key", "list", "password:=hunter2"], ["add", "=hunter2"],
    ["add", "t", "n", "a=hunter2", "a=hunter2"], ["add", "--password=hunter2"],
    ["add", "-phunter2"], ["list", "--all=hunter2"], ["add", "t", "n", "hunter2"],
    ["show", "x", "--as=a=hunter2"], ["help", "password=hunter2"], ["--yes=hunter2"],
    ["list", "--vault", "hunter2", "--vault=hunter2"], ["a\u{301}=\u{301}hunter2"],
    ["postgres://u:hunter2@host"], ["add", "password=hunter2"],
  ])
  func `repeats no value that may be a secret`(words: [String]) throws {
    let error = try #require(throws: UsageError.self) { try Sample.grammar.parse(words) }
    let said = error.message + error.remedy + "\(error)" + String(reflecting: error)
    #expect(!said.contains("hunter2"))
  }

  @Test func `writes messages and remedies without a full stop`() throws {
    let lines: [[String]] = [
      ["ad"], ["key"], ["--json"], ["add"], ["show", "a", "b"], ["list", "--vault"], ["-y"],
      ["list", "--all=1"], ["show", "x", "--as=x"], ["show", "a=b"], ["add", "=b"], ["add", "a=@"],
    ]
    for words in lines {
      let error = try #require(throws: UsageError.self) { try Sample.grammar.parse(words) }
      #expect(!error.message.hasSuffix(".") && !error.remedy.hasSuffix("."))
      #expect(error.message.first?.isUppercase == false && error.remedy.first?.isUppercase == false)
    }
  }
}
