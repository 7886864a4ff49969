import Profiles

extension ProfileType {
  /// The field of that name in the table, extras not counted.
  package subscript(_ name: String) -> Field? {
    fields.first { $0.name == name }
  }

  /// The field of that name, an `x.NAME` extra included; a wrong spelling is told the right one.
  package func field(named name: String) throws(CatalogError) -> Field {
    if let field = self[name] { return field }
    if name.hasPrefix("x."), takesExtras { return try extra(name) }
    let folded = name.lowercased()
    let meant = fields.first { field in
      field.name.lowercased() == folded || field.aliases.contains { $0.lowercased() == folded }
    }
    throw .unknownField(
      name: Cleaned.text(name), type: self.name, known: fields.map(\.name), meant: meant?.name)
  }

  /// A field that this release does not know, sent as text; dots lead into nested objects.
  ///
  /// It counts as a destination, as we cannot know what it steers, and may not stand in for a
  /// field of the table nor hold a secret, since it is shown.
  private func extra(_ name: String) throws(CatalogError) -> Field {
    let path = name.dropFirst(2).split(separator: ".", omittingEmptySubsequences: false)
    let length = name.utf8.count - 2
    guard (1...64).contains(length), path.allSatisfy(Self.isKey) else {
      throw .badExtraName(Cleaned.text(name))
    }
    let keys = path.map(String.init)
    let taken = fields.first { field in
      field.wirePaths.contains { zip($0, keys).allSatisfy { $0 == $1 } }
    }
    if let taken { throw .extraTaken(extra: name, field: taken.name) }
    let folded = name.lowercased().filter { $0 != "_" }
    guard !Self.secretWords.contains(where: folded.contains) else { throw .extraSecret(name) }
    return Field(
      name, name, .text, .destination, at: .credentials([keys]),
      help: "An extra field, sent to Embeddable as text.")
  }

  private static let secretWords = [
    "password", "passwd", "pwd", "secret", "token", "passphrase", "privatekey", "apikey",
  ]

  private static func isKey(_ text: Substring) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { isASCIILetterOrDigit($0) || $0 == UInt8(ascii: "_") }
  }
}

/// Whether a byte is one of `A-Z`, `a-z`, `0-9`.
func isASCIILetterOrDigit(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
    UInt8(ascii: "0")...UInt8(ascii: "9"):
    true
  default: false
  }
}
