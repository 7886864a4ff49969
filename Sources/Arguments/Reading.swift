/// The state of reading one command line, word by word.
struct Reading {
  private let grammar: Grammar
  private var command: CommandSpec?
  /// The first of two words, while the second is awaited.
  private var family: String?
  /// What follows the word `help`.
  private var helpWords: [String]?
  private var asksForHelp = false
  private var asksForVersion = false
  private var operands: [Operand] = []
  private var fields: [FieldWord] = []
  private var given: [String: [String]] = [:]

  /// A word found by its place, and whether `--` stood before it.
  private struct Operand {
    let word: String
    let isGuarded: Bool
  }

  init(of grammar: Grammar) { self.grammar = grammar }

  private var call: CallName {
    CallName(program: grammar.program, command: command?.name ?? family)
  }

  /// What help could be about, as far as the line is understood.
  var knownTopic: HelpTopic? {
    if let command { return .command(command) }
    return family.map { .family($0) }
  }

  // MARK: Words

  mutating func read(_ words: [String]) throws(UsageError) {
    var rest = words[...]
    var isGuarded = false
    while let word = rest.popFirst() {
      if isGuarded || word.utf8.count < 2 || !word.starts(with: "-") {
        try readOperand(word, isGuarded: isGuarded)
      } else if word == "--" {
        isGuarded = true
      } else if word.starts(with: "--") {
        try readLong(String(word.unicodeScalars.dropFirst(2)), &rest)
      } else {
        try readShorts(word.unicodeScalars.dropFirst(), &rest)
      }
    }
  }

  private mutating func readOperand(_ word: String, isGuarded: Bool) throws(UsageError) {
    if helpWords != nil {
      helpWords?.append(word)
    } else if let command {
      if command.takesFields, let field = try FieldWord(word, of: call) {
        try add(field)
      } else {
        operands.append(Operand(word: word, isGuarded: isGuarded))
      }
    } else if let family {
      if let member = grammar.command(family + " " + word) {
        command = member
      } else if let alone = grammar.command(family) {
        command = alone
        try readOperand(word, isGuarded: isGuarded)
      } else {
        throw unknown(word, in: family)
      }
    } else if word == "help" {
      helpWords = []
    } else if !grammar.members(of: word).isEmpty {
      family = word
    } else if let found = grammar.command(word) {
      command = found
    } else {
      throw unknown(word)
    }
  }

  private mutating func add(_ field: FieldWord) throws(UsageError) {
    if fields.contains(where: { $0.name == field.name }) {
      throw .repeatedField(Shown.word(field.name), call)
    }
    if case .standardInput(let second) = field {
      for case .standardInput(let first) in fields {
        throw .standardInputTwice(Shown.word(first), Shown.word(second), call)
      }
    }
    fields.append(field)
  }

  private func unknown(_ word: String) -> UsageError {
    let isMember = grammar.commands.first { $0.member == word }
    let names = grammar.firstWords + ["help"]
    let nearest = isMember?.name ?? Suggestion.nearest(word, among: names)
    return .unknownCommand(Shown.word(word), nearest: nearest, call)
  }

  private func unknown(_ word: String, in family: String) -> UsageError {
    let members = grammar.members(of: family).compactMap(\.member)
    let nearest = Suggestion.nearest(word, among: members).map { family + " " + $0 }
    return .unknownCommand(family + " " + Shown.word(word), nearest: nearest, call)
  }

  // MARK: Options

  private mutating func readLong(
    _ text: String, _ rest: inout ArraySlice<String>
  ) throws(UsageError) {
    let (name, attached) = text.parted(at: "=").map { ($0, $1) } ?? (text, nil)
    guard let option = lookUp({ $0.long == name }) else { throw unknown(long: name) }
    try take(option, as: "--" + option.long, attached: attached, &rest)
  }

  private mutating func readShorts(
    _ letters: Substring.UnicodeScalarView, _ rest: inout ArraySlice<String>
  ) throws(UsageError) {
    var letters = letters
    while let letter = letters.popFirst() {
      let shown = "-" + Shown.word(String(letter))
      guard let option = lookUp({ $0.short == Character(letter) }) else {
        let isEarly =
          command == nil
          && grammar.commands.contains { command in
            command.options.contains { $0.short == Character(letter) }
          }
        throw isEarly ? .optionTooEarly(shown, call) : .unknownOption(shown, nearest: nil, call)
      }
      guard option.value == nil else {
        if letters.first == "=" { letters.removeFirst() }
        let attached = letters.isEmpty ? nil : String(letters)
        return try take(option, as: shown, attached: attached, &rest)
      }
      if letters.first == "=" { throw .valueNotExpected(option: shown, call) }
      try take(option, as: shown, attached: nil, &rest)
    }
  }

