import Catalog

/// The help page of one profile type, from the catalog.
enum TypeHelp {
  static func page(_ type: ProfileType, width: Int) -> String {
    var lines = ["\(type.name): \(type.title)", "", type.summary]
    if case .withdrawn(let why) = type.status { lines += ["", "withdrawn: " + why] }
    lines += ["", "usage: coffer add \(type.name) NAME \(usage(type))", "", "fields:"]
    let longest = type.fields.map(\.name.count).max() ?? 0
    for field in type.fields {
      let gap = String(repeating: " ", count: longest - field.name.count + 2)
      lines.append("  \(field.name)\(gap)\(facts(field))")
      lines += wrapped(field.help, indent: longest + 4, width: width)
    }
    if type.takesExtras {
      lines += ["", "Other fields of the driver are given as x.NAME=VALUE."]
    }
    if !type.notes.isEmpty { lines += ["", "notes:"] }
    for note in type.notes {
      var text = wrapped(note, indent: 4, width: width)
      if let first = text.first { text[0] = "  - " + first.dropFirst(4) }
      lines += text
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The fields that have to be given, secrets left to the prompt.
  private static func usage(_ type: ProfileType) -> String {
    type.missing(from: []).map { field in
      field.isSecret ? "[\(field.name)=@FILE]" : "\(field.name)=..."
    }.joined(separator: " ")
  }

  private static func facts(_ field: Field) -> String {
    var facts = [field.kind.summary]
    if field.isRequired, field.defaultValue == nil { facts.append("required") }
    if let value = field.defaultValue { facts.append("default \(value)") }
    if field.isSecret { facts.append("secret") }
    return facts.joined(separator: "; ")
  }

  private static func wrapped(_ text: String, indent: Int, width: Int) -> [String] {
    let margin = String(repeating: " ", count: indent)
    let measure = min(max(width, 40), 100)
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty, indent + line.count + 1 + word.count > measure {
        lines.append(margin + line)
        line = ""
      }
      line += line.isEmpty ? String(word) : " " + word
    }
    if !line.isEmpty { lines.append(margin + line) }
    return lines
  }
}
