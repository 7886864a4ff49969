import Sealing

/// How long one call may wait: for its turn, as told where too much was asked, and, where nothing can
/// be done twice, for a far side that is broken just now.
package struct CloudPatience: Equatable, Sendable {
  package var budget: Duration
  /// The first pause after a failure, doubled each time.
  package var first: Duration

  package init(budget: Duration = .seconds(60), first: Duration = .seconds(2)) {
    self.budget = budget
    self.first = first
  }

  func pause(_ attempt: Int) -> Duration {
    first * (1 << min(attempt, 5)) + .milliseconds(Int64(Random.uniform(below: 250)))
  }

  /// How long the service wants to be left alone: decimal seconds, and one more as told.
  static func reset(_ told: String?) -> Duration? {
    guard let told, let seconds = Double(told), seconds.isFinite, (0...86_400).contains(seconds)
    else { return nil }
    return .milliseconds(Int64((seconds * 1_000).rounded(.up))) + .seconds(1)
  }
}
