package import Messages

/// Secrets that are overdue and rotations that wait for a person, as `status` tells of them.
package struct LateSheet: Sendable {
  package static let overdue = "overdue"
  /// So many are told together.
  private static let many = 4

  /// The longest overdue first.
  package let rows: [DueAnswer.Row]
  private let now: Int64

  package init(_ rows: [DueAnswer.Row], now: Int64) {
    self.rows = rows.sorted {
      (Self.weight($0), $0.overdueAt ?? .max, $0.name)
        < (Self.weight($1), $1.overdueAt ?? .max, $1.name)
    }
    self.now = now
  }

  /// Those that a status is about: all, or those of the profiles and workspaces that it shows.
  package static func chosen(
    _ late: [DueAnswer.Row], by selection: RemoteSelection, _ rows: [RemoteRow]
  ) -> [DueAnswer.Row] {
    guard selection != RemoteSelection(all: true) else { return late }
    let shown = Set(rows.compactMap(\.profile) + rows.map(\.workspace) + selection.words)
    return late.filter { shown.contains($0.name) }
  }

  package var lines: [String] {
    let overdue = rows.filter { $0.state == Self.overdue }
    let waiting = rows.filter { $0.state != Self.overdue }
    var lines: [String] = []
    if overdue.count >= Self.many, let first = overdue.first {
      let names = PushEnd.some(overdue.map(\.name), limit: 2)
      lines = [
        "\(overdue.count) OVERDUE: the first should have been replaced \(age(first)) (\(names))",
        "  coffer due shows all; coffer rotate --due replaces what needs nobody",
      ]
    } else {
      for row in overdue {
        lines += [
          "\(row.name)  OVERDUE  should have been replaced \(age(row))",
          "  coffer rotate \(row.name)",
        ]
      }
    }
    if waiting.count >= Self.many {
      let names = PushEnd.some(waiting.map(\.name), limit: 2)
      lines += ["\(waiting.count) rotations wait for you (\(names))", "  coffer rotation list"]
    } else {
      for row in waiting {
        lines += ["\(row.name)  its rotation waits for you", "  coffer rotation show \(row.name)"]
      }
    }
    return lines
  }

  /// How many there are, as `3 overdue, 1 waits for you`.
  package var summary: String {
    let overdue = rows.count { $0.state == Self.overdue }
    let waiting = rows.count - overdue
    let parts = [
      overdue > 0 ? "\(Remark.count(overdue, "secret")) overdue" : "",
      waiting > 0
        ? "\(Remark.count(waiting, "rotation")) \(waiting == 1 ? "waits" : "wait") for you" : "",
    ]
    return parts.filter { !$0.isEmpty }.joined(separator: ", ")
  }

  /// How long ago its span was over, as `12 d ago`.
  private func age(_ row: DueAnswer.Row) -> String {
    row.overdueAt.map { Times.age($0, now: now) } ?? "before"
  }

  private static func weight(_ row: DueAnswer.Row) -> Int { row.state == overdue ? 0 : 1 }
}

extension Context {
  /// What is overdue or waits for a person, of all profiles.
  mutating func late() throws(Failure) -> [DueAnswer.Row] {
    var call = AskDue(SelectorInput(all: true))
    call.onlyLate = true
    return try ask(call).answer.rows
  }
}
