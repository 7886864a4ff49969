/// One option of a command or of the whole program.
package struct OptionSpec: Equatable, Sendable {
  package let long: String
  package let short: Character?
  /// What the option's value is; nil for a flag.
  package let value: ValueSpec?
  package let repeats: Bool
  package let help: String
  /// Whether help, completions and the man page leave it out.
  package let hidden: Bool

  package init(
    _ long: String, short: Character? = nil, value: ValueSpec? = nil, repeats: Bool = false,
    _ help: String, hidden: Bool = false
  ) {
    self.long = long
    self.short = short
    self.value = value
    self.repeats = repeats
    self.help = help
    self.hidden = hidden
  }

  /// Asks for help instead of work; the parser knows it by its long name.
  package static let help = OptionSpec("help", short: "h", "show this help")
  /// Asks for the program's version; the parser knows it by its long name.
  package static let version = OptionSpec("version", "show the version")

  /// Both spellings with the placeholder, as a help page lists them.
  var usage: String {
    let start = short.map { "-\($0), " } ?? "    "
    return start + longUsage
  }

  /// The long spelling with the placeholder.
  var longUsage: String {
    "--" + long + (value.map { " " + $0.placeholder } ?? "")
  }

  /// The help with what the declaration adds to it.
  var fullHelp: String {
    var text = help
    if let choices = value?.choices, !choices.isEmpty {
      text += " (" + choices.joined(separator: ", ") + ")"
    }
    if repeats { text += "; may be repeated" }
    return text
  }
}

/// What an option takes as its value.
package struct ValueSpec: Equatable, Sendable {
  package let placeholder: String
  package let completion: CompletionKind
  /// The only words allowed; empty when any will do.
  package let choices: [String]

  package init(
    _ placeholder: String, completion: CompletionKind = .none, choices: [String] = []
  ) {
    self.placeholder = placeholder
    self.completion = completion
    self.choices = choices
  }
}
