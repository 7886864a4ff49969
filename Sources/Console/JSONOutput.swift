import FoundationEssentials
package import Messages
import Profiles

/// Results as JSON: one line, keys in order, so that they can be compared and cut apart.
package enum JSONOutput {
  package static func text(_ value: some Encodable) throws(Failure) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      return inert(String(decoding: try encoder.encode(value), as: UTF8.self))
    } catch {
      throw Failure(
        .unexpected, "the result cannot be written as JSON", hint: "leave --json away")
    }
  }

  /// The same JSON, in which what a terminal would obey stands as `\u` and four digits: nothing is lost.
  private static func inert(_ json: String) -> String {
    if json.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return json }
    var text = ""
    for scalar in json.unicodeScalars {
      if Cleaned.isInert(scalar) {
        text.unicodeScalars.append(scalar)
      } else {
        for unit in String(scalar).utf16 {
          let digits = String(unit, radix: 16)
          text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
      }
    }
    return text
  }
}
