import Arguments
@testable import Console
import Messages
import Testing

/// What the commands about pushing make of their words.
@Suite struct PushChoiceTests {
  private func read(_ words: String...) throws -> RemoteSelection {
    try RemoteChoice.read(try Typed.line(words))
  }

  @Test func `names, objects, labels, workspaces and states select together`() throws {
    let selection = try read(
      "test", "acme-*", "eu/acme-ch", "-l", "stage=prod", "--workspace", "eu", "--state", "in-sync",
      "--type", "postgres")
    #expect(
      selection
        == RemoteSelection(
          words: ["acme-*", "eu/acme-ch"], labels: ["stage=prod"], types: ["postgres"],
          workspaces: ["eu"], states: ["in sync"]))
  }

  @Test(arguments: ["push", "test", "unbind"])
  func `nothing selected is a slip`(command: String) throws {
    #expect(Typed.refusal { try read(command) }?.status == .usage)
  }

  @Test(arguments: ["plan", "status"])
  func `nothing selected means everything where nothing is changed`(command: String) throws {
    let line = try Typed.line(command)
    #expect(try RemoteChoice.read(line, emptyIsAll: true) == RemoteSelection(all: true))
  }

  @Test(arguments: ["eu/a/b", "eu/", "/a", "a b", "eu/a\u{1B}"])
  func `a word that names nothing is refused`(word: String) {
    #expect(Typed.refusal { try read("test", word) }?.status == .invalid)
  }

  @Test func `one name is one name`() throws {
    #expect(try read("push", "acme").isOneName)
    #expect(try read("push", "eu/acme").isOneName)
    #expect(try read("push", "acme", "--workspace", "eu").isOneName)
    #expect(try !read("push", "acme*").isOneName)
    #expect(try !read("push", "a", "b").isOneName)
    #expect(try !read("push", "--workspace", "eu").isOneName)
    #expect(try !read("push", "a", "-l", "b=c").isOneName)
  }

  @Test func `a person is always asked, a script for more than it can mean by one name`() {
    #expect(PushWish.asks(1, isOneName: true, person: true))
    #expect(!PushWish.asks(0, isOneName: false, person: true))
    #expect(!PushWish.asks(5, isOneName: true, person: false))
    #expect(!PushWish.asks(1, isOneName: false, person: false))
    #expect(PushWish.asks(2, isOneName: false, person: false))
  }

  private func wish(_ words: String...) throws -> PushWish {
    try PushWish(try Typed.line(["push"] + words), GlobalOptions())
  }

  @Test func `a saved plan goes with no selection and no other way of doing it`() throws {
    #expect(try wish("--plan", "p").selection.all)
    for words in [["acme"], ["--all"], ["--dry-run"]] {
      let refusal = Typed.refusal {
        try PushWish(try Typed.line(["push", "--plan", "p"] + words), GlobalOptions())
      }
      #expect(refusal?.status == .usage, "\(words)")
    }
  }

  @Test func `standard input is not both a plan and a key`() throws {
    var options = GlobalOptions()
    options.keyFile = "-"
    let line = try Typed.line("push", "--plan", "-")
    #expect(Typed.refusal { try PushWish(line, options) }?.status == .usage)
  }

  @Test func `a binding names its workspace, and each override once`() throws {
    let call = try Command.binding(
      try Typed.line(
        "bind", "acme", "--to", "eu", "--as", "{tenant}", "--set", "database=a=b", "--replace"))
    #expect(call.workspace == "eu")
    #expect(call.pattern == "{tenant}")
    #expect(call.overrides == [NamedText("database", "a=b")])
    #expect(call.replace)
    for words in [
      ["acme"], ["--to", "eu"], ["acme", "--to", "eu", "--set", "database"],
      ["acme", "--to", "eu", "--set", "=a"], ["acme", "--to", "eu", "--set", "database="],
      ["acme", "--to", "eu", "--set", "a=1", "--set", "a=2"],
    ] {
      let refusal = Typed.refusal { try Command.binding(try Typed.line(["bind"] + words)) }
      #expect(refusal?.status == .usage, "\(words)")
    }
  }

  private func environment(_ words: String..., template: Bool = false) throws -> SetEnvironment {
    let member = template ? "template" : "set"
    return try Command.settingEnvironment(
      try Typed.line(["environment", member] + words), isTemplate: template)
  }

  @Test func `an environment maps sources to connections`() throws {
    let call = try environment("eu", "acme-prod", "main=acme-ch", "other=acme-pg")
    #expect(call.workspace == "eu" && call.name == "acme-prod")
    #expect(call.sources == [NamedText("main", "acme-ch"), NamedText("other", "acme-pg")])
    let template = try environment("eu", "{tenant}", "main={tenant}-ch", template: true)
    #expect(template.name == "{tenant}")
    #expect(template.sources == [NamedText("main", "{tenant}-ch")])
  }

  @Test func `an environment that maps nothing, or is a template by mistake, is a slip`() {
    #expect(Typed.refusal { try environment("eu", "acme") }?.status == .usage)
    #expect(Typed.refusal { try environment("eu", "acme", "main=") }?.status == .usage)
    #expect(Typed.refusal { try environment("eu", "acme", "main=@file") }?.status == .usage)
    #expect(Typed.refusal { try environment("eu", "{tenant}", "main=a") }?.status == .usage)
    #expect(
      Typed.refusal { try environment("eu", "acme", "main=a", template: true) }?.status == .usage)
    #expect(Typed.refusal { try environment("eu", "a b", "main=a") }?.status == .invalid)
  }

  @Test func `the sandbox gets its options, and ends with us`() throws {
    let line = try Typed.line("sandbox", "--port", "8089", "--key", "a", "--key", "b")
    #expect(
      try Sandboxed.words(line) == ["--until-closed", "--port", "8089", "--key", "a", "--key", "b"])
    #expect(
      Typed.refusal { try Sandboxed.words(try Typed.line("sandbox", "--port", "70000")) }?.status
        == .usage)
  }

  @Test func `the sandbox says how to add it`() throws {
    let cloud = #"{"url":"http://127.0.0.1:8089","keyId":"K","keySecret":"S","organization":"o"}"#
    let greeting = try Sandboxed.Greeting(
      #"{"url":"http://127.0.0.1:8089","key":"k","pid":7,"clickhouse":{"host":"127.0.0.1","#
        + #""port":8123,"username":"default","password":"P"},"questdb":{"host":"127.0.0.1","#
        + #""port":8812,"webPort":9000,"user":"admin","password":"Q"},"cloud":"# + cloud + "}")
    #expect(
      greeting.lines == [
        "answers   at http://127.0.0.1:8089 until Ctrl-C", "key       k",
        "add it    coffer add embeddable sandbox baseURL=http://127.0.0.1:8089 apiKey=-",
        "cloud key K, secret S",
        "add it    coffer add clickhouse-cloud sandbox-cloud baseURL=http://127.0.0.1:8089 keyId=K"
          + " keySecret=-",
        "clickhouse default, password P",
        "add it    coffer add clickhouse sandbox-ch host=127.0.0.1 port=8123 protocol=http:"
          + " username=default password=-",
        "questdb   admin, password Q",
        "add it    coffer add questdb sandbox-quest host=127.0.0.1 port=8812 user=admin"
          + " cleartext=allow password=-",
      ])
    #expect(Typed.refusal { try Sandboxed.Greeting("Listening") } == .misunderstood)
  }
}
