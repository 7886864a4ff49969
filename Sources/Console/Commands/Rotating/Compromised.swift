package import Arguments
package import Messages
import Profiles

extension Command {
  /// Replaces everything that somebody may know.
  static let compromised = Command(
    CommandSpec(
      "compromised", group: "rotate", summary: "replace every secret that somebody may know",
      discussion: """
        Writes down which secrets somebody may know, and rotates them: keys of ClickHouse Cloud \
        first, then what can write or changes others, then what nobody has checked, then what was \
        only seen to read. A rank is begun when the one before it came to rest. No old secret is \
        left alive for a while, whatever its policy says, unless with --keep-running; one whose \
        new secret is not everywhere yet always is.

        --slot takes what was read or brought through a key of the vault, as far as the log \
        knows; --workspace what a workspace was sent, and its own key. Without anything it lists \
        what remains, and ends with 13, or with 15 where a person is needed. What was begun before \
        is finished, and done once more.
        """,
      operands: [Selection.operand],
      options: Selection.options.filter { $0.long != "all" } + [
        OptionSpec("slot", value: ValueSpec("KEY"), "what was known through this key of the vault"),
        OptionSpec(
          "workspace", value: ValueSpec("WORKSPACE", completion: .workspace),
          "what this workspace was sent, and its own key"),
        OptionSpec("everything", "every secret in the vault"),
        OptionSpec("resume", "go on with what remains"),
        OptionSpec("keep-running", "leave the old ones alive for as long as their policies say"),
        OptionSpec("settled", "take these off the list: you saw to it that the old ones are dead"),
        .dryRun, .yes,
      ],
      examples: [
        Example("coffer compromised acme-prod-pg", "shows the order, asks, and replaces it"),
        Example("coffer compromised --slot laptop --dry-run", "what whoever has this key read"),
        Example("coffer compromised", "what remains"),
        Example("coffer compromised --resume --yes", "goes on after a kill, without a question"),
      ])
  ) { invocation, context throws(Failure) in
    let leak = try CompromiseChoice.read(invocation)
    if invocation.flag("settled") { return try context.settle(leak, invocation) }
    guard let leak else {
      let remains = try context.remains()
      try context.tell(remains)
      return remains.status
    }
    return try context.answer(leak, invocation)
  }
}

/// What `compromised` was told.
package enum CompromiseChoice {
  /// How somebody may have learned what; nothing where it is only asked what remains.
  package static func read(_ invocation: Invocation) throws(Failure) -> Leak? {
    var leaks: [Leak] = []
    let words = invocation.operands("NAME")
    if !words.isEmpty || invocation.flag("label") || invocation.flag("type") {
      leaks.append(.profiles(try Selection.read(invocation)))
    }
    if let slot = invocation.value("slot") { leaks.append(.slot(slot)) }
    if let name = invocation.value("workspace") {
      leaks.append(.workspace(try named(try ProfileName(name)).text))
    }
    if invocation.flag("everything") { leaks.append(.everything) }
    if invocation.flag("resume") { leaks.append(.reported) }
    guard leaks.count < 2 else {
      throw .usage(
        "these say different things",
        hint: "choose one of NAME, --slot, --workspace, --everything and --resume")
    }
    let isSettled = invocation.flag("settled")
    let changes = ["dry-run", "yes", "keep-running"].contains(where: invocation.flag)
    guard !leaks.isEmpty || !changes && !isSettled else {
      throw .usage(
        "nothing was selected",
        hint: "name profiles, or use --slot, --workspace, --everything or --resume")
    }
    if isSettled {
      guard case .profiles? = leaks.first, !invocation.flag("dry-run"),
        !invocation.flag("keep-running")
      else {
        throw .usage("--settled is about profiles that are named", hint: "name them, and no more")
      }
    }
    return leaks.first
  }
}

extension Context {
  /// Plans, asks, writes down and replaces.
  fileprivate mutating func answer(
    _ leak: Leak, _ invocation: Invocation
  ) throws(Failure) -> ExitStatus {
    let all = try ask(ListProfiles(SelectorInput(all: true))).answer.profiles
    let chosen = try profiles(of: leak, among: all)
    let drill = try drill(chosen, try ranks(of: chosen, among: all))
    advise(about: leak)
    if invocation.flag("dry-run") {
      try show(DrillResult(drill)) { context in
        for line in drill.details { context.out(line) }
        if chosen.isEmpty { context.say("nothing to replace") }
      }
      return .done
    }
    guard !chosen.isEmpty else {
      try show(RemainsResult(Remains(rows: [], replaced: []))) { context in
        context.say(leak == .reported ? "nothing remains" : "nothing to replace")
      }
      return .done
    }
    for line in drill.lines { say(line) }
    try agree(
      "Somebody may know \(Remark.count(chosen.count, "secret")). "
        + "Rotate \(Remark.count(drill.count, "credential")) now?", invocation)
    let open = Set(try exposures().filter { !$0.isOver }.map(\.id))
    let new = chosen.filter { !open.contains($0.id) }.map(\.name)
    // From here on nothing is forgotten, whatever happens to this program.
    if !new.isEmpty {
      _ = try ask(ReportCompromise(SelectorInput(words: new), cause: leak.cause))
    }
    let end = try carryOut(drill, of: chosen, keepsRunning: invocation.flag("keep-running"))
    for line in RotationSheet.end(end.rows) { say(line) }
    let remains = try remains(of: Set(chosen.map(\.id)), refused: end.refused)
    try tell(remains)
    if let failure = end.failure ?? remains.failure { throw failure }
    return .done
  }

  /// What this command cannot see to.
  private mutating func advise(about leak: Leak) {
    switch leak {
    case .slot(let name):
      warn(
        "whoever has this key and a copy of the file can read all of it, and no log tells: "
          + "take it away with 'coffer key remove \(name)', and think of --everything")
    case .everything:
      warn("the vault's own keys stay as they are: 'coffer key rotate --compromised' renews them")
    case .workspace, .profiles, .reported: break
    }
  }

  /// Takes a person's word that old secrets are dead.
  fileprivate mutating func settle(
    _ leak: Leak?, _ invocation: Invocation
  ) throws(Failure) -> ExitStatus {
    guard case .profiles(let selector)? = leak else { throw .misunderstood }
    let chosen = try ask(ListProfiles(selector)).answer.profiles
    let open = Set(try exposures().filter { !$0.isOver }.map(\.id))
    let names = chosen.filter { open.contains($0.id) }.map(\.name)
    guard !names.isEmpty else {
      throw Failure(
        .notFound, "nothing of this is known to be compromised",
        hint: "'coffer compromised' shows what remains")
    }
    for name in names { say("- \(name)") }
    try agree("Is the old secret of \(Remark.count(names.count, "profile")) dead?", invocation)
    _ = try ask(SettleCompromise(SelectorInput(words: names)))
    let remains = try remains()
    try tell(remains)
    return .done
  }

  fileprivate mutating func tell(_ remains: Remains) throws(Failure) {
    try show(RemainsResult(remains)) { context in
      if !remains.rows.isEmpty { context.table(remains.table) }
      for line in remains.hints { context.out(line) }
      context.say(remains.summary)
    }
  }
}
