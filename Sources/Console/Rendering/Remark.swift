extension Context {
  /// Tells a person what was done: a verb in its column, then to what.
  package mutating func remark(_ verb: String, _ text: String) {
    say(Remark.line(verb, text))
  }
}

/// The form of the lines that say what was done.
package enum Remark {
  /// Wide enough for the longest usual verb and a space.
  private static let column = 10

  package static func line(_ verb: String, _ text: String) -> String {
    verb + String(repeating: " ", count: max(1, column - verb.count)) + text
  }

  /// A number with its noun, as `1 profile` and `3 profiles`.
  package static func count(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
  }
}
