import Arguments
import Messages

/// The pages of the Manual that are written from the program's own tables.
package enum ManualPages {
  /// Each page by the name of its file.
  package static var all: [String: String] {
    ["Commands.md": commands, "ExitStatuses.md": exitStatuses, "Scopes.md": scopes]
  }

  private static let origin = """
    This page is written from the program's own tables by `COFFER_RECORD=1 swift test --filter \
    ConsoleTests`; a test fails when the two differ.
    """

  private static var commands: String {
    CommandsPage.render(
      CofferGrammar.grammar,
      opening: """
        # Commands

        Every command, with what it takes and an example; `coffer help COMMAND` says the same.

        \(origin)

        ## Overview

        `coffer COMMAND [NAME...] [field=value...] [--options]`, in any order after the command. \
        Options end at `--`. A change to several profiles asks first on a terminal, and needs \
        `--yes` elsewhere. Without a terminal no command ever waits for an answer. `NO_COLOR` has \
        nothing to do: there are no colours.
        """)
  }

  private static var exitStatuses: String {
    let table = Markdown.table(
      ["status", "name", "it means"],
      ExitStatus.allCases.map { status in
        [String(status.rawValue), Markdown.code(status.code), Markdown.prose(status.meaning)]
      })
    return """
      # Exit statuses

      What the number says with which `coffer` ends, so that a script need not read the text.

      \(origin)

      ## Overview

      A status is never renumbered and never reused. `coffer help exit` prints this table.

      \(table)

      An error is two lines on the error stream, and nothing on the output stream:

      ```
      coffer: error: what happened
      coffer: hint: what to do
      ```

      With `--json` it is one object instead, with the keys `code`, `hint`, `items`, `message` and
      `status`. The code is the name above, or one that says it more exactly.

      """
  }

  private static var scopes: String {
    let table = Markdown.table(
      ["message", "who may ask", "why", "what is written down"],
      MessageKind.allCases.map { kind in
        let rule = MessageRule.of(kind)
        return [
          Markdown.code(kind.rawValue), rule.scope.title, Markdown.prose(rule.why),
          Markdown.prose(rule.events),
        ]
      })
    return """
      # Who may ask what

      Which message of the conversation needs which scope, why, and what the audit log says of it.

      \(origin)

      ## Overview

      The agent looks every message up in this table before it does anything; what is not in it
      does not exist. A message that is refused is itself written down. Who may ask:

      \(MessageRule.Scope.allCases.map { "- *\($0.title)*: \($0.meaning)" }.joined(separator: "\n"))

      \(table)

      """
  }
}

extension MessageRule.Scope {
  fileprivate var title: String {
    switch self {
    case .anyone: "anyone"
    case .use: "use"
    case .full: "full"
    case .spawned: "own child"
    }
  }

  fileprivate var meaning: String {
    switch self {
    case .anyone: "no key is needed."
    case .use: "any session, and any command that showed a key."
    case .full: "a session opened by `coffer unlock --full`, and any command that showed a key."
    case .spawned:
      "only the agent that `coffer` started itself for one command, since keys travel there;"
        + " never a session, whatever its scope."
    }
  }
}