  /// Finds an option of the command, or else a global one.
  private mutating func lookUp(_ matches: (OptionSpec) -> Bool) -> OptionSpec? {
    if let found = command?.options.first(where: matches) { return found }
    if let found = grammar.globals.first(where: matches) { return found }
    // `session --all`, where both `session` and `session list` exist, settles on the former.
    if command == nil, let family, let alone = grammar.command(family),
      let found = alone.options.first(where: matches)
    {
      command = alone
      return found
    }
    return nil
  }

  private func unknown(long name: String) -> UsageError {
    let shown = "--" + Shown.word(name)
    if command == nil, helpWords == nil,
      grammar.commands.contains(where: { $0.options.contains { $0.long == name } })
    {
      return .optionTooEarly(shown, call)
    }
    let names = ((command?.options ?? []) + grammar.globals).filter { !$0.hidden }.map(\.long)
    let nearest = Suggestion.nearest(name, among: names).map { "--" + $0 }
    return .unknownOption(shown, nearest: nearest, call)
  }

  private mutating func take(
    _ option: OptionSpec, as shown: String, attached: String?, _ rest: inout ArraySlice<String>
  ) throws(UsageError) {
    guard let spec = option.value else {
      if attached != nil { throw .valueNotExpected(option: shown, call) }
      switch option {
      case .help: asksForHelp = true
      case .version: asksForVersion = true
      default: given[option.long, default: []].append("")
      }
      return
    }
    let value: String
    if let attached {
      value = attached
    } else if let next = rest.first, !isOption(next) {
      value = next
      rest.removeFirst()
    } else {
      throw .missingValue(option: shown, placeholder: spec.placeholder, call)
    }
    if given[option.long] != nil, !option.repeats { throw .repeatedOption(shown, call) }
    if !spec.choices.isEmpty, !spec.choices.contains(value) {
      throw .badChoice(
        option: shown, word: Shown.word(value), choices: spec.choices,
        nearest: Suggestion.nearest(value, among: spec.choices), call)
    }
    given[option.long, default: []].append(value)
  }

  /// Whether a word after an option that wants a value is clearly the next option instead.
  ///
  /// Only options that exist count, so that a value such as `-5` passes.
  private func isOption(_ word: String) -> Bool {
    guard word.utf8.count > 1, word.starts(with: "-") else { return false }
    if word == "--" { return true }
    let options = (command?.options ?? []) + grammar.globals
    if word.starts(with: "--") {
      let text = String(word.unicodeScalars.dropFirst(2))
      let name = text.parted(at: "=")?.before ?? text
      return options.contains { $0.long == name }
    }
    return options.contains { $0.short.map { "-" + String($0) } == word }
  }

  // MARK: The end

  consuming func finish() throws(UsageError) -> Request {
    if let helpWords { return .help(try topic(of: helpWords)) }
    if asksForHelp { return .help(knownTopic ?? .overview) }
    if asksForVersion { return .version }
    guard let command = command ?? family.flatMap(grammar.command) else {
      guard let family else { throw .missingCommand(call) }
      throw .incompleteCommand(call, members: grammar.members(of: family).map(\.name))
    }
    self.command = command
    try check(command)
    return .run(
      Invocation(
        command: command, operands: operands.map(\.word), fields: fields, given: given, call: call))
  }

  private func topic(of words: [String]) throws(UsageError) -> HelpTopic {
    guard let first = words.first else { return .overview }
    if words.count > 1, let found = grammar.command(first + " " + words[1]) {
      return .command(found)
    }
    if words.count == 1 || grammar.members(of: first).isEmpty, let found = grammar.command(first) {
      return .command(found)
    }
    if first == "help" { return .overview }
    if grammar.members(of: first).isEmpty { throw unknown(first) }
    if words.count == 1 { return .family(first) }
    throw unknown(words[1], in: first)
  }

  private func check(_ command: CommandSpec) throws(UsageError) {
    let places = command.places(for: operands.count)
    for (index, operand) in operands.enumerated() where !operand.isGuarded {
      if index < places.count, places[index].completion.mayHoldEqualsSign { continue }
      if let name = operand.word.parted(at: "=")?.before {
        throw .fieldsNotTaken(field: Shown.word(name), call)
      }
    }
    let required = command.operands.filter(\.arity.isRequired)
    if operands.count < required.count {
      throw .missingOperand(required[operands.count].name, call)
    }
    if places.count < operands.count {
      throw .tooManyOperands(allowed: places.count, given: operands.count, call)
    }
  }
}
