package import Messages

/// A plan as a person reads it: a line for everything that would be done, and how much that is.
package struct PlanSheet: Sendable {
  private let rows: [PlanRow]
  /// So many that one thing blocks are told together.
  private static let many = 5
  /// So many warnings are told one by one.
  private static let few = 8

  /// Without `isTested`, what would only be tested is left as it is.
  package init(_ rows: [PlanRow], isTested: Bool = true) {
    self.rows = rows.map { row in
      guard !isTested, row.action == .test else { return row }
      return PlanRow(
        row.kind, workspace: row.workspace, name: row.name, action: .nothing,
        profile: row.profile, summary: row.summary, reasons: row.reasons)
    }
  }

  package func count(_ action: PlanRow.Action) -> Int { rows.count { $0.action == action } }

  /// How many objects over there would be others than before.
  package var changes: Int { count(.create) + count(.update) + count(.delete) }

  /// Whether anything could be done at all.
  package var hasWork: Bool { changes + count(.test) > 0 }

  /// How many objects something is to be said about.
  var concerned: Int { rows.count - count(.nothing) }

  package var blocked: [PlanRow] { rows.filter { $0.action == .blocked } }

  /// The width of the longest path, for the lines that tell how it went.
  package var width: Int {
    rows.filter { $0.action != .nothing }.map(\.key.path.count).max() ?? 0
  }

  /// What would only be tested.
  var tested: Set<RemoteKey> { Set(rows.filter { $0.action == .test }.map(\.key)) }

  /// The lines, the workspace before its first.
  package var lines: [String] {
    let shown = rows.filter { $0.action != .nothing }
    let place = shown.map(\.workspace.count).max() ?? 0
    let kind = shown.map(\.kind.rawValue.count).max() ?? 0
    let name = shown.map(\.name.count).max() ?? 0
    var lines: [String] = []
    for workspace in workspaces(of: shown) {
      var heading = workspace
      for group in groups(of: shown.filter { $0.workspace == workspace }) {
        let row = group[0]
        var line = "\(padded(heading, place))  \(row.action.sign) "
        if group.count == 1 {
          line += "\(padded(row.kind.rawValue, kind))  \(padded(row.name, name))  \(row.text)"
        } else {
          let names = PushEnd.some(group.map(\.name), limit: 2)
          line += "\(group.count) objects  \(row.text) (\(names))"
        }
        while line.last == " " { line.removeLast() }
        lines.append(line)
        heading = ""
      }
    }
    return lines
  }

  /// What somebody should know before it is done, each profile once.
  package var warnings: [String] {
    var seen: Set<String> = []
    let all = rows.flatMap { row in row.warnings.map { "\(row.profile ?? row.name) \($0)" } }
      .filter { seen.insert($0).inserted }
    guard all.count > Self.few else { return all }
    return all.prefix(Self.few - 1) + ["\(all.count - Self.few + 1) more of the kind"]
  }

  /// How much it is, as `2 to create, 0 to change, 0 to delete`.
  package var summary: String {
    var parts = [
      "\(count(.create)) to create", "\(count(.update)) to change", "\(count(.delete)) to delete",
    ]
    if count(.test) > 0 { parts.append("\(count(.test)) to test") }
    if count(.blocked) > 0 { parts.append("\(count(.blocked)) blocked") }
    if count(.nothing) > 0 { parts.append("\(count(.nothing)) unchanged") }
    return parts.joined(separator: ", ")
  }

  /// The rows in the order in which they are done; many that are blocked by one thing are together.
  private func groups(of rows: [PlanRow]) -> [[PlanRow]] {
    var blocked: [String: [PlanRow]] = [:]
    for row in rows where row.action == .blocked { blocked[row.text, default: []].append(row) }
    var groups: [[PlanRow]] = []
    let connections = rows.filter { $0.kind == .connection }
    for row in connections + rows.filter({ $0.kind == .environment }) {
      guard row.action == .blocked, let group = blocked[row.text], group.count >= Self.many else {
        groups.append([row])
        continue
      }
      if group[0] == row { groups.append(group) }
    }
    return groups
  }

  private func workspaces(of rows: [PlanRow]) -> [String] {
    var seen: Set<String> = []
    return rows.map(\.workspace).filter { seen.insert($0).inserted }
  }

  private func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}

extension PlanRow {
  /// What is sent, and why.
  fileprivate var text: String {
    let reasons = reasons.joined(separator: ", ")
    // That it is not there yet is what the sign says.
    if action == .create { return summary }
    if summary.isEmpty || reasons.isEmpty { return summary + reasons }
    return action == .blocked ? reasons : "\(summary) (\(reasons))"
  }
}

extension PlanRow.Action {
  /// One letter for each thing that can be done.
  fileprivate var sign: String {
    switch self {
    case .create: "+"
    case .update: "~"
    case .delete: "-"
    case .test: "t"
    case .blocked: "?"
    case .nothing: " "
    }
  }
}

/// What `coffer plan` and `coffer push --dry-run` print with `--json`.
package struct PlanResult: Encodable, Equatable, Sendable {
  package let counts: [String: Int]
  package let rows: [PlanLine]
  /// Where the plan was saved.
  package var file: String?

  package init(_ rows: [PlanRow], file: String? = nil) {
    var counts: [String: Int] = [:]
    for action in PlanRow.Action.allCases {
      counts[action.rawValue] = rows.count { $0.action == action }
    }
    self.counts = counts
    self.rows = rows.map(PlanLine.init)
    self.file = file
  }
}
