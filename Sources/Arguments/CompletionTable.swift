/// What every completion script needs to know, apart from how its shell writes it.
struct CompletionTable {
  /// A word to offer and what it means.
  struct Offer {
    let word: String
    let summary: String
  }

  /// What belongs at a place: a kind that the script knows, and the words if it is `words`.
  struct Kind {
    let name: String
    var words: [String] = []
  }

  /// What an option wants after it, when it follows a command (or any, when nil).
  struct Value {
    let command: String?
    let spellings: [String]
    let kind: Kind
  }

  /// What belongs at the place of an operand; nil stands for every later place.
  struct Place {
    let command: String
    let index: Int?
    let kind: Kind
  }

  let grammar: Grammar

  /// The program's name as part of a function's name.
  var function: String {
    "_" + String(grammar.program.map { $0.isLetter || $0.isNumber ? $0 : "_" })
  }

  /// The commands of two words, those of one, and those of one that is a family's name as well.
  var commands: (members: [CommandSpec], alone: [CommandSpec], both: [CommandSpec]) {
    let families = Set(families.map(\.name))
    let short = grammar.commands.filter { $0.member == nil }
    return (
      grammar.commands.filter { $0.member != nil },
      short.filter { !families.contains($0.name) }, short.filter { families.contains($0.name) }
    )
  }

  var firstWords: [Offer] {
    grammar.firstWords.map { word in
      let members = grammar.members(of: word).compactMap(\.member).joined(separator: ", ")
      return Offer(word: word, summary: grammar.command(word)?.summary ?? members)
    }
  }

  /// Each first word that has second ones, with those.
  var families: [(name: String, members: [Offer])] {
    grammar.firstWords.compactMap { word in
      let members = grammar.members(of: word).compactMap { command in
        command.member.map { Offer(word: $0, summary: command.summary) }
      }
      return members.isEmpty ? nil : (word, members)
    }
  }

  var values: [Value] {
    let own = grammar.commands.flatMap { command in
      command.options.map { value(of: $0, after: command.name) }
    }
    return own + grammar.globals.map { value(of: $0, after: nil) }
  }

  var places: [Place] {
    grammar.commands.flatMap { command in
      command.operands.enumerated().flatMap { index, operand in
        let kind = kind(of: operand.completion)
        let here = Place(command: command.name, index: index, kind: kind)
        return operand.arity.isRepeated
          ? [here, Place(command: command.name, index: nil, kind: kind)] : [here]
      }
    }
  }

  func options(of command: CommandSpec) -> [Offer] { offers(command.visibleOptions) }

  var globals: [Offer] { offers(grammar.visibleGlobals) }

  private func offers(_ options: [OptionSpec]) -> [Offer] {
    options.map { Offer(word: "--" + $0.long, summary: $0.help) }
  }

  private func value(of option: OptionSpec, after command: String?) -> Value {
    let spellings = ["--" + option.long] + (option.short.map { ["-\($0)"] } ?? [])
    let kind =
      if let value = option.value {
        value.choices.isEmpty
          ? self.kind(of: value.completion) : Kind(name: "words", words: value.choices)
      } else {
        Kind(name: "flag")
      }
    return Value(command: command, spellings: spellings, kind: kind)
  }

  private func kind(of completion: CompletionKind) -> Kind {
    switch completion {
    case .none, .field, .label: Kind(name: "none")
    case .file: Kind(name: "file")
    case .folder: Kind(name: "folder")
    case .profile: Kind(name: "profiles")
    case .type: Kind(name: "types")
    case .slot: Kind(name: "slots")
    case .workspace: Kind(name: "workspaces")
    case .command: Kind(name: "command")
    case .words(let words): Kind(name: "words", words: words)
    }
  }
}
