/// How a connection or an environment is named after a profile: text with labels in braces, such as
/// `{tenant}-{stage}`; `{name}` is the profile's own name.
package struct RemotePattern: Hashable, Sendable {
  private enum Part: Hashable, Sendable {
    case text(String)
    case label(String)
  }
  package let text: String
  private let parts: [Part]

  package static func isPattern(_ text: String) -> Bool { text.contains("{") }

  package init(_ text: String) throws(WordError) {
    guard text.utf8.count <= 256 else { throw .tooLong("pattern", limit: 256) }
    var parts: [Part] = []
    var rest = text[...]
    while let open = rest.firstIndex(of: "{") {
      if open != rest.startIndex { parts.append(.text(String(rest[..<open]))) }
      guard let close = rest[open...].firstIndex(of: "}") else {
        throw .badPattern(Cleaned.text(text))
      }
      let key = String(rest[rest.index(after: open)..<close])
      guard !key.isEmpty, key.utf8.allSatisfy(isNameByte) else {
        throw .badPattern(Cleaned.text(text))
      }
      parts.append(.label(key))
      rest = rest[rest.index(after: close)...]
    }
    if !rest.isEmpty { parts.append(.text(String(rest))) }
    for case .text(let part) in parts where !part.utf8.allSatisfy(isNameByte) {
      throw .badPattern(Cleaned.text(text))
    }
    guard !parts.isEmpty else { throw .empty("pattern") }
    self.text = text
    self.parts = parts
  }

  /// The labels that it speaks of.
  package var keys: [String] {
    parts.compactMap { part in
      if case .label(let key) = part, key != "name" { key } else { nil }
    }
  }

  /// The name that it gives; nothing if a label is missing.
  package func fill(_ values: [String: String]) -> String? {
    var name = ""
    for part in parts {
      switch part {
      case .text(let text): name += text
      case .label(let key):
        guard let value = values[key] else { return nil }
        name += value
      }
    }
    return name
  }
}

/// The name of a connection or an environment over there.
package enum RemoteName {
  package static let limit = 128

  /// The same letters as in the names of profiles: they are safe in a path and everywhere else.
  package static func check(_ text: String) throws(WordError) -> String {
    guard !text.isEmpty else { throw .empty("name") }
    guard text.utf8.count <= limit else { throw .tooLong("name", limit: limit) }
    guard text.utf8.allSatisfy(isNameByte) else { throw .badName(Cleaned.text(text)) }
    return text
  }
}
