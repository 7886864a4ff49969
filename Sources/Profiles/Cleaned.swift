/// Text of unknown origin made fit to be shown on one line of a terminal.
package enum Cleaned {
  /// Replaces control and direction-changing characters and caps the length.
  package static func text(_ text: String, limit: Int = 64) -> String {
    var shown = ""
    var count = 0
    for scalar in text.unicodeScalars {
      if count == limit { return shown + "…" }
      shown.unicodeScalars.append(isInert(scalar) ? scalar : "\u{FFFD}")
      count += 1
    }
    return shown
  }

  /// Whether a character moves neither the cursor nor the direction of the text around it.
  package static func isInert(_ scalar: Unicode.Scalar) -> Bool {
    // Nearly all that is looked at, and the tables behind the categories are slow.
    if scalar.isASCII { return scalar.value >= 0x20 && scalar.value != 0x7F }
    return switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate,
      .unassigned:
      false
    default: true
    }
  }
}
