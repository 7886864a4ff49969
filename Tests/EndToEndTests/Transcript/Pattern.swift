import Foundation

/// Expected lines against those that came.
///
/// `<TIME>` is a time in UTC, `<AGE>` how long ago, `<HEX>` hexadecimal digits, `<N>` a number, `<*>`
/// anything, `<HOME>` the story's home; a gap of some spaces is one of any width. `<@name>` takes a word, which `{name}` gives back later, and
/// `{name/3}` the third of its parts between dashes.
struct Pattern {
  private let home: String
  private var words: [String: String] = [:]

  init(home: String) {
    self.home = home
  }

  private static let kinds = [
    "<TIME>": #"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"#,
    "<AGE>": #"(?:just now|\d+ (?:s|min|h|d) ago)"#,
    "<HEX>": "[0-9a-f]{4,}", "<N>": #"\d+"#, "<*>": ".*",
  ]

  /// Puts words that were taken before in the place of their names.
  func filled(_ text: String) -> String {
    var text = text.replacingOccurrences(of: "<HOME>", with: home)
    var before = ""
    // One name may stand inside of another: {code/{group}}.
    while text != before {
      before = text
      for (name, word) in words {
        text = text.replacingOccurrences(of: "{\(name)}", with: word)
        for (index, part) in word.components(separatedBy: "-").enumerated() {
          text = text.replacingOccurrences(of: "{\(name)/\(index + 1)}", with: part)
        }
      }
    }
    return text
  }

  /// Whether a line is as expected; takes its named words.
  mutating func matches(_ expected: String, _ line: String) -> Bool {
    var names: [String] = []
    var pattern = ""
    var rest = filled(expected)[...]
    while let first = rest.first {
      if first == "<", let end = rest.firstIndex(of: ">") {
        let mark = String(rest[...end])
        if let kind = Self.kinds[mark] {
          pattern += kind
        } else if mark.hasPrefix("<@") {
          names.append(String(mark.dropFirst(2).dropLast()))
          pattern += #"([^\s:,;]+)"#
        } else {
          pattern += NSRegularExpression.escapedPattern(for: mark)
        }
        rest = rest[rest.index(after: end)...]
      } else if rest.hasPrefix("  ") {
        // The gaps of a table depend on how wide a changing part is.
        pattern += " {2,}"
        rest = rest.drop { $0 == " " }
      } else {
        pattern += NSRegularExpression.escapedPattern(for: String(first))
        rest = rest.dropFirst()
      }
    }
    guard let regex = try? NSRegularExpression(pattern: "^" + pattern + "$"),
      let match = regex.firstMatch(in: line, range: NSRange(line.startIndex..., in: line))
    else { return false }
    for (index, name) in names.enumerated() {
      if let range = Range(match.range(at: index + 1), in: line) {
        words[name] = String(line[range])
      }
    }
    return true
  }

  /// Whether lines are as expected, `...` standing for any number of them.
  mutating func matches(_ expected: [String], _ lines: [String]) -> Bool {
    guard let first = expected.first else { return lines.isEmpty }
    let others = Array(expected.dropFirst())
    if first == "..." {
      return (0...lines.count).contains { matches(others, Array(lines.dropFirst($0))) }
    }
    guard let line = lines.first, matches(first, line) else { return false }
    return matches(others, Array(lines.dropFirst()))
  }

  /// What came, as a file would record it: with its changing parts as patterns, and with the expected
  /// lines where they match.
  mutating func recorded(_ lines: [String], keeping expected: [String]) -> [String] {
    if matches(expected, lines) { return expected }
    return lines.map { line in
      for old in expected where old != "..." && matches(old, line) { return old }
      var text = line.replacingOccurrences(of: home, with: "<HOME>")
      for kind in ["<TIME>", "<AGE>"] {
        guard let pattern = Self.kinds[kind] else { continue }
        text = text.replacingOccurrences(of: pattern, with: kind, options: .regularExpression)
      }
      return text.replacingOccurrences(
        of: #"\b(?=[0-9a-f]*\d)[0-9a-f]{12,}\b"#, with: "<HEX>", options: .regularExpression)
    }
  }
}
