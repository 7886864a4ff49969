/// When a profile's secret is to be replaced.
package struct RotationPolicy: Hashable, Sendable {
  /// Seconds after which it is due; 0 where only the rest is settled.
  package var every: Int64
  /// Between which minutes of a day in UTC it is replaced by itself; it may be over midnight.
  package var window: Window?
  /// Seconds for which the old one stays alive.
  package var grace: Int64
  /// When the secret was last changed, as far as it is known, in milliseconds since 1970.
  package var since: Int64

  package init(every: Int64, window: Window? = nil, grace: Int64 = 0, since: Int64) {
    self.every = every
    self.window = window
    self.grace = grace
    self.since = since
  }

  package struct Window: Hashable, Sendable {
    package let from: Int
    package let to: Int

    /// Nothing where these are no two different minutes of a day.
    package init?(from: Int, to: Int) {
      guard (0..<1_440).contains(from), (0..<1_440).contains(to), from != to else { return nil }
      self.from = from
      self.to = to
    }

    /// As `02:00-04:00`.
    package init?(_ text: String) {
      let ends = text.split(separator: "-", omittingEmptySubsequences: false)
      guard ends.count == 2, let from = Self.minute(ends[0]), let to = Self.minute(ends[1]) else {
        return nil
      }
      self.init(from: from, to: to)
    }

    package func contains(_ time: Int64) -> Bool {
      let minute = Int((time / 60_000) % 1_440)
      return from < to ? (from..<to).contains(minute) : minute >= from || minute < to
    }

    /// How long it is, in minutes.
    package var length: Int { (to - from + 1_440) % 1_440 }

    package var text: String { "\(Self.text(from))-\(Self.text(to))" }

    private static func minute(_ text: Substring) -> Int? {
      let parts = text.split(separator: ":", omittingEmptySubsequences: false)
      guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 }), let hour = Int(parts[0]),
        let minute = Int(parts[1]), (0..<24).contains(hour), (0..<60).contains(minute),
        text.utf8.allSatisfy({ $0 != 0x2B && $0 != 0x2D })
      else { return nil }
      return hour * 60 + minute
    }

    private static func text(_ minute: Int) -> String {
      func two(_ value: Int) -> String { value < 10 ? "0\(value)" : String(value) }
      return "\(two(minute / 60)):\(two(minute % 60))"
    }
  }

  /// When it is due, spread over a tenth of the span by the profile's id; nothing without a span.
  package func dueAt(for profile: ProfileID) -> Int64? {
    guard every > 0 else { return nil }
    let (span, isBeyond) = every.multipliedReportingOverflow(by: 1_000)
    guard !isBeyond else { return nil }
    var mixed: UInt64 = 0
    for byte in profile.bytes.prefix(8) { mixed = mixed << 8 | UInt64(byte) }
    let earlier = Int64(mixed % UInt64(max(span / 10, 1)))
    let (sum, isLate) = since.addingReportingOverflow(span - earlier)
    return isLate ? nil : sum
  }

  /// When it is overdue: the whole span is over.
  package var overdueAt: Int64? {
    guard every > 0 else { return nil }
    let (span, isBeyond) = every.multipliedReportingOverflow(by: 1_000)
    let (sum, isLate) = since.addingReportingOverflow(span)
    return isBeyond || isLate ? nil : sum
  }
}
