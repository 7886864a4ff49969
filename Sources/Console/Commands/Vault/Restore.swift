import Arguments
import Host
import Messages

extension Command {
  static let restore = Command(
    CommandSpec(
      "restore", group: "vault", summary: "put a backup in the place of the vault",
      discussion: """
        Examines all of the copy first, which takes a key of its time. The vault that is there is \
        kept beside it. Afterwards nobody knows what is in use at the databases: rotations wait \
        until you have looked and say so with --reconciled.
        """,
      operands: [OperandSpec("FILE", "the copy", arity: .optional, completion: .file)],
      options: [
        .yes, OptionSpec("reconciled", "let rotations go on after an earlier restore"),
      ],
      examples: [
        Example("coffer restore vault.copy", "examines it, asks, and puts it in place"),
        Example("coffer restore --reconciled", "after looking at what is in use"),
      ])
  ) { invocation, context throws(Failure) in
    if invocation.flag("reconciled") {
      guard invocation.operand("FILE") == nil else {
        throw .usage("'--reconciled' restores nothing", hint: "leave FILE away")
      }
      return try Restoring.reconcile(&context)
    }
    guard let file = invocation.operand("FILE") else {
      throw .usage("'coffer restore' needs a FILE", hint: "name a file that 'coffer backup' made")
    }
    return try Restoring.run(file, invocation, &context)
  }
}

/// The restoring of a vault, and what ends it.
enum Restoring {
  static func run(
    _ file: String, _ invocation: Invocation, _ context: inout Context
  ) throws(Failure) -> ExitStatus {
    let vault = try VaultPlace.path(context.options)
    // Before a key is asked for in vain.
    if !invocation.flag("yes"), !context.hasPerson {
      throw .usage("this change needs to be confirmed", hint: "look at it, then add --yes")
    }
    guard Files.exists(file) else { throw Failure(HostError.notFound(file)) }
    try told(try Files.makePrivateFolder(Files.folder(of: vault)))
    let name = CopyName.last(of: file)
    let (token, facts) = try context.openAlone(copy: file, as: name, beside: vault)
    if !context.isJSON {
      context.say("whole     \(facts.counts), as of \(Times.text(facts.lastEvent))")
    }
    try context.agree(
      "Put it in the place of \(Printer.cleaned(vault))? "
        + "What was changed since then is kept beside it.", invocation)
    let call = RestoreVault(
      token: token, path: vault, source: name, stamp: CopyName.stamp(context.now))
    let done = try context.askWithoutKey(call).answer
    if context.isJSON {
      try context.json(
        RestoreResult(
          events: facts.events, id: facts.id, kept: done.kept,
          lastEvent: Times.text(facts.lastEvent),
          lineage: done.lineage, profiles: facts.profiles, vault: vault))
      return .done
    }
    context.say("restored  \(vault)")
    if let kept = done.kept { context.say("kept      \(kept)") }
    context.warn("the keys of the copy's time open the vault again")
    context.warn(
      "what is in use at the databases is unknown; rotations wait for: coffer restore --reconciled")
    return .done
  }

  static func reconcile(_ context: inout Context) throws(Failure) -> ExitStatus {
    let facts = try context.ask(ChangeSettings(unfreeze: true)).answer
    if context.isJSON {
      try context.json(BackupSettingsResult(facts))
    } else {
      context.say("rotations may go on")
    }
    return .done
  }
}

/// What `coffer restore --json` prints.
struct RestoreResult: Encodable, Equatable {
  let events: Int64
  let id: String
  let kept: String?
  let lastEvent: String
  let lineage: String
  let profiles: Int
  let vault: String
}
