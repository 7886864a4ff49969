/// A statement as words, one after another; read scalar by scalar, as a server reads it.
struct SQLWords {
  enum Word: Equatable {
    /// A key word, a name without quotes or a number.
    case plain(String)
    /// A name in quotes.
    case name(String)
    case text(String)
    case mark(Character)
  }

  private let words: [Word]
  private var index = 0

  /// Nothing where a quote is never closed.
  init?(_ query: String) {
    var words: [Word] = []
    var rest = query.unicodeScalars[...]
    while let first = rest.first {
      switch first {
      case _ where first.properties.isWhitespace: rest.removeFirst()
      case "'", "`", "\"":
        guard let inner = Self.quoted(&rest) else { return nil }
        words.append(first == "'" ? .text(inner) : .name(inner))
      case _ where Self.isOfWord(first):
        let word = rest.prefix { Self.isOfWord($0) }
        rest = rest[word.endIndex...]
        words.append(.plain(String(word)))
      default:
        words.append(.mark(Character(first)))
        rest.removeFirst()
      }
    }
    while words.last == .mark(";") { words.removeLast() }
    self.words = words
  }

  private static func isOfWord(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || scalar == "_"
  }

  private static func quoted(_ rest: inout Substring.UnicodeScalarView) -> String? {
    let quote = rest.removeFirst()
    var inner = String.UnicodeScalarView()
    while let next = rest.popFirst() {
      if next == "\\" {
        guard let escaped = rest.popFirst() else { return nil }
        inner.append(escaped)
      } else if next == quote {
        guard rest.first == quote else { return String(inner) }
        inner.append(rest.removeFirst())
      } else {
        inner.append(next)
      }
    }
    return nil
  }

  var isAtEnd: Bool { index == words.count }

  private var next: Word? { index < words.count ? words[index] : nil }

  /// Takes these key words if they come next, whatever the case of their letters.
  mutating func take(_ keys: String...) -> Bool {
    for (offset, key) in keys.enumerated() {
      guard index + offset < words.count, case .plain(let word) = words[index + offset],
        word.uppercased() == key
      else { return false }
    }
    index += keys.count
    return true
  }

  mutating func take(mark: Character) -> Bool {
    guard next == .mark(mark) else { return false }
    index += 1
    return true
  }

  mutating func name() -> String? {
    switch next {
    case .plain(let name)?, .name(let name)?:
      index += 1
      return name
    default: return nil
    }
  }

  mutating func text() -> String? {
    guard case .text(let text)? = next else { return nil }
    index += 1
    return text
  }

  /// Everything before one of these key words, as it would be written.
  mutating func until(_ keys: String...) -> String {
    var taken = ""
    while let word = next {
      if case .plain(let plain) = word, keys.contains(plain.uppercased()) { break }
      index += 1
      switch word {
      case .plain(let text), .name(let text):
        if taken.last?.isLetter == true || taken.last == ")" { taken += " " }
        taken += text
      case .text(let text): taken += "'" + text + "'"
      case .mark(let mark): taken.append(mark)
      }
    }
    return taken
  }
}
