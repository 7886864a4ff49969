/// The labels of a profile: short keys, each with one short value.
package struct Labels: Hashable, Sendable {
  package static let limit = 64
  package static let keyLimit = 64
  package static let valueLimit = 256
  package private(set) var values: [String: String] = [:]

  package init() {}

  package var isEmpty: Bool { values.isEmpty }
  package var sorted: [(key: String, value: String)] { values.sorted { $0.key < $1.key } }

  /// Sets a label; an empty value takes it away.
  package mutating func set(_ key: String, to value: String) throws(WordError) {
    guard !key.isEmpty else { throw .empty("label's key") }
    guard key.utf8.count <= Self.keyLimit else {
      throw .tooLong("label's key", limit: Self.keyLimit)
    }
    guard key.utf8.allSatisfy(isNameByte) else { throw .badLabel(Cleaned.text(key)) }
    guard value.utf8.count <= Self.valueLimit else {
      throw .tooLong("label's value", limit: Self.valueLimit)
    }
    guard value.unicodeScalars.allSatisfy(Cleaned.isInert), !value.contains(",") else {
      throw .badLabel(Cleaned.text(key + "=" + value))
    }
    values[key] = value.isEmpty ? nil : value
    guard values.count <= Self.limit else { throw .tooLong("list of labels", limit: Self.limit) }
  }

  /// Reads `key=value,key=value`; each value may be empty.
  package static func pairs(_ text: String) throws(WordError) -> [(key: String, value: String)] {
    var pairs: [(key: String, value: String)] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard let equals = part.firstIndex(of: "="), equals != part.startIndex else {
        throw .badLabel(Cleaned.text(String(part)))
      }
      pairs.append((String(part[..<equals]), String(part[part.index(after: equals)...])))
    }
    return pairs
  }
}
