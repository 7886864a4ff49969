package import Messages

/// Lengths of time on the command line: `90`, `45s`, `30m`, `10h`, `2d`, `1h30m`.
package enum Spans {
  /// The number of seconds.
  package static func seconds(_ text: String, option: String) throws(Failure) -> Int {
    guard let seconds = parse(text), 1...31_536_000 ~= seconds else {
      throw .usage(
        "'\(option)' needs a length of time",
        hint: "write it like '\(option) 30m'; s, m, h and d are known")
    }
    return seconds
  }

  /// In the two largest units, as `9 h 42 min`; from ten minutes on, whole minutes that have begun.
  package static func text(seconds exact: Int) -> String {
    let seconds = exact < 600 ? exact : (min(exact, .max - 59) + 59) / 60 * 60
    let parts = [
      (seconds / 86_400, "d"), (seconds / 3_600 % 24, "h"), (seconds / 60 % 60, "min"),
      (seconds % 60, "s"),
    ].drop { $0.0 == 0 }.prefix(2).filter { $0.0 > 0 }
    return parts.isEmpty ? "0 s" : parts.map { "\($0.0) \($0.1)" }.joined(separator: " ")
  }

  private static func parse(_ text: String) -> Int? {
    var total = 0
    var digits = ""
    for character in text {
      if character.isASCII, character.isNumber, digits.count < 9 {
        digits.append(character)
        continue
      }
      let units: [Character: Int] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]
      guard let unit = units[character], let number = Int(digits), total < 1 << 40 else {
        return nil
      }
      total += number * unit
      digits = ""
    }
    if digits.isEmpty { return text.isEmpty ? nil : total }
    // A bare number is seconds, but `1h30` is a slip.
    return total == 0 && text.allSatisfy(\.isNumber) ? Int(digits) : nil
  }
}
