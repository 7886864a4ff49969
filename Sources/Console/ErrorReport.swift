import Arguments
package import Messages

/// A failure as it is printed: two lines for a person, one JSON object for a machine.
package struct ErrorReport: Encodable, Equatable, Sendable {
  package let status: Int32
  package let code: String
  package let message: String
  package let hint: String
  package let items: [String]

  package init(_ failure: Failure) {
    status = failure.status.rawValue
    code = failure.code
    message = failure.message
    hint = Self.hint(failure)
    items = failure.items
  }

  package func lines(asJSON: Bool) -> [String] {
    if asJSON, let text = try? JSONOutput.text(self) { return [text] }
    return items.map { "coffer: " + $0 } + ["coffer: error: " + message, "coffer: hint: " + hint]
  }

  /// The nearest name is the best hint there is.
  private static func hint(_ failure: Failure) -> String {
    guard let unknown = failure.unknown,
      let nearest = Suggestion.nearest(unknown, among: failure.known)
    else { return failure.hint }
    return "did you mean '\(nearest)'?"
  }
}
