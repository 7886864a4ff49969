package import Messages

/// How everything stands, as a person reads it: what needs somebody, then how many are in which
/// state.
package struct StatusSheet: Sendable {
  /// So many rows with one reason are told together.
  private static let many = 4
  /// The state in which nobody has to do anything.
  package static let settled = "in sync"

  private let rows: [RemoteRow]
  private let showsAll: Bool
  private let now: Int64
  /// The paths that a connection and an environment have in common.
  private let twins: Set<String>

  package init(_ rows: [RemoteRow], showsAll: Bool = false, now: Int64) {
    self.rows = rows
    self.showsAll = showsAll
    self.now = now
    let connections = Set(rows.filter { $0.kind == .connection }.map(\.path))
    twins = connections.intersection(rows.filter { $0.kind == .environment }.map(\.path))
  }

  /// Where something is, and what it is where that does not tell.
  private func path(_ row: RemoteRow) -> String {
    twins.contains(row.path) ? "\(row.path) (\(row.kind.rawValue))" : row.path
  }

  /// Whether anything is not as it should be.
  package static func needsSomebody(_ row: RemoteRow) -> Bool {
    row.state != settled || row.isLeaving
  }

  package var lines: [String] {
    let shown = showsAll ? rows : rows.filter(Self.needsSomebody)
    var told: [(RemoteRow, [RemoteRow])] = []
    var places: [Group: Int] = [:]
    for row in shown {
      let group = Group(row)
      if let index = places[group] {
        told[index].1.append(row)
      } else {
        places[group] = told.count
        told.append((row, [row]))
      }
    }
    let alone = told.flatMap { isTogether($0.1) ? [] : $0.1 }
    let width = alone.map { path($0).count }.max() ?? 0
    let state = alone.map { Self.word($0).count }.max() ?? 0
    var lines: [String] = []
    for (first, group) in told {
      if isTogether(group) {
        let names = PushEnd.some(group.map(path), limit: 2)
        lines.append("\(group.count) \(Self.word(first)): \(Self.reason(first)) (\(names))")
      } else {
        lines += group.map { line($0, width, state) }
      }
      let hint = group.count == 1 ? Self.hint(first) : Group(first).hint
      if !hint.isEmpty { lines.append("  " + hint) }
    }
    return lines
  }

  /// How many are in which state, as `96 in sync, 1 failing`, and how long ago that was seen.
  package var summary: String {
    guard !rows.isEmpty else {
      return "nothing is bound; bind with: coffer bind NAME --to WORKSPACE"
    }
    let counts = counts
    let words =
      RemoteChoice.states.reversed()
      + counts.keys.sorted().filter {
        !RemoteChoice.states.contains($0)
      }
    var seen: Set<String> = []
    let parts = words.filter { seen.insert($0).inserted }.compactMap { word in
      counts[word].map { "\($0) \(word)" }
    }
    let oldest = rows.compactMap(\.seenAt).min()
    return parts.joined(separator: ", ")
      + (oldest.map { "; seen \(Times.age($0, now: now))" } ?? "; never looked at")
  }

  package var counts: [String: Int] {
    rows.reduce(into: [:]) { $0[Self.word($1), default: 0] += 1 }
  }

  /// Rows that are told with the same words.
  private struct Group: Hashable {
    let state: String
    let reason: String
    let hint: String

    init(_ row: RemoteRow) {
      state = StatusSheet.word(row)
      reason = StatusSheet.reason(row)
      hint = PushEnd.general(StatusSheet.hint(row), about: row.path)
    }
  }

  private func isTogether(_ group: [RemoteRow]) -> Bool {
    !showsAll && group.count >= Self.many && !Self.reason(group[0]).isEmpty
  }

  private func line(_ row: RemoteRow, _ width: Int, _ state: Int) -> String {
    let word = Self.word(row)
    var text = Self.reason(row)
    if let seen = Self.last(row) {
      text += (text.isEmpty ? "" : "; ") + "\(seen.what) \(Times.age(seen.at, now: now))"
    }
    if let verdict = row.verdict, let at = row.checkedAt {
      let word = verdict.replacing("-", with: " ")
      text += (text.isEmpty ? "" : "; ") + "check said \(word) \(Times.age(at, now: now))"
    }
    let line =
      path(row) + String(repeating: " ", count: max(0, width - path(row).count) + 2) + word
    if text.isEmpty { return line }
    return line + String(repeating: " ", count: max(0, state - word.count) + 2) + text
  }

  /// The last thing that happened to it; a test of what was there before says nothing.
  private static func last(_ row: RemoteRow) -> (what: String, at: Int64)? {
    if let tested = row.testedAt, tested >= row.acceptedAt ?? 0 { return ("tested", tested) }
    return row.acceptedAt.map { ("accepted", $0) }
  }

  private static func word(_ row: RemoteRow) -> String { row.isLeaving ? "leaving" : row.state }

  private static func hint(_ row: RemoteRow) -> String {
    row.isLeaving ? "coffer push \(row.path)" : row.hint
  }

  private static func reason(_ row: RemoteRow) -> String {
    if row.isLeaving { return "to be deleted over there" }
    if !row.reason.isEmpty || row.drift.isEmpty { return row.reason }
    return "differs over there: " + row.drift.joined(separator: ", ")
  }
}

/// What `coffer status --json` prints.
package struct StatusResult: Encodable, Equatable, Sendable {
  package let counts: [String: Int]
  package let rows: [RemoteLine]
  /// Secrets that are overdue, and rotations that wait for a person.
  package let late: [DueResult.Line]
  /// How many of these are overdue, and how many wait.
  package let overdue: Int
  package let stuck: Int

  /// All are counted; those that need nobody are listed only if that is asked for.
  package init(_ rows: [RemoteRow], showsAll: Bool, late: [DueAnswer.Row] = []) {
    self.late = DueResult(late).rows
    overdue = late.count { $0.state == LateSheet.overdue }
    stuck = late.count - overdue
    counts = StatusSheet(rows, now: 0).counts
    self.rows = (showsAll ? rows : rows.filter(StatusSheet.needsSomebody)).map(RemoteLine.init)
  }
}
