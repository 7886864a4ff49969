/// Makes a word that somebody typed fit to be shown in a message.
enum Shown {
  private static let limit = 40

  /// The word without control, direction and invisible characters, cut short, and cut off where a
  /// value begins: what follows `=`, `:` or `@` may be a secret typed by mistake.
  static func word(_ word: String) -> String {
    var text = ""
    var count = 0
    for scalar in word.unicodeScalars {
      if scalar == "=" || scalar == ":" || scalar == "@" || count == limit {
        return text + "..."
      }
      text.unicodeScalars.append(isHarmless(scalar) ? scalar : "?")
      count += 1
    }
    return text
  }

  /// Whether a scalar has a visible form of its own (or is a plain space).
  static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return scalar.value >= 0x20 && scalar.value < 0x7F }
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
      .paragraphSeparator, .spaceSeparator:
      return false
    default: return true
    }
  }
}
