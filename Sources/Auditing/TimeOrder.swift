/// How far the times of events grow with their numbers.
///
/// A clock may be set back, and parallel writers wait for each other. How much any event was ever
/// dated before an earlier one is kept, so that a span of time can be turned into a span of numbers.
package struct TimeOrder: Equatable, Sendable {
  /// The latest time of all events so far.
  package private(set) var latest: Int64
  /// By how much an event was dated before one that precedes it, at most.
  package private(set) var disorder: Int64

  package init(latest: Int64 = .min, disorder: Int64 = 0) {
    self.latest = latest
    self.disorder = disorder
  }

  /// Takes the next event's time into account.
  package mutating func add(_ time: Int64) {
    if time >= latest {
      latest = time
    } else {
      disorder = max(disorder, Self.difference(latest, time))
    }
  }

  /// Events before the first one of this time or later are earlier than `time`.
  func floor(of time: Int64) -> Int64 { Self.difference(time, disorder) }

  /// Events from the first one of this time or later on are not earlier than `time`.
  func ceiling(of time: Int64) -> Int64 {
    let (sum, isBeyond) = time.addingReportingOverflow(disorder)
    return isBeyond ? .max : sum
  }

  private static func difference(_ left: Int64, _ right: Int64) -> Int64 {
    let (difference, isBeyond) = left.subtractingReportingOverflow(right)
    return isBeyond ? (left > right ? .max : .min) : difference
  }
}
