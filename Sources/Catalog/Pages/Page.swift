/// The Manual's page about profile types, written from the tables so that it cannot be out of date.
package enum Page {
  package static func render(_ types: [ProfileType] = Types.all) -> String {
    let opening = """
      # Profile types

      What each type of profile holds, what it is called here, and where its traps are.

      This page is written from the program's own tables by `COFFER_RECORD=1 swift test --filter \
      CatalogTests`; a test fails when the two differ.

      ## How to read it

      A field marked *required* must be given before the profile is complete, unless it has a
      default. A *secret* is asked for without echo and shown only on request. Changing a *destination*
      would send an existing secret to another place or over another channel, so it asks for the
      secret again. An *overridable* field may differ from one binding to the next. Values are
      stored as typed and may have at most \(FieldCheck.limit) bytes.

      A database whose fields are listed here also takes extra fields, `x.NAME=VALUE`: they are
      sent as text under that name, and dots lead into nested objects.
      """
    return ([opening] + types.map(section)).joined(separator: "\n\n") + "\n"
  }

  private static func section(_ type: ProfileType) -> String {
    var lines = ["## \(type.name)", "", "\(type.title). \(type.summary)"]
    if case .withdrawn(let why) = type.status { lines += ["", "> Warning: \(why)"] }
    lines += ["", "| field | what stands in it | default | |", "| --- | --- | --- | --- |"]
    lines += type.fields.map(row)
    let points = type.rules.compactMap(\.sentence) + type.notes
    if !points.isEmpty { lines += [""] + points.map { "- \($0)" } }
    return lines.joined(separator: "\n")
  }

  private static func row(_ field: Field) -> String {
    let value = field.defaultValue.map { "`\($0)`" } ?? ""
    let words = field.traits.words.map { "*\($0)*" }.joined(separator: ", ")
    let help = words.isEmpty ? field.help : "\(words). \(field.help)"
    return "| `\(field.name)` | \(field.kind.summary) | \(value) | \(help) |"
  }
}

extension Field.Traits {
  /// The traits in words, in a fixed order.
  var words: [String] {
    let named: [(Self, String)] = [
      (.required, "required"), (.secret, "secret"), (.destination, "destination"),
      (.overridable, "overridable"),
    ]
    return named.filter { contains($0.0) }.map(\.1)
  }
}

extension Rule {
  /// The rule as a sentence; nil where the notes say it better.
  var sentence: String? {
    switch self {
    case .exactlyOne(let group): "Give exactly one of \(group.joined(separator: ", "))."
    case .atMostOne(let group): "Give at most one of \(group.joined(separator: ", "))."
    case .needs(let field, let others): "\(field) needs \(others.joined(separator: ", "))."
    case .requires(let others, let field, let value):
      "\(others.joined(separator: ", ")) must be given when \(field) is \(value)."
    case .implies: nil
    }
  }
}
