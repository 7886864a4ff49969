package import Messages

/// What is due, as a table and as metrics.
package enum DueSheet {
  static func table(_ rows: [DueAnswer.Row]) -> Table {
    var table = Table("name", "type", "state", "every", "window", "due", whole: 3)
    for row in rows {
      table.add(
        row.name, row.type, row.state,
        row.every.map { $0 > 0 ? Spans.text(seconds: Int($0)) : "" } ?? "", row.window ?? "",
        row.dueAt.map(Times.text) ?? "")
    }
    return table
  }

  /// For a scraper that reads files.
  package static func metrics(_ rows: [DueAnswer.Row]) -> [String] {
    var lines = [
      "# HELP coffer_rotation_state Profiles by how their rotation stands.",
      "# TYPE coffer_rotation_state gauge",
    ]
    for state in ["ok", "due", "overdue", "rotating", "stuck", "none"] {
      lines.append(
        "coffer_rotation_state{state=\"\(state)\"} \(rows.count { $0.state == state })")
    }
    lines += [
      "# HELP coffer_rotation_due_seconds When a profile's secret is due, in seconds since 1970.",
      "# TYPE coffer_rotation_due_seconds gauge",
    ]
    for row in rows {
      guard let at = row.dueAt else { continue }
      // A name has no character that would have to be escaped.
      lines.append("coffer_rotation_due_seconds{name=\"\(row.name)\"} \(at / 1_000)")
    }
    return lines
  }
}

/// What `coffer due --json` and `coffer policy --json` print.
package struct DueResult: Encodable, Equatable, Sendable {
  package struct Line: Encodable, Equatable, Sendable {
    let name: String
    let type: String
    let state: String
    let every: Int64?
    let window: String?
    let grace: Int64?
    let since: String?
    let due: String?
  }
  package let rows: [Line]

  package init(_ rows: [DueAnswer.Row]) {
    self.rows = rows.map { row in
      Line(
        name: row.name, type: row.type, state: row.state, every: row.every, window: row.window,
        grace: row.grace, since: row.since.map(Times.text), due: row.dueAt.map(Times.text))
    }
  }
}
