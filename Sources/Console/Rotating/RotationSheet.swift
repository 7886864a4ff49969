package import Messages

/// What is shown of rotations, as lines.
package enum RotationSheet {
  static func plan(_ rows: [RotationPlanRow]) -> [String] {
    rows.flatMap { row -> [String] in
      var lines = ["\(row.names.joined(separator: ", "))  \(row.strategy)"]
      if row.isBegun { lines[0] += ", begun before" }
      lines += row.steps.enumerated().map { "  \($0 + 1). \($1)" }
      if !row.destinations.isEmpty {
        lines.append("  to " + PushEnd.some(row.destinations, limit: 6))
      }
      return lines + row.risks.map { "  ! \($0)" }
    }
  }

  static func brief(_ rows: [RotationPlanRow]) -> [String] {
    rows.map { row in
      "~ \(row.names.joined(separator: ", "))  \(row.strategy), "
        + "\(Remark.count(row.destinations.count, "connection"))"
    }
  }

  static func line(_ step: RotationStep) -> String {
    let clock = String(Times.text(step.at).dropFirst(11).prefix(8))
    return "\(clock)  \(step.name)  \(step.text)"
  }

  /// How they ended: which credential works now, and what has to be done.
  static func end(_ rows: [RotationRow]) -> [String] {
    let good = rows.filter { $0.status == .done && $0.state == "done" }
    var lines: [String] = []
    if !good.isEmpty { lines.append("\(Remark.count(good.count, "credential")) rotated") }
    // That the old one is dead was not seen everywhere.
    lines += good.filter { !$0.reason.isEmpty }.map { "\($0.names[0])  \($0.reason)" }
    let later = ["overlapping": "is retired", "disabled": "is disabled, and deleted"]
    for row in rows where row.status == .done {
      guard let does = later[row.state] else { continue }
      lines.append("\(row.names[0])  the old one \(does) after \(Times.text(row.retiresAt ?? 0))")
    }
    return lines
  }

  static func details(_ row: RotationRow) -> [String] {
    var lines = [
      "profiles  \(row.names.joined(separator: ", "))",
      "strategy  \(row.strategy)",
      "state     \(row.state)\(row.isStuck ? ", needs a person" : "")",
      "works     \(row.works)",
      "begun     \(Times.text(row.begunAt)) by \(row.begunBy)",
    ]
    if let at = row.retiresAt { lines.append("retires   \(Times.text(at))") }
    if !row.reason.isEmpty { lines.append("why       \(row.reason)") }
    if !row.hint.isEmpty { lines.append("next      \(row.hint)") }
    return lines
  }

  /// What the command ends with; failures of one cause are told together.
  static func failure(_ rows: [RotationRow], asJSON: Bool) -> Failure? {
    let bad = rows.filter { $0.status != .done }
    guard !bad.isEmpty else { return nil }
    let statuses = Set(bad.map(\.status))
    let isPartly = bad.count < rows.count || statuses.count > 1
    guard bad.count > 1 else {
      let row = bad[0]
      return Failure(
        isPartly ? .partly : row.status,
        "\(row.names[0]) is \(row.state): \(row.reason); \(row.works) works", hint: row.hint)
    }
    var causes: [(key: String, rows: [RotationRow])] = []
    for row in bad {
      let key = row.reason.replacing(row.names[0], with: "NAME")
      if let index = causes.firstIndex(where: { $0.key == key }) {
        causes[index].rows.append(row)
      } else {
        causes.append((key, [row]))
      }
    }
    let items = causes.flatMap { cause in
      ["\(cause.rows.count) x \(cause.key)"]
        + cause.rows.map { "  \($0.names[0]) is \($0.state), \($0.works) works: \($0.hint)" }
    }
    return Failure(
      isPartly ? .partly : bad[0].status,
      "\(bad.count) of \(rows.count) are not rotated",
      hint: "each says which secret works; see 'coffer rotation list'", items: items)
  }
}

/// What `coffer rotate --json` and `coffer rotation ... --json` print.
package struct RotationResult: Encodable, Equatable, Sendable {
  package struct Line: Encodable, Equatable, Sendable {
    let names: [String]
    let strategy: String
    let state: String
    let needsPerson: Bool
    let reason: String
    let hint: String
    let works: String
    let version: UInt32
    let begunAt: String
    let begunBy: String
    let retiresAt: String?
    let status: Int32
  }
  package let rows: [Line]

  package init(_ rows: [RotationRow]) {
    self.rows = rows.map { row in
      Line(
        names: row.names, strategy: row.strategy, state: row.state,
        needsPerson: row.status == .needsPerson, reason: row.reason, hint: row.hint,
        works: row.works, version: row.pending, begunAt: Times.text(row.begunAt),
        begunBy: row.begunBy, retiresAt: row.retiresAt.map(Times.text),
        status: row.status.rawValue)
    }
  }
}

/// What `coffer rotate --dry-run --json` prints.
struct RotationPlanResult: Encodable, Equatable {
  struct Line: Encodable, Equatable {
    let names: [String]
    let strategy: String
    let steps: [String]
    let risks: [String]
    let destinations: [String]
    let begun: Bool
  }
  let rows: [Line]

  init(_ rows: [RotationPlanRow]) {
    self.rows = rows.map {
      Line(
        names: $0.names, strategy: $0.strategy, steps: $0.steps, risks: $0.risks,
        destinations: $0.destinations, begun: $0.isBegun)
    }
  }
}
