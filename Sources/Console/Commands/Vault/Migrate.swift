import Arguments
import Host
import Messages

extension Command {
  static let migrate = Command(
    CommandSpec(
      "migrate", group: "vault", summary: "bring a vault of an older form up to date",
      discussion: "A copy is made first and named. A vault that is up to date is left alone.",
      options: [.yes, OptionSpec("dry-run", "show the steps only")],
      examples: [Example("coffer migrate --yes", "migrates without a question")])
  ) { invocation, context throws(Failure) in
    let path = try VaultPlace.path(context.options)
    try Context.checkExists(path)
    let pending = try context.askWithoutKey(AskFacts(path: path)).answer.pending
    if pending.isEmpty || invocation.flag("dry-run") {
      if context.isJSON {
        try context.json(MigrateResult(copy: nil, pending: pending, steps: []))
      } else if pending.isEmpty {
        context.say("up to date")
      } else {
        for step in pending { context.out("pending   \(step)") }
      }
      return .done
    }
    try context.agree(
      "The vault lacks \(pending.count) steps. Migrate now? A copy is made first.", invocation)
    let done = try context.askWithoutKey(MigrateVault(path: path)).answer
    if context.isJSON {
      try context.json(MigrateResult(copy: done.copy, pending: [], steps: done.steps))
    } else {
      for step in done.steps { context.say("migrated  \(step)") }
      if let copy = done.copy { context.say("copy      \(copy)") }
    }
    return .done
  }
}

/// What `coffer migrate --json` prints.
struct MigrateResult: Encodable, Equatable {
  let copy: String?
  let pending: [String]
  let steps: [String]
}
