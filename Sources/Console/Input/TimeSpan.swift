package import Messages

/// A span of time as a person writes it, in UTC: from its beginning up to, and without, its end.
package struct TimeSpan: Equatable, Sendable {
  /// Milliseconds since 1970.
  package let start: Int64
  package let end: Int64

  private static let day: Int64 = 86_400_000

  /// Reads `2026`, `2026-Q3`, `2026-11`, `2026-11-28`, `2026-11-28T10:41:07Z`, `today`, `yesterday`,
  /// `now`, and `7d` for the last seven days (also `m`, `h`, `w`).
  package init(_ text: String, now: Int64) throws(Failure) {
    guard let span = Self.read(text, now: now) else {
      throw .usage(
        "'\(Printer.cleaned(text))' is no time",
        hint: "write a date in UTC such as 2026-11-28, 2026-11, 2026-Q3, 2026-11-28T10:41Z, "
          + "or yesterday, or 7d for the last seven days")
    }
    self = span
  }

  private init(start: Int64, end: Int64) {
    self.start = start
    self.end = end
  }

  private static func read(_ text: String, now: Int64) -> TimeSpan? {
    let today = Times.floorDivide(now, day) * day
    switch text {
    case "now": return TimeSpan(start: now, end: now + 1)
    case "today": return TimeSpan(start: today, end: today + day)
    case "yesterday": return TimeSpan(start: today - day, end: today)
    default: break
    }
    let text = Array(text.utf8)
    return ago(text[...], now: now) ?? calendar(text[...])
  }

  /// `7d`: from then until now.
  private static func ago(_ text: ArraySlice<UInt8>, now: Int64) -> TimeSpan? {
    let units: [UInt8: Int64] = [
      UInt8(ascii: "m"): 60_000, UInt8(ascii: "h"): 3_600_000, UInt8(ascii: "d"): day,
      UInt8(ascii: "w"): 7 * day,
    ]
    guard let last = text.last, let unit = units[last],
      let count = number(text.dropLast(), digits: 1...6)
    else { return nil }
    return TimeSpan(start: now - count * unit, end: now)
  }

  private static func calendar(_ text: ArraySlice<UInt8>) -> TimeSpan? {
    let parts = text.split(
      maxSplits: 1, omittingEmptySubsequences: false,
      whereSeparator: { $0 == UInt8(ascii: "T") || $0 == UInt8(ascii: " ") })
    guard let first = parts.first else { return nil }
    let date = first.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    guard let year = number(date.first ?? [], digits: 4...4), date.count <= 3 else { return nil }
    let span: TimeSpan?
    switch date.count {
    case 1: span = months(year, 1, count: 12)
    case 2:
      if date[1].first == UInt8(ascii: "Q") {
        span = number(date[1].dropFirst(), digits: 1...1).flatMap { quarter in
          1...4 ~= quarter ? months(year, quarter * 3 - 2, count: 3) : nil
        }
      } else {
        span = month(date[1]).flatMap { months(year, $0, count: 1) }
      }
    default: span = wholeDay(year, date)
    }
    guard parts.count == 2 else { return span }
    guard date.count == 3, let day = span else { return nil }
    return clock(parts[1], on: day.start)
  }

  private static func month(_ text: ArraySlice<UInt8>) -> Int64? {
    number(text, digits: 2...2).flatMap { 1...12 ~= $0 ? $0 : nil }
  }

  private static func wholeDay(_ year: Int64, _ date: [ArraySlice<UInt8>]) -> TimeSpan? {
    guard let month = month(date[1]), let number = number(date[2], digits: 2...2), number >= 1
    else { return nil }
    let start = Times.day(year, month, number)
    // The 31st of a month that has 30 days is the first of the next.
    guard Times.date(ofDay: start) == (year, month, number) else { return nil }
    return TimeSpan(start: start * day, end: (start + 1) * day)
  }

  private static func months(_ year: Int64, _ month: Int64, count: Int64) -> TimeSpan {
    let next = month - 1 + count
    return TimeSpan(
      start: Times.day(year, month, 1) * day,
      end: Times.day(year + next / 12, next % 12 + 1, 1) * day)
  }

  /// `10:41`, `10:41:07`, `10:41:07.123`, with `Z`, an offset, or nothing behind it.
  private static func clock(_ text: ArraySlice<UInt8>, on start: Int64) -> TimeSpan? {
    var text = text
    var offset: Int64 = 0
    if text.last == UInt8(ascii: "Z") {
      text = text.dropLast()
    } else if let sign = text.lastIndex(where: {
      $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-")
    }) {
      let parts = text[(sign + 1)...].split(
        separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
      guard parts.count == 2, let hours = number(parts[0], digits: 2...2),
        let minutes = number(parts[1], digits: 2...2), hours <= 14, minutes < 60
      else { return nil }
      offset = (hours * 60 + minutes) * 60_000 * (text[sign] == UInt8(ascii: "-") ? -1 : 1)
      text = text[..<sign]
    }
    let parts = text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    guard 2...3 ~= parts.count, let hour = number(parts[0], digits: 2...2), hour < 24,
      let minute = number(parts[1], digits: 2...2), minute < 60
    else { return nil }
    let begin = start + (hour * 60 + minute) * 60_000 - offset
    guard parts.count == 3 else { return TimeSpan(start: begin, end: begin + 60_000) }
    let seconds = parts[2].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard seconds.count <= 2, let whole = number(seconds[0], digits: 2...2), whole < 60 else {
      return nil
    }
    let second = begin + whole * 1_000
    guard seconds.count == 2 else { return TimeSpan(start: second, end: second + 1_000) }
    guard let part = number(seconds[1], digits: 3...3) else { return nil }
    return TimeSpan(start: second + part, end: second + part + 1)
  }

  private static func number(_ text: ArraySlice<UInt8>, digits: ClosedRange<Int>) -> Int64? {
    guard digits.contains(text.count), text.allSatisfy({ (0x30...0x39).contains($0) }) else {
      return nil
    }
    return text.reduce(0) { $0 * 10 + Int64($1 - 0x30) }
  }
}
