/// What `coffer help add TYPE` says, wrapped to the width of the terminal.
package enum TypeHelp {
  package static func text(for type: ProfileType, width: Int = 80) -> String {
    let width = max(width, 40)
    var lines = wrapped("\(type.name): \(type.title). \(type.summary)", width, indent: 0)
    if case .withdrawn(let why) = type.status {
      lines += wrapped("Withdrawn: \(why)", width, indent: 0)
    }
    lines += [""] + wrapped("usage: " + usage(type), width, indent: 0, hanging: 7)
    lines += ["", "fields (* must be given):"]
    lines += type.fields.flatMap { entry($0, width) }
    if type.takesExtras {
      lines +=
        [""] + wrapped("Other fields of the driver are given as x.NAME=VALUE.", width, indent: 0)
    }
    let points = type.rules.compactMap(\.sentence) + type.notes
    if !points.isEmpty {
      lines += ["", "good to know:"]
      lines += points.flatMap { wrapped("- \($0)", width, indent: 2, hanging: 4) }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// A command that works, apart from the words in capitals; secrets are asked for.
  package static func usage(_ type: ProfileType) -> String {
    let given = type.missing(from: []).filter { !$0.isSecret }
    let words = given.map { "\($0.name)=\(placeholder($0))" }
    return (["coffer", "add", type.name, "NAME"] + words).joined(separator: " ")
  }

  private static func placeholder(_ field: Field) -> String {
    if case .choice(let choices) = field.kind { return choices.joined(separator: "|") }
    return field.prompt.uppercased().map { $0 == " " ? "-" : String($0) }.joined()
  }

  private static func entry(_ field: Field, _ width: Int) -> [String] {
    var facts = [field.isSecret ? "secret, \(field.kind.summary)" : field.kind.summary]
    if let value = field.defaultValue { facts.append("default \(value)") }
    if field.isOverridable { facts.append("a binding may override it") }
    let mark = field.isRequired && field.defaultValue == nil ? " *" : ""
    let heading = "\(field.name)\(mark)  (\(facts.joined(separator: ", ")))"
    return wrapped(heading, width, indent: 2, hanging: 6) + wrapped(field.help, width, indent: 6)
  }

  /// Lines of at most `width` characters, broken at spaces; a longer word stands alone.
  private static func wrapped(
    _ text: String, _ width: Int, indent: Int, hanging: Int? = nil
  ) -> [String] {
    var lines: [String] = []
    var line = String(repeating: " ", count: indent)
    var isFresh = true
    for word in text.split(separator: " ", omittingEmptySubsequences: false) {
      if !isFresh, line.count + 1 + word.count > width {
        lines.append(line)
        line = String(repeating: " ", count: hanging ?? indent)
        isFresh = true
      }
      line += isFresh ? String(word) : " " + word
      isFresh = false
    }
    return lines + [line]
  }
}
