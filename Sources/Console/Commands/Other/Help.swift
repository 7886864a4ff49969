import Arguments
import Catalog
import Messages

extension Command {
  /// Here for the list of commands: the parser itself understands the word.
  static let help = Command(
    CommandSpec(
      "help", group: "other", summary: "explain a command",
      discussion:
        "Also 'help exit' for the exit statuses, and 'help add TYPE' for the fields of a type.",
      operands: [OperandSpec("TOPIC", "a command", arity: .manyOptional, completion: .command)])
  ) { _, context throws(Failure) in
    context.printer.raw(HelpText(CofferGrammar.grammar).page(.overview))
    return .done
  }
}

/// The help pages that are not about a command's own declaration.
enum HelpTopics {
  /// The page for these words after the program's name; nil if it is for the grammar to say.
  static func page(_ words: [String], width: Int) throws(Failure) -> String? {
    guard words.first == "help" else { return nil }
    switch Array(words.dropFirst()) {
    case ["exit"]: return exit()
    case ["--man"]: return manual()
    case let topic where topic.count == 2 && topic[0] == "add" && !topic[1].hasPrefix("-"):
      return TypeHelp.text(for: try known(try Types.find(topic[1])), width: width)
    default: return nil
    }
  }

  private static func exit() -> String {
    "exit statuses:\n"
      + ExitStatus.allCases.map { status in
        let number = String(status.rawValue)
        return "  " + String(repeating: " ", count: 2 - number.count) + number + "  "
          + status.meaning + "\n"
      }.joined()
  }

  private static func manual() -> String {
    ManPage.render(
      CofferGrammar.grammar, date: "2026-01-01",
      exitStatuses: ExitStatus.allCases.map { ($0.rawValue, $0.meaning) },
      sections: [
        ManPage.Section(
          "ENVIRONMENT",
          """
          COFFER_VAULT: the vault, where --vault does not say.

          COFFER_KEY_FILE: a key file that opens it, where no session is open.

          CREDENTIALS_DIRECTORY: systemd's folder; coffer-key or coffer-passphrase in it is used.
          """),
        ManPage.Section(
          "FILES",
          """
          $XDG_DATA_HOME/coffer/vault.coffer, by default ~/.local/share/coffer/vault.coffer

          $XDG_CONFIG_HOME/coffer/checkpoints, by default ~/.config/coffer/checkpoints: where \
          checkpoints keep themselves.
          """),
      ])
  }
}
