/// Writes the language of manual pages, so that text can never be taken for a request.
struct Roff {
  private(set) var text = ""

  /// A request with its words, each in quotes.
  mutating func request(_ name: String, _ words: String...) {
    raw("." + ([name] + words.map { "\"" + Self.escape($0) + "\"" }).joined(separator: " "))
  }

  /// A line that is roff already.
  mutating func raw(_ line: String) { text += line + "\n" }

  /// Prose: paragraphs apart by an empty line, lines that start with two spaces kept as they are.
  mutating func prose(_ prose: String) {
    for line in Paragraphs.wrap(prose, to: 78) {
      if line.isEmpty {
        request("PP")
      } else if line.starts(with: "  ") {
        // A line kept as it is: set without filling, indented by its own spaces.
        request("nf")
        self.line(line)
        request("fi")
      } else {
        self.line(line)
      }
    }
  }

  /// Text of one line, in bold where asked.
  mutating func line(_ line: String, bold: Bool = false) {
    let escaped = Self.escape(line)
    // A zero-width character keeps a dot or quote at the start from being a request.
    raw(bold ? "\\fB" + escaped + "\\fR" : "\\&" + escaped)
  }

  /// A term with its explanation.
  mutating func term(_ term: String, _ explanation: String) {
    request("TP")
    line(term, bold: true)
    prose(explanation.isEmpty ? "\u{2014}" : explanation)
  }

  /// The text with every character that roff reads specially written by its name.
  static func escape(_ text: String) -> String {
    var escaped = ""
    for scalar in Paragraphs.clean(text[...]).unicodeScalars {
      switch scalar {
      case "\\": escaped += "\\(rs"
      case "-": escaped += "\\-"
      case "'": escaped += "\\(aq"
      case "`": escaped += "\\(ga"
      case "^": escaped += "\\(ha"
      case "~": escaped += "\\(ti"
      case "\"": escaped += "\\(dq"
      default:
        if scalar.isASCII {
          escaped.unicodeScalars.append(scalar)
        } else {
          let digits = String(scalar.value, radix: 16, uppercase: true)
          escaped += "\\[u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "]"
        }
      }
    }
    return escaped
  }
}
