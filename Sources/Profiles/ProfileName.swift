/// The name of a profile: 1 to 128 letters, digits, dots, underscores and dashes.
package struct ProfileName: Hashable, Comparable, Sendable, CustomStringConvertible {
  package static let limit = 128
  package let text: String

  package init(_ text: String) throws(WordError) {
    guard !text.isEmpty else { throw .empty("name") }
    guard text.utf8.count <= Self.limit else { throw .tooLong("name", limit: Self.limit) }
    guard text.utf8.allSatisfy(isNameByte) else { throw .badName(Cleaned.text(text)) }
    self.text = text
  }

  package var description: String { text }

  package static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}

/// Whether a byte may stand in a name.
func isNameByte(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"),
    UInt8(ascii: "-"):
    true
  default: false
  }
}
