/// The manual page of the program, written from the grammar.
package enum ManPage {
  /// A section that the grammar does not know of, such as files or environment.
  package struct Section: Sendable {
    package let title: String
    package let text: String

    package init(_ title: String, _ text: String) {
      self.title = title
      self.text = text
    }
  }

  /// The page as roff with the `man` macros.
  ///
  /// - Parameters:
  ///   - grammar: What is described.
  ///   - date: The date in the page's foot, as `2026-01-31`.
  ///   - exitStatuses: Each status with its meaning, in the order to show.
  ///   - sections: What else belongs on the page, shown after the commands.
  /// - Returns: The text of the page.
  package static func render(
    _ grammar: Grammar, date: String, exitStatuses: [(status: Int32, meaning: String)] = [],
    sections: [Section] = []
  ) -> String {
    var roff = Roff()
    let title = grammar.program.uppercased()
    roff.request("TH", title, "1", date, grammar.program + " " + grammar.version)
    roff.request("SH", "NAME")
    roff.text(grammar.program, dash: grammar.summary)
    roff.request("SH", "SYNOPSIS")
    roff.line(grammar.program + " [OPTIONS] COMMAND [NAME...] [FIELD=VALUE...]", bold: true)
    roff.request("SH", "OPTIONS")
    roff.options(grammar.visibleGlobals)
    roff.request("SH", "COMMANDS")
    for group in grammar.groups {
      roff.request("SS", group.title)
      for command in grammar.commands where command.group == group.name {
        roff.term(command.name, command.summary)
      }
    }
    for command in grammar.commands { roff.command(command, of: grammar) }
    for section in sections {
      roff.request("SH", section.title.uppercased())
      roff.prose(section.text)
    }
    if !exitStatuses.isEmpty {
      roff.request("SH", "EXIT STATUS")
      for (status, meaning) in exitStatuses { roff.term("\(status)", meaning) }
    }
    return roff.text
  }
}

extension Roff {
  /// The line from which `whatis` and `apropos` learn the page's purpose.
  fileprivate mutating func text(_ name: String, dash summary: String) {
    raw(Self.escape(name) + " \\- " + Self.escape(summary))
  }

  fileprivate mutating func options(_ options: [OptionSpec]) {
    for option in options {
      let short = option.short.map { "-\($0), " } ?? ""
      term(short + option.longUsage, option.fullHelp)
    }
  }

  fileprivate mutating func command(_ command: CommandSpec, of grammar: Grammar) {
    request("SH", (grammar.program + " " + command.name).uppercased())
    line(grammar.program + " " + command.usage, bold: true)
    request("PP")
    prose(command.summary.prefix(1).uppercased() + command.summary.dropFirst() + ".")
    if !command.discussion.isEmpty {
      request("PP")
      prose(command.discussion)
    }
    for operand in command.operands { term(operand.usage, operand.help) }
    options(command.visibleOptions)
    for example in command.examples {
      request("PP")
      request("EX")
      line("  " + example.commandLine, bold: true)
      request("EE")
      prose(example.explanation)
    }
  }
}
