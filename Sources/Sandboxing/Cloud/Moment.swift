import FoundationEssentials

/// Times as the service writes them.
package enum Moment {
  package static func text(_ milliseconds: Int64) -> String {
    Date(timeIntervalSince1970: Double(milliseconds) / 1_000).formatted(
      Date.ISO8601FormatStyle(includingFractionalSeconds: true))
  }

  package static func milliseconds(_ text: String) -> Int64? {
    for isFine in [false, true] {
      let style = Date.ISO8601FormatStyle(includingFractionalSeconds: isFine)
      if let date = try? Date(text, strategy: style) {
        return Int64((date.timeIntervalSince1970 * 1_000).rounded())
      }
    }
    return nil
  }
}
