/// Writes Markdown, so that text can never be taken for markup.
package enum Markdown {
  /// A table under its headings; the cells are Markdown already.
  package static func table(_ headings: [String], _ rows: [[String]]) -> String {
    let rule = headings.map { _ in "---" }
    return ([headings, rule] + rows).map { "| " + $0.joined(separator: " | ") + " |" }
      .joined(separator: "\n")
  }

  /// Text as code, the way it is typed.
  package static func code(_ text: String) -> String {
    "`" + Paragraphs.clean(text[...]).replacing("|", with: "\\|") + "`"
  }

  /// The text with every character that Markdown reads specially behind a backslash.
  package static func prose(_ text: String) -> String {
    var escaped = ""
    for scalar in Paragraphs.clean(text[...]).unicodeScalars {
      if "\\`*_[]<>|#".unicodeScalars.contains(scalar) { escaped += "\\" }
      escaped.unicodeScalars.append(scalar)
    }
    return escaped
  }

  /// The text as a sentence of its own.
  package static func sentence(_ text: String) -> String {
    let sentence = prose(text.prefix(1).uppercased() + text.dropFirst())
    return sentence.hasSuffix(".") ? sentence : sentence + "."
  }
}
