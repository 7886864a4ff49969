package import Messages
import Profiles

/// Verdicts as lines, and how a command ends because of them.
package struct CheckSheet: Sendable {
  private(set) package var rows: [CheckRow] = []
  private let count: Int

  package init(count: Int) { self.count = count }

  package mutating func add(_ more: [CheckRow]) { rows += more }

  /// A line a profile, and what somebody should know of it below.
  package static func lines(_ row: CheckRow) -> [String] {
    let indent = String(repeating: " ", count: row.profile.count + 2)
    return [row.profile + "  " + sentence(row)] + notes(row).map { indent + $0 }
  }

  /// The verdict in words, such as `valid: signed in as acme_ro, can only read`.
  package static func sentence(_ row: CheckRow) -> String {
    let word = row.verdict.replacing("-", with: " ")
    if row.verdict == "valid" {
      let name = row.identity.isEmpty ? "" : " as \(Cleaned.text(row.identity))"
      return "\(word): signed in\(name)"
    }
    return row.cause.isEmpty ? word : "\(word): \(row.cause)"
  }

  package static func notes(_ row: CheckRow) -> [String] {
    row.powers.map { "can do more than read: \($0)" } + row.remarks
  }

  /// How many of what, as `96 valid, 3 refused, 1 unreachable`.
  package var summary: String {
    var counts: [String: Int] = [:]
    for row in rows { counts[row.verdict, default: 0] += 1 }
    let order = [
      "valid", "open", "not-checked", "refused", "forbidden", "wrong-target", "rate-limited",
      "unreachable",
    ]
    let known = order + counts.keys.filter { !order.contains($0) }.sorted()
    var parts = known.compactMap { word in
      counts[word].map { "\($0) \(word.replacing("-", with: " "))" }
    }
    let strong = rows.count { !$0.powers.isEmpty }
    if strong > 0 { parts.append("\(strong) can do more than read") }
    return parts.joined(separator: ", ")
  }

  /// What the command ends with; nothing where all is well.
  package func failure(wasStopped: Bool) -> Failure? {
    let bad = rows.filter { $0.status != .done }
    guard !bad.isEmpty || wasStopped else { return nil }
    let statuses = Set(bad.map(\.status))
    let isWhole = bad.count == rows.count && statuses.count == 1 && !wasStopped
    let status = isWhole ? statuses.first ?? .partly : .partly
    let hints = bad.map(\.hint).filter { !$0.isEmpty }
    let message =
      wasStopped
      ? "stopped after \(rows.count) of \(count)"
      : count == 1 ? Self.sentence(bad[0]) : "\(bad.count) of \(rows.count) do not work"
    return Failure(
      status, message,
      hint: hints.count == 1 || Set(hints).count == 1
        ? hints[0] : wasStopped ? "go on with the same command" : "what helps is named for each",
      items: count == 1 || Set(hints).count <= 1
        ? [] : bad.filter { !$0.hint.isEmpty }.map { "\($0.profile): \($0.hint)" })
  }
}

/// What `coffer check --json` prints.
package struct CheckReport: Encodable, Equatable, Sendable {
  package struct Line: Encodable, Equatable, Sendable {
    let at: String
    let cause: String
    let confirmed: Bool
    let hint: String
    let identity: String
    let powers: [String]
    let profile: String
    let remarks: [String]
    let type: String
    let verdict: String
    let version: UInt32

    init(_ row: CheckRow) {
      at = Times.text(row.at)
      cause = row.cause
      confirmed = row.isConfirmed
      hint = row.hint
      identity = row.identity
      powers = row.powers
      profile = row.profile
      remarks = row.remarks
      type = row.type
      verdict = row.verdict
      version = row.version
    }
  }

  package let counts: [String: Int]
  package let checks: [Line]

  package init(_ rows: [CheckRow]) {
    var counts: [String: Int] = [:]
    for row in rows { counts[row.verdict, default: 0] += 1 }
    self.counts = counts
    checks = rows.sorted { $0.profile < $1.profile }.map { Line($0) }
  }
}
