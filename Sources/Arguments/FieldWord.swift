/// One `field=value` word, sorted by where the value comes from.
package enum FieldWord: Equatable, Sendable {
  /// `name=text`
  case literal(name: String, text: String)
  /// `name=-`
  case standardInput(name: String)
  /// `name=@PATH`
  case file(name: String, path: String)
  /// `name:=text`, taken letter by letter.
  case exact(name: String, text: String)

  package var name: String {
    switch self {
    case .literal(let name, _), .standardInput(let name), .file(let name, _), .exact(let name, _):
      name
    }
  }

  /// Reads a word; nil when it holds no equals sign.
  init?(_ word: String, of call: CallName) throws(UsageError) {
    guard let (left, text) = word.parted(at: "=") else { return nil }
    let isExact = left.utf8.last == UInt8(ascii: ":")
    let name = isExact ? String(left.unicodeScalars.dropLast()) : left
    if name.isEmpty { throw .emptyFieldName(call) }
    if isExact {
      self = .exact(name: name, text: text)
    } else if text == "-" || text == "@-" {
      self = .standardInput(name: name)
    } else if text == "@" {
      throw .missingFieldFile(field: Shown.word(name), call)
    } else if text.utf8.first == UInt8(ascii: "@") {
      self = .file(name: name, path: String(text.unicodeScalars.dropFirst()))
    } else {
      self = .literal(name: name, text: text)
    }
  }
}

extension FieldWord: CustomStringConvertible, CustomReflectable {
  /// The name alone: the text may be a secret that was typed where none is taken.
  package var description: String { "field " + Shown.word(name) }
  package var customMirror: Mirror { Mirror(self, children: [:]) }
}
