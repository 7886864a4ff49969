import Arguments
import Host
import Messages
import Sealing

extension Command {
  /// Says what a push would do.
  static let plan = Command(
    CommandSpec(
      "plan", group: "push", summary: "show what a push would do",
      discussion: """
        Compares what the vault holds with what the workspaces have, of everything that is bound \
        unless something is selected. A + is made, a ~ changed, a - deleted, a t tested, and a ? \
        cannot be done for the reason that it gives. Of a login that the last check saw to be able to do \
        more than read that is said, unless the workspace refuses or allows it (its field writers).

        --out saves the plan for 'coffer push --plan FILE', which does this and nothing else. It is \
        sealed: it holds neither secrets nor names, and only this vault reads it. It is refused when \
        what it touches has moved on.
        """,
      operands: [RemoteChoice.operand],
      options: RemoteChoice.options + [
        OptionSpec(
          "out", value: ValueSpec("FILE", completion: .file),
          "save the plan to FILE, - for standard output"),
        OptionSpec("force", "replace FILE if it is there"),
        .strategy,
        OptionSpec("exit-code", "end with 14 if there is anything to do"),
      ],
      examples: [
        Example("coffer plan", "shows what is to do everywhere"),
        Example("coffer plan -l tenant=acme --out acme.plan", "saves what is to do for a tenant"),
        Example("coffer plan --workspace eu --exit-code --quiet", "asks for a script"),
      ])
  ) { invocation, context throws(Failure) in
    let target = try PlanTarget(invocation, context)
    var call = PlanPush(try RemoteChoice.read(invocation, emptyIsAll: true))
    call.strategy = invocation.strategy
    let (answer, secrets) = try context.ask(call)
    let sheet = PlanSheet(answer.rows)
    if let target {
      guard let sealed = secrets.first else { throw .misunderstood }
      var file = try ExportTarget(target.path)
      try file.write(sealed.span)
      try file.finish(replacing: target.replaces)
    }
    for warning in sheet.warnings where !context.isJSON { context.warn(warning) }
    if context.isJSON {
      try context.json(PlanResult(answer.rows, file: target?.path))
    } else if let target, target.path == nil {
      if !context.options.quiet { context.printer.err("coffer: \(sheet.summary)") }
    } else {
      for line in sheet.lines { context.out(line) }
      context.say(sheet.summary)
      if let path = target?.path {
        context.remark("saved", "\(path); to do it: coffer push --plan \(path)")
      }
    }
    let isClean = !sheet.hasWork && sheet.blocked.isEmpty
    return invocation.flag("exit-code") && !isClean ? .differences : .done
  }
}

/// Where a plan is saved.
private struct PlanTarget {
  /// Nothing for standard output.
  let path: String?
  let replaces: Bool

  /// Checks before anybody is asked; nil where the plan is only shown.
  init?(_ invocation: Invocation, _ context: borrowing Context) throws(Failure) {
    guard let word = invocation.value("out") else {
      guard !invocation.flag("force") else {
        throw .usage("there is no file to replace", hint: "say --out FILE")
      }
      return nil
    }
    path = word == "-" ? nil : word
    replaces = invocation.flag("force")
    if let path {
      guard replaces || !Files.exists(path) else {
        throw Failure(
          .conflict, "\(Printer.cleaned(path)) exists already",
          hint: "choose another path, or say --force to replace it")
      }
    } else if context.isJSON {
      throw .usage("the plan and --json cannot both go to standard output", hint: "say --out FILE")
    } else if context.printer.isTerminal {
      throw .usage("a sealed plan is no text for a terminal", hint: "say --out FILE")
    }
  }
}
