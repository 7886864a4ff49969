import Profiles

/// The checks of short clear texts.
enum TextCheck {
  /// One line without surprises: not empty, not huge, nothing invisible, no space around it.
  static func line(_ value: String) throws(Fault) {
    guard let first = value.unicodeScalars.first, let last = value.unicodeScalars.last else {
      throw .empty
    }
    guard value.utf8.count <= FieldCheck.limit else { throw .tooLong(value.utf8.count) }
    for scalar in value.unicodeScalars where !Cleaned.isInert(scalar) {
      switch scalar {
      case "\0": throw .nul
      case "\n", "\r", "\u{2028}", "\u{2029}", "\u{85}": throw .lineBreak
      default: throw .hidden(codePoint: codePoint(scalar))
      }
    }
    guard !first.properties.isWhitespace, !last.properties.isWhitespace else {
      throw .surroundingSpace
    }
  }

  /// Plain decimal digits, as JSON writes them.
  static func number(_ value: String, in range: ClosedRange<Int>) throws(Fault) {
    let isPlain =
      value.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      && (value == "0" || !value.hasPrefix("0"))
    guard isPlain, let number = Int(value), range.contains(number) else { throw .notNumber(range) }
  }

  static func uuid(_ value: String) throws(Fault) {
    let groups = value.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    let areHex = groups.allSatisfy { $0.allSatisfy(isHexDigit) }
    guard groups.map(\.count) == [8, 4, 4, 4, 12], areHex else { throw .notUUID }
  }

  static func labels(_ value: String) throws(Fault) {
    do {
      var labels = Labels()
      for (key, value) in try Labels.pairs(value) {
        guard !value.isEmpty, labels.values[key] == nil else { throw Fault.notLabels }
        try labels.set(key, to: value)
      }
    } catch {
      throw .notLabels
    }
  }

  static func isHexDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
      UInt8(ascii: "A")...UInt8(ascii: "F"):
      true
    default: false
    }
  }

  private static func codePoint(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
