package import Messages

/// Events as rows: who, about what, and the rest in one column, with the outcome unless it is done.
package enum EventTable {
  private static let actorKeys: Set<String> = [
    "user", "slot", "session", "program", "parent", "took",
  ]
  /// What took so many milliseconds is worth a word.
  private static let slow = 5_000
  private static let aboutKeys: Set<String> = ["name", "new-name"]

  /// On a terminal each day is told once, so that a line has room for what happened.
  package static func table(_ events: [EventLine], onTerminal: Bool = false) -> Table {
    var table = Table("no", "time", "action", "who", "about", "details", whole: 3)
    var day = ""
    for event in events {
      let time = Times.text(event.time)
      if onTerminal, day != time.prefix(10) {
        day = String(time.prefix(10))
        table.add(title: day)
      }
      table.add(
        String(event.sequence), onTerminal ? String(time.dropFirst(11).dropLast()) : time,
        event.action, who(event), about(event), details(event))
    }
    return table
  }

  /// Events as lines without a heading, for those who watch them come.
  package static func plain(_ events: [EventLine]) -> [String] {
    events.map { event in
      [Times.text(event.time), event.action, who(event), about(event), details(event)]
        .filter { !$0.isEmpty }.joined(separator: "  ")
    }
  }

  /// The user, and with which key.
  package static func who(_ event: EventLine) -> String {
    let user = event.first("user").map(name(of:)) ?? "unknown"
    return event.first("slot").map { "\(user) (\($0))" } ?? user
  }

  /// The name in `0 (root)`, which JSON shows with its number.
  private static func name(of user: String) -> String {
    guard user.hasSuffix(")"), let open = user.firstIndex(of: "(") else { return user }
    return String(user[user.index(after: open)...].dropLast())
  }

  /// The profile, or the keys besides the one with which it was done.
  package static func about(_ event: EventLine) -> String {
    guard let name = event.first("name") else {
      return event.all("slot").dropFirst().joined(separator: ", ")
    }
    return event.first("new-name").map { "\(name) -> \($0)" } ?? name
  }

  /// What is neither who nor about what; the same fact several times is told together.
  package static func details(_ event: EventLine) -> String {
    var keys: [String] = []
    for fact in event.facts
    where !actorKeys.contains(fact.key) && !aboutKeys.contains(fact.key)
      && !keys.contains(fact.key)
    {
      keys.append(fact.key)
    }
    let tellsOutcome = event.outcome == "done" || event.action.hasSuffix(event.outcome)
    var parts = tellsOutcome ? [] : [event.outcome]
    parts += keys.map { key in
      switch key {
      case "version": event.all(key).map { "v\($0)" }.joined(separator: ", ")
      case "duration":
        "for "
          + event.all(key).map { Int($0).map(Spans.text(seconds:)) ?? $0 }.joined(separator: ", ")
      case "absorbed": "vouches for \(event.all(key).joined()) written without a key"
      default: "\(key) " + event.all(key).joined(separator: ", ")
      }
    }
    if let took = event.first("took").flatMap({ Int($0) }), took >= slow {
      parts.append("took \(took / 1_000) s")
    }
    if let program = event.first("program"), program != "coffer" {
      parts.append("claims to be \(program)")
    }
    if !event.isAuthenticated { parts.append("written without a key") }
    return parts.joined(separator: "; ")
  }
}
