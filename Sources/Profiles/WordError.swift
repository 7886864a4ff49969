/// Why a word of the domain is refused.
///
/// Holds only cleaned, capped, clear text.
package enum WordError: Error, Equatable, Sendable {
  case empty(String)
  case tooLong(String, limit: Int)
  case badName(String)
  case badLabel(String)
  case badNote
  case badPattern(String)

  package var message: String {
    switch self {
    case .empty(let what): "the \(what) is empty"
    case .tooLong(let what, let limit): "the \(what) is longer than \(limit) bytes"
    case .badName(let shown): "'\(shown)' is no name"
    case .badLabel(let shown): "'\(shown)' is no label"
    case .badNote: "the note holds control characters"
    case .badPattern(let shown): "'\(shown)' is no pattern of names"
    }
  }

  package var remedy: String {
    switch self {
    case .empty: "give at least one character"
    case .tooLong: "shorten it"
    case .badName: "use letters, digits, dots, underscores and dashes"
    case .badLabel: "write key=value; a key has letters, digits, dots, underscores and dashes"
    case .badNote: "use plain text, tabs and line breaks"
    case .badPattern: "use the characters of a name, * for any run of them and ? for one"
    }
  }
}
