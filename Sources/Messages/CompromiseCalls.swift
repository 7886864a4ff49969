/// Writes down that somebody may know the secrets of profiles, so that they are to be replaced.
package struct ReportCompromise: Call {
  package typealias Answer = CompromiseAnswer
  package let selector: SelectorInput
  /// How it came to that, as `key laptop`.
  package let cause: String
  package init(_ selector: SelectorInput, cause: String) {
    self.selector = selector
    self.cause = cause
  }
  package var message: Message { .reportCompromise(self) }
}

/// Writes down that a person has seen to it that nobody takes the old secrets any more.
package struct SettleCompromise: Call {
  package typealias Answer = CompromiseAnswer
  package let selector: SelectorInput
  package init(_ selector: SelectorInput) { self.selector = selector }
  package var message: Message { .settleCompromise(self) }
}

package struct CompromiseAnswer: Codable, Equatable, Sendable {
  /// The profiles of which it was written down.
  package let names: [String]
  package init(names: [String]) { self.names = names }
}
