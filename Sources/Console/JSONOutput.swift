import FoundationEssentials
package import Messages

/// Results as JSON: one line, keys in order, so that they can be compared and cut apart.
package enum JSONOutput {
  package static func text(_ value: some Encodable) throws(Failure) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      return String(decoding: try encoder.encode(value), as: UTF8.self)
    } catch {
      throw Failure(
        .unexpected, "the result cannot be written as JSON", hint: "leave --json away")
    }
  }
}
