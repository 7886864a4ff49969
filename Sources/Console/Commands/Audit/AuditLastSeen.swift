import Arguments
package import Messages

extension Command {
  static let auditLastSeen = Command(
    CommandSpec(
      "audit last-seen", group: "audit",
      summary: "show when each profile was last read, pushed, tested and rotated",
      discussion: """
        A line a profile. Read: one of its secrets was given away. Pushed and tested: a workspace \
        took it, and tested it, whatever came of that; of a workspace, anything in it. Rotated: a \
        secret of it took the place of another. 'never' means that the log knows of none. What was \
        read while nothing could be written down is told, too.
        """,
      operands: [Selection.operand], options: EventChoice.profiles,
      examples: [
        Example("coffer audit last-seen", "shows every profile"),
        Example(
          "coffer audit last-seen -l stage=prod --json", "shows some of them, for a machine"),
      ])
  ) { invocation, context throws(Failure) in
    let input = try Selection.read(invocation, emptyIsAll: true)
    let answer = try context.ask(AskLastSeen(input)).answer
    try context.show(LastSeenResult(answer)) { context in
      if answer.rows.isEmpty { context.say("no profiles") }
      if !answer.rows.isEmpty { context.table(LastSeenResult.table(answer.rows)) }
    }
    context.warnOfUnseen(answer.unseen, "")
    return .done
  }
}

extension Context {
  /// Warns that there were readings which the log cannot tell of one by one.
  mutating func warnOfUnseen(_ count: Int, _ whose: String) {
    guard count > 0 else { return }
    warn(
      "\(Remark.count(count, "reading")) could not be written down when it happened" + whose)
  }
}

/// What `coffer audit last-seen --json` prints.
package struct LastSeenResult: Encodable, Equatable {
  struct Line: Encodable, Equatable {
    let name: String
    let pushed: String?
    let read: String?
    let rotated: String?
    /// Since when its secret is what it is.
    let secretSince: String?
    let tested: String?

    init(_ row: LastSeenAnswer.Row) {
      name = row.name
      pushed = row.pushed.map(Times.text)
      read = row.read.map(Times.text)
      rotated = row.rotated.map(Times.text)
      secretSince = row.secretSince.map(Times.text)
      tested = row.tested.map(Times.text)
    }

    private enum Key: CodingKey { case name, pushed, read, rotated, secretSince, tested }

    /// Every key is always there, so that a table can be made of it.
    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Key.self)
      try container.encode(name, forKey: .name)
      try container.encode(pushed, forKey: .pushed)
      try container.encode(read, forKey: .read)
      try container.encode(rotated, forKey: .rotated)
      try container.encode(secretSince, forKey: .secretSince)
      try container.encode(tested, forKey: .tested)
    }
  }
  let profiles: [Line]
  /// Readings of whatever profile that could not be written down.
  let unseen: Int

  package init(_ answer: LastSeenAnswer) {
    profiles = answer.rows.map(Line.init)
    unseen = answer.unseen
  }

  package static func table(_ rows: [LastSeenAnswer.Row]) -> Table {
    var table = Table("name", "read", "pushed", "tested", "rotated", whole: 5)
    for row in rows {
      table.add(
        row.name, time(row.read), time(row.pushed), time(row.tested), time(row.rotated))
    }
    return table
  }

  private static func time(_ time: Int64?) -> String { time.map(Times.text) ?? "never" }
}
