extension Grammar {
  /// What is wrong with the declarations themselves, for the tests of whoever declares them.
  ///
  /// Among other things every example has to be a line that the parser accepts.
  package var flaws: [String] {
    duplicates(commands.map(\.name), "command")
      + duplicates(globals.map(\.long), "global option")
      + commands.flatMap(flaws)
      + (globals.map(\.help) + commands.map(\.summary) + [summary]).flatMap(flaws(ofLine:))
  }

  private func flaws(of command: CommandSpec) -> [String] {
    var flaws: [String] = []
    let words = command.name.split(separator: " ", omittingEmptySubsequences: false)
    if words.count > 2 || words.contains(where: \.isEmpty) {
      flaws.append("'\(command.name)' is not one word or two")
    }
    if !groups.contains(where: { $0.name == command.group }) {
      flaws.append("'\(command.name)' is in no known group")
    }
    flaws += duplicates(command.options.map(\.long), "option of '\(command.name)'")
    let letters = (command.options + globals).compactMap(\.short).map(String.init)
    flaws += duplicates(letters, "short option of '\(command.name)'")
    // Nobody asks for the program's version behind a command, so that one name may be used again.
    let kept = globals.filter { $0 != .version }
    let shadowed = command.options.filter { own in kept.contains { $0.long == own.long } }
    flaws += shadowed.map { "'\(command.name)' hides the global --\($0.long)" }
    if command.operands.count(where: \.arity.isRepeated) > 1 {
      flaws.append("'\(command.name)' repeats more than one operand")
    }
    flaws += command.options.map(\.help).flatMap(flaws(ofLine:))
    flaws += command.operands.map(\.help).flatMap(flaws(ofLine:))
    for example in command.examples where !isRun(example, of: command) {
      flaws.append("'\(example.commandLine)' does not run '\(command.name)'")
    }
    return flaws
  }

  private func isRun(_ example: Example, of command: CommandSpec) -> Bool {
    guard case .run(let invocation)? = try? parse(example.words(after: program)) else {
      return false
    }
    return invocation.command.name == command.name
  }

  private func flaws(ofLine line: String) -> [String] {
    if line.isEmpty { return ["a help text is empty"] }
    if line.contains("\n") || line.utf8.last == UInt8(ascii: ".") {
      return ["'\(line)' is not one line without a full stop"]
    }
    return []
  }

  private func duplicates(_ names: [String], _ noun: String) -> [String] {
    var seen: Set<String> = []
    return names.filter { !seen.insert($0).inserted }.map { "\(noun) '\($0)' is declared twice" }
  }
}
