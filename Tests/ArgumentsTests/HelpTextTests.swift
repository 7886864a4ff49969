import Arguments
import Testing

@Suite struct HelpTextTests {
  private let text = HelpText(Sample.grammar, width: 60)

  @Test func `the overview lists every command under its group`() {
    let page = text.page(.overview)
    #expect(page.hasPrefix("coffer: a vault for credentials\n"))
    for command in Sample.grammar.commands {
      #expect(page.contains("  \(command.name) "))
      #expect(page.contains(command.summary))
    }
    #expect(page.contains("\nthe vault:\n") && page.contains("\nprofiles:\n"))
    #expect(page.contains("  add           add a profile\n"))
    #expect(page.contains("--vault PATH"))
  }

  @Test func `a command's page shows everything declared`() throws {
    let add = try #require(Sample.grammar.command("add"))
    let page = text.page(.command(add))
    #expect(
      page.hasPrefix("usage: coffer add TYPE NAME [FIELD=VALUE...] [OPTIONS]\n\nadd a profile\n"))
    #expect(page.contains("\nFor a database:\n\n  coffer add postgres x\n"))
    #expect(page.contains("-l, --label KEY=VALUE"))
    #expect(
      page.contains("\nexamples:\n  coffer add postgres acme host=db.example -l tenant=acme\n"))
    #expect(page.contains("FIELD=VALUE  "))
  }

  @Test func `a family's page lists its members only`() {
    let page = text.page(.family("key"))
    #expect(page.contains("key remove") && !page.contains("session"))
  }

  @Test func `leaves hidden options out`() {
    #expect(!text.page(.overview).contains("trace"))
  }

  @Test func `shows choices`() throws {
    let show = try #require(Sample.grammar.command("show"))
    #expect(text.page(.command(show)).contains("(table, env, dotenv)"))
  }

  @Test(arguments: [0, 40, 60, 80, 500])
  func `keeps prose within the width`(width: Int) {
    let text = HelpText(Sample.grammar, width: width)
    let limit = min(max(width, 40), 100)
    let topics: [HelpTopic] = [.overview] + Sample.grammar.commands.map { .command($0) }
    for topic in topics {
      for line in text.page(topic).split(separator: "\n") where !line.contains("coffer add") {
        #expect(line.count <= limit, "\(line)")
        #expect(line.last != " ")
      }
    }
  }

  @Test func `holds no control characters, even where a declaration does`() {
    let bad = "bad\u{1B}[31m \u{202E}text"
    let grammar = Grammar(
      program: "coffer", version: "1", summary: bad, globals: [OptionSpec("x", bad)],
      groups: [Grammar.Group("g", title: "g")],
      commands: [
        CommandSpec(
          "go", group: "g", summary: bad, discussion: bad + "\n\n  " + bad,
          operands: [OperandSpec("A", bad)], examples: [Example("coffer go " + bad, bad)])
      ])
    let pages =
      [HelpTopic.overview, .command(grammar.commands[0])].map(HelpText(grammar).page)
      + Completions.Shell.allCases.map { Completions.script(for: $0, grammar) }
      + [ManPage.render(grammar, date: "2026-01-31")]
    for page in pages {
      #expect(!page.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{202E}" })
    }
  }
}
