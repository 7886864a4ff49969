/// The page of a manual about all commands, written from the grammar.
package enum CommandsPage {
  /// The page as Markdown.
  ///
  /// - Parameters:
  ///   - grammar: What is described.
  ///   - opening: The title and what stands before the first command.
  /// - Returns: The text of the page.
  package static func render(_ grammar: Grammar, opening: String) -> String {
    var parts = [opening, options("option of every command", grammar.visibleGlobals)]
    for group in grammar.groups {
      parts.append(
        "## " + Markdown.prose(group.title.prefix(1).uppercased() + group.title.dropFirst()))
      for command in grammar.commands where command.group == group.name {
        parts += self.command(command, of: grammar.program)
      }
    }
    return parts.joined(separator: "\n\n") + "\n"
  }

  private static func command(_ command: CommandSpec, of program: String) -> [String] {
    var parts = [
      "### " + Markdown.prose(command.name), Markdown.sentence(command.summary),
      fenced([program + " " + command.usage]),
    ]
    parts += command.discussion.split(separator: "\n\n").map { paragraph in
      // Lines that stay as they are, such as a list of words and what they mean.
      paragraph.hasPrefix("  ")
        ? fenced(paragraph.split(separator: "\n").map { Paragraphs.clean($0) })
        : Markdown.prose(String(paragraph))
    }
    if !command.operands.isEmpty {
      parts.append(
        Markdown.table(
          ["operand", ""],
          command.operands.map { [Markdown.code($0.usage), Markdown.prose($0.help)] }))
    }
    if !command.visibleOptions.isEmpty { parts.append(options("option", command.visibleOptions)) }
    for example in command.examples {
      let explanation = Paragraphs.wrap(example.explanation, to: 90, indent: 2)
      parts.append(fenced(["$ " + Paragraphs.clean(example.commandLine[...])] + explanation))
    }
    return parts
  }

  private static func options(_ heading: String, _ options: [OptionSpec]) -> String {
    Markdown.table(
      [heading, ""],
      options.map { option in
        let short = option.short.map { "-\($0), " } ?? ""
        return [Markdown.code(short + option.longUsage), Markdown.prose(option.fullHelp)]
      })
  }

  private static func fenced(_ lines: [String]) -> String {
    (["```"] + lines + ["```"]).joined(separator: "\n")
  }
}
