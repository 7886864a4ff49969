/// Help pages, written from the grammar.
package struct HelpText {
  private let grammar: Grammar
  private let width: Int

  /// A page for a terminal of this width; very narrow and very wide ones get a readable measure.
  package init(_ grammar: Grammar, width: Int = 80) {
    self.grammar = grammar
    self.width = min(max(width, 40), 100)
  }

  /// The page about a topic, each line ended.
  package func page(_ topic: HelpTopic) -> String {
    let blocks =
      switch topic {
      case .overview: overview()
      case .family(let name): family(name)
      case .command(let command): page(command)
      }
    return blocks.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") + "\n" }
      .joined(separator: "\n")
  }

  private func overview() -> [[String]] {
    let program = grammar.program
    let longest = grammar.commands.map(\.name.count).max() ?? 0
    return [
      prose("\(program): \(grammar.summary)"),
      usage("[OPTIONS] COMMAND [NAME...] [FIELD=VALUE...]"),
    ]
      + grammar.groups.map { group in
        section(
          group.title, rows(grammar.commands.filter { $0.group == group.name }), least: longest)
      }
      + [
        section("options", rows(grammar.visibleGlobals)),
        prose("See '\(program) help COMMAND' for one command."),
      ]
  }

  private func family(_ name: String) -> [[String]] {
    [
      usage("\(name) COMMAND [OPTIONS]"),
      section("commands", rows(grammar.members(of: name))),
      prose("See '\(grammar.program) help \(name) COMMAND' for one command."),
    ]
  }

  private func page(_ command: CommandSpec) -> [[String]] {
    var operands = command.operands.map { ($0.usage, $0.help) }
    if command.takesFields {
      operands.append(
        (
          "FIELD=VALUE",
          "a field; FIELD=- reads it from standard input, FIELD=@FILE from a file, "
            + "FIELD:=TEXT takes the text letter by letter"
        ))
    }
    let shared = grammar.visibleGlobals.filter { global in
      !command.options.contains { $0.long == global.long }
    }
    return [
      usage(command.usage),
      prose(command.summary),
      prose(command.discussion),
      section("operands", operands),
      section("options", rows(command.visibleOptions)),
      section("options of every command", rows(shared)),
      examples(command.examples),
    ]
  }

  private func prose(_ text: String) -> [String] { Paragraphs.wrap(text, to: width) }

  /// A usage line; what does not fit goes under the first word after the program's name.
  private func usage(_ text: String) -> [String] {
    let start = "usage: \(grammar.program) "
    var lines = Paragraphs.wrap(text, to: width, indent: start.count)
    if !lines.isEmpty { lines[0] = start + lines[0].dropFirst(start.count) }
    return lines
  }

  private func section(
    _ title: String, _ rows: [(String, String)], least: Int = 0
  ) -> [String] {
    if rows.isEmpty { return [] }
    return [title + ":"]
      + Paragraphs.list(rows.map { (term: $0, help: $1) }, width: width, least: least)
  }

  private func rows(_ commands: [CommandSpec]) -> [(String, String)] {
    commands.map { ($0.name, $0.summary) }
  }

  private func rows(_ options: [OptionSpec]) -> [(String, String)] {
    options.map { ($0.usage, $0.fullHelp) }
  }

  private func examples(_ examples: [Example]) -> [String] {
    if examples.isEmpty { return [] }
    return ["examples:"]
      + examples.flatMap { example in
        ["  " + Paragraphs.clean(example.commandLine[...])]
          + Paragraphs.wrap(example.explanation, to: width, indent: 6)
      }
  }
}
