package import Messages

/// A secret that somebody may know and that is not replaced yet.
package struct Remaining: Equatable, Sendable {
  package let name: String
  package let rank: Rank
  /// The step that its rotation is at, `not begun`, or `replaced` where nobody saw the old one die.
  package let state: String
  package let reason: String
  package let hint: String
  /// Which secret works now, in words.
  package let works: String
  package let cause: String
  /// Since when it is known that somebody may know it, in milliseconds since 1970.
  package let since: Int64
  package let needsPerson: Bool

  private static let resume = "coffer compromised --resume"
  private static let again = "its new secret was made before this was known: it is done again"

  /// - Parameters:
  ///   - exposure: What the log says of it.
  ///   - profile: The profile as it is now.
  ///   - rank: When its turn is.
  ///   - rotation: What is under way.
  ///   - trouble: Why nothing can be begun.
  ///   - secretSince: Since when the secret is what it is.
  package init(
    _ exposure: Exposure, _ profile: ProfileSummary, _ rank: Rank, rotation: RotationRow? = nil,
    trouble: Failure? = nil, secretSince: Int64? = nil
  ) {
    name = profile.name
    self.rank = rank
    cause = exposure.cause
    since = exposure.at
    if let rotation {
      // What has no number yet is made where it is issued, and so after this.
      let isOld = !exposure.isFresh && rotation.pending > 0
      let isWaiting = rotation.status == .needsPerson
      state = rotation.state
      reason = [rotation.reason, isOld ? Self.again : ""]
        .filter { !$0.isEmpty }.joined(separator: "; ")
      hint = isWaiting ? rotation.hint : Self.resume
      works = rotation.works
      needsPerson = isWaiting
    } else if let secretSince, secretSince > exposure.at, !exposure.isStale {
      state = "replaced"
      reason = "it has another secret since, but that the old one is dead was not seen"
      hint = "make sure of it, then: coffer compromised \(profile.name) --settled; "
        + "or \(Self.resume)"
      works = "version \(profile.version)"
      needsPerson = true
    } else {
      state = "not begun"
      reason = trouble?.message ?? (exposure.isStale ? Self.again : "")
      hint = trouble?.hint ?? Self.resume
      works = "as before"
      needsPerson = trouble != nil
    }
  }
}

/// What is left to do, and what is done.
package struct Remains: Equatable, Sendable {
  /// In the order in which it is replaced.
  package let rows: [Remaining]
  package let replaced: [String]

  package init(rows: [Remaining], replaced: [String]) {
    self.rows = rows.sorted { ($0.rank, $0.name) < ($1.rank, $1.name) }
    self.replaced = replaced.sorted()
  }

  package var status: ExitStatus {
    if rows.contains(where: \.needsPerson) { return .needsPerson }
    return rows.isEmpty ? .done : .partly
  }

  /// What a command ends with that was to leave nothing.
  package var failure: Failure? {
    guard !rows.isEmpty else { return nil }
    let waiting = rows.count { $0.needsPerson }
    var message = "\(rows.count) of \(rows.count + replaced.count) not replaced yet"
    if waiting > 0 { message += ", \(waiting) of them for want of a person" }
    return Failure(
      status, message,
      hint: (waiting > 0 ? "do what is said of each, then: " : "")
        + "coffer compromised --resume")
  }

  package var table: Table {
    var table = Table("name", "state", "works", "why", whole: 2)
    for row in rows {
      table.add(
        row.name, row.needsPerson ? row.state + " (you)" : row.state, row.works,
        row.reason.isEmpty ? "\(row.cause), \(Times.text(row.since))" : row.reason)
    }
    return table
  }

  /// What helps, each thing once.
  package var hints: [String] {
    var told: [(hint: String, rows: [Remaining])] = []
    for row in rows {
      let hint = row.hint.replacing(row.name, with: "NAME")
      if let place = told.firstIndex(where: { $0.hint == hint }) {
        told[place].rows.append(row)
      } else {
        told.append((hint, [row]))
      }
    }
    return told.map { told in
      let isOne = told.rows.count == 1
      let names = PushEnd.some(told.rows.map(\.name), limit: 3)
      return "  \(names): \(isOne ? told.rows[0].hint : told.hint)"
    }
  }

  package var summary: String {
    guard !rows.isEmpty else { return "nothing remains" }
    return "\(rows.count) remain" + (rows.count == 1 ? "s" : "")
      + (replaced.isEmpty ? "" : ", \(replaced.count) replaced")
  }
}

/// What `coffer compromised --json` prints.
package struct RemainsResult: Encodable, Equatable, Sendable {
  package struct Line: Encodable, Equatable, Sendable {
    let name: String
    let rank: String
    let state: String
    let needsPerson: Bool
    let reason: String
    let hint: String
    let works: String
    let cause: String
    let since: String
  }
  package let remaining: [Line]
  package let replaced: [String]

  package init(_ remains: Remains) {
    remaining = remains.rows.map { row in
      Line(
        name: row.name, rank: row.rank.word, state: row.state, needsPerson: row.needsPerson,
        reason: row.reason, hint: row.hint, works: row.works, cause: row.cause,
        since: Times.text(row.since))
    }
    replaced = remains.replaced
  }
}
