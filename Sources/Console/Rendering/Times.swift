/// Points in time as text, in UTC.
package enum Times {
  /// ISO 8601 to the second, as `2026-01-31T10:41:07Z`.
  package static func text(_ milliseconds: Int64) -> String {
    let seconds = floorDivide(milliseconds, 1_000)
    let day = floorDivide(seconds, 86_400)
    let rest = seconds - day * 86_400
    let (year, month, dayOfMonth) = date(ofDay: day)
    return "\(padded(year, 4))-\(padded(month))-\(padded(dayOfMonth))T"
      + "\(padded(rest / 3_600)):\(padded(rest / 60 % 60)):\(padded(rest % 60))Z"
  }

  /// The same to the millisecond, as `2026-01-31T10:41:07.123Z`.
  package static func precise(_ milliseconds: Int64) -> String {
    let part = (milliseconds % 1_000 + 1_000) % 1_000
    return "\(text(milliseconds).dropLast()).\(padded(part, 3))Z"
  }

  /// How long ago, in the largest unit that fits, as `3 h ago`.
  package static func age(_ milliseconds: Int64, now: Int64) -> String {
    let (difference, isBeyond) = now.subtractingReportingOverflow(milliseconds)
    let seconds = isBeyond ? (milliseconds < now ? .max : .min) : difference / 1_000
    return switch seconds {
    case ..<(-60): "in the future"
    case ..<5: "just now"
    case ..<60: "\(seconds) s ago"
    case ..<3_600: "\(seconds / 60) min ago"
    case ..<86_400: "\(seconds / 3_600) h ago"
    default: "\(seconds / 86_400) d ago"
    }
  }

  /// The day of a civil date, counted from 1970-01-01.
  package static func day(_ year: Int64, _ month: Int64, _ dayOfMonth: Int64) -> Int64 {
    let shifted = month <= 2 ? year - 1 : year
    let era = floorDivide(shifted, 400)
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + dayOfMonth - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  /// The civil date of a day counted from 1970-01-01, in the Gregorian calendar.
  static func date(ofDay day: Int64) -> (Int64, Int64, Int64) {
    // Years begin in March here, so that the leap day is the last of its year.
    let shifted = day + 719_468
    let era = floorDivide(shifted, 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let march = (5 * dayOfYear + 2) / 153
    let month = march < 10 ? march + 3 : march - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * march + 2) / 5 + 1)
  }

  static func floorDivide(_ value: Int64, _ by: Int64) -> Int64 {
    value / by - (value % by < 0 ? 1 : 0)
  }

  private static func padded(_ value: Int64, _ digits: Int = 2) -> String {
    let text = String(value)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }
}
