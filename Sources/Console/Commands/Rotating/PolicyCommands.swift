import Arguments
import Messages

extension Command {
  static let policy = Command(
    CommandSpec(
      "policy", group: "rotate", summary: "settle when secrets are to be rotated",
      discussion: """
        A secret is due some time before the span is over, so that not all are due at once, and \
        overdue after it. 'coffer rotate --due' rotates only within the window, which is in UTC. \
        Without options it shows what is settled.
        """,
      operands: [Selection.operand],
      options: Selection.options + [
        OptionSpec("every", value: ValueSpec("TIME"), "how often, as 30d"),
        OptionSpec(
          "window", value: ValueSpec("HH:MM-HH:MM"), "when it is done by itself, or any"),
        OptionSpec("grace", value: ValueSpec("TIME"), "how long the old one stays alive, or 0"),
        OptionSpec("none", "settle nothing any more"), .yes,
      ],
      examples: [
        Example(
          "coffer policy acme-prod-pg --every 30d --window 02:00-04:00", "once a month, at night"),
        Example("coffer policy -l stage=prod --every 90d --yes", "for all of production"),
      ])
  ) { invocation, context throws(Failure) in
    let selector = try Selection.read(invocation)
    var call = SetPolicy(selector)
    if let text = invocation.value("every") {
      call.every = Int64(try Spans.seconds(text, option: "--every"))
    }
    if let text = invocation.value("grace") {
      call.grace = Int64(try RotationChoice.span(text, "--grace"))
    }
    if let text = invocation.value("window") { call.window = text == "any" ? "" : text }
    call.isCleared = invocation.flag("none")
    let changes = call.every != nil || call.grace != nil || call.window != nil
    guard !(changes && call.isCleared) else {
      throw .usage("--none leaves nothing to settle", hint: "keep one of them")
    }
    guard changes || call.isCleared else {
      let rows = try context.ask(AskDue(selector)).answer.rows
      try context.show(DueResult(rows)) { context in context.table(DueSheet.table(rows)) }
      return .done
    }
    let names = try context.names(selector)
    if names.count > 1 {
      try context.agree(
        "Settle this for \(Remark.count(names.count, "profile"))?", invocation)
    }
    let rows = try context.ask(call).answer.rows
    try context.show(DueResult(rows)) { context in context.table(DueSheet.table(rows)) }
    return .done
  }

  static let due = Command(
    CommandSpec(
      "due", group: "rotate", summary: "show what is to be rotated, and when",
      discussion: """
        Lists what is due, overdue or being rotated; --all lists every profile. With --prometheus \
        the numbers are in the form that its textfile collector reads.
        """,
      operands: [Selection.operand],
      options: Selection.options + [
        OptionSpec("prometheus", "as metrics"),
        OptionSpec("exit-code", "end with 14 if anything is due"),
      ],
      examples: [
        Example("coffer due", "what needs to be rotated"),
        Example("coffer due --exit-code --json", "for a machine"),
      ])
  ) { invocation, context throws(Failure) in
    let showsAll = invocation.flag("all") || !invocation.operands("NAME").isEmpty
    let rows = try context.ask(
      AskDue(try Selection.read(invocation, emptyIsAll: true))
    ).answer.rows
    let pressing = rows.filter { !["ok", "none"].contains($0.state) }
    if invocation.flag("prometheus") {
      for line in DueSheet.metrics(rows) { context.out(line) }
    } else {
      let shown = showsAll ? rows : pressing
      try context.show(DueResult(shown)) { context in
        if !shown.isEmpty { context.table(DueSheet.table(shown)) }
        if pressing.isEmpty { context.say("nothing is due") }
      }
    }
    return invocation.flag("exit-code") && !pressing.isEmpty ? .differences : .done
  }
}
