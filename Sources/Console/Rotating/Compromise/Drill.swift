package import Messages

/// What is replaced after somebody may have learned secrets, in its order.
package struct Drill: Equatable, Sendable {
  /// Credentials that can be rotated.
  package private(set) var rows: [Rank: [RotationPlanRow]] = [:]
  /// What cannot be begun without a person, and why, in the order of names.
  package private(set) var byHand: [Rank: [Trouble]] = [:]
  private var covered: Set<String> = []

  package struct Trouble: Equatable, Sendable {
    package let name: String
    package let failure: Failure
    package init(_ name: String, _ failure: Failure) {
      self.name = name
      self.failure = failure
    }
  }

  package init() {}

  /// Takes what a trial of some profiles of one rank said; nothing is rotated twice.
  package mutating func add(_ trial: Trial, as rank: Rank) {
    rows[rank, default: []] += trial.rows
    byHand[rank, default: []] += trial.troubles
    covered.formUnion(trial.rows.flatMap(\.names) + trial.troubles.map(\.name))
  }

  /// Whether a profile is in it already, such as with another that signs in as the same user.
  package func covers(_ name: String) -> Bool { covered.contains(name) }

  package var count: Int { rows.values.reduce(0) { $0 + $1.count } }

  /// The order, as a person reads it before they agree.
  package var lines: [String] {
    var lines: [String] = []
    var number = 0
    for rank in Rank.allCases {
      let rows = rows[rank] ?? []
      let hands = byHand[rank] ?? []
      guard !rows.isEmpty || !hands.isEmpty else { continue }
      number += 1
      lines.append("\(number). \(rank.title)")
      for (row, line) in zip(rows, RotationSheet.brief(rows)) {
        lines.append("  " + line + (row.isBegun ? ", begun before" : ""))
      }
      lines += hands.map { "  ! \($0.name)  by you: \($0.failure.hint)" }
    }
    return lines
  }

  /// The same with each step and risk.
  package var details: [String] {
    Rank.allCases.flatMap { rank -> [String] in
      let rows = rows[rank] ?? []
      let hands = byHand[rank] ?? []
      guard !rows.isEmpty || !hands.isEmpty else { return [] }
      return ["== \(rank.title)"] + RotationSheet.plan(rows)
        + hands.map { "! \($0.name)  \($0.failure.message); \($0.failure.hint)" }
    }
  }
}

/// What the agent says would be done about some profiles.
package struct Trial: Equatable, Sendable {
  package private(set) var rows: [RotationPlanRow] = []
  package private(set) var troubles: [Drill.Trouble] = []

  package init(rows: [RotationPlanRow] = [], troubles: [Drill.Trouble] = []) {
    self.rows = rows
    self.troubles = troubles
  }

  /// Puts two halves together, of which each may tell of a credential that they share.
  package mutating func add(_ other: Trial) {
    let known = Set(rows.flatMap(\.names))
    rows += other.rows.filter { row in !row.names.contains(where: known.contains) }
    troubles += other.troubles
  }
}

/// What `coffer compromised --dry-run --json` prints.
package struct DrillResult: Encodable, Equatable, Sendable {
  package struct Line: Encodable, Equatable, Sendable {
    let rank: String
    let names: [String]
    let strategy: String
    let steps: [String]
    let risks: [String]
    let destinations: [String]
    let begun: Bool
  }
  package struct Hand: Encodable, Equatable, Sendable {
    let rank: String
    let name: String
    let reason: String
    let hint: String
  }
  package let rows: [Line]
  package let byHand: [Hand]

  package init(_ drill: Drill) {
    rows = Rank.allCases.flatMap { rank -> [Line] in
      (drill.rows[rank] ?? []).map { row in
        Line(
          rank: rank.word, names: row.names, strategy: row.strategy, steps: row.steps,
          risks: row.risks, destinations: row.destinations, begun: row.isBegun)
      }
    }
    byHand = Rank.allCases.flatMap { rank -> [Hand] in
      (drill.byHand[rank] ?? []).map { trouble in
        Hand(
          rank: rank.word, name: trouble.name, reason: trouble.failure.message,
          hint: trouble.failure.hint)
      }
    }
  }
}
