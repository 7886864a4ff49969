package import Arguments
import Host
package import Messages
import Sealing

extension Command {
  /// Brings workspaces to what the vault holds.
  static let push = Command(
    CommandSpec(
      "push", group: "push", summary: "bring workspaces to what the vault holds",
      discussion: """
        Does what 'coffer plan' shows: connections first, then Embeddable's test of each, then the \
        environments whose connections passed. What is as it should be is not touched. Asks first on \
        a terminal; elsewhere more than one change needs --yes, unless one profile or object is \
        named. A saved plan was looked at when it was made, and is not asked about again.

        A connection is changed where it is. With --strategy swap a new one is made beside it and \
        tested, our environments are led to that, and the old one is deleted then: nobody sees a \
        password that does not work. That is refused where somebody uses the connection whom nobody \
        can lead elsewhere: an environment of others, or the implicit 'default'. A swap that was \
        interrupted goes on with the next push.

        Ctrl-C lets what is under way come to its end and begins nothing more. A push that was \
        interrupted, by whatever, goes on with the next one.
        """,
      operands: [RemoteChoice.operand],
      options: RemoteChoice.options + [
        OptionSpec(
          "plan", value: ValueSpec("FILE", completion: .file),
          "do what a saved plan says, - for standard input"),
        OptionSpec("no-test", "do not have connections tested"),
        .strategy,
        OptionSpec(
          "jobs", short: "j", value: ValueSpec("N"), "how many calls at once, 8 unless told"),
        .dryRun, .yes,
      ],
      examples: [
        Example("coffer push acme-prod-ch", "pushes one profile to where it is bound"),
        Example(
          "coffer push acme-prod-ch --strategy swap", "replaces its connection by one beside it"),
        Example("coffer push --workspace eu --yes", "brings a whole workspace up to date"),
        Example("coffer push --plan acme.plan", "does exactly what was planned"),
      ])
  ) { invocation, context throws(Failure) in
    try PushWish(invocation, context.options).run(invocation, &context)
  }
}

/// What `push` was told.
package struct PushWish: Sendable {
  package let selection: RemoteSelection
  private let planFile: String?
  private let isTested: Bool
  private let jobs: Int
  private let strategy: PushStrategy

  package init(_ invocation: Invocation, _ options: GlobalOptions) throws(Failure) {
    planFile = invocation.value("plan")
    isTested = !invocation.flag("no-test")
    jobs = try understood(try invocation.integer("jobs", in: 1...64)) ?? 8
    strategy = invocation.strategy
    guard strategy == .inPlace || isTested else {
      throw .usage(
        "a swap needs the test of the new connection", hint: "leave --no-test or --strategy away")
    }
    guard planFile != nil else {
      selection = try RemoteChoice.read(invocation)
      return
    }
    selection = try RemoteChoice.read(invocation, emptyIsAll: true)
    guard selection == RemoteSelection(all: true), !invocation.flag("all") else {
      throw .usage("a saved plan says itself what it is about", hint: "leave the selection away")
    }
    guard invocation.value("strategy") == nil else {
      throw .usage("a saved plan says itself how it is done", hint: "leave --strategy away")
    }
    guard !invocation.flag("dry-run") else {
      throw .usage("a saved plan is done as it is", hint: "leave --dry-run away")
    }
    guard planFile != "-" || !KeySource.readsInput(KeySource.Facts(named: options)) else {
      throw .usage(
        "standard input cannot be both a key and the plan", hint: "take one of them from a file")
    }
  }

  func run(_ invocation: Invocation, _ context: inout Context) throws(Failure) -> ExitStatus {
    if let planFile {
      let plan = Secret(try Self.read(planFile))
      try context.conclude(try context.drive(begin(planned: true), attachments: [plan]))
      return .done
    }
    var call = PlanPush(selection)
    call.strategy = strategy
    let (answer, secrets) = try context.ask(call)
    let sheet = PlanSheet(answer.rows, isTested: isTested)
    for warning in sheet.warnings where !context.isJSON { context.warn(warning) }
    if invocation.flag("dry-run") {
      try context.show(PlanResult(answer.rows)) { context in
        for line in sheet.lines { context.out(line) }
        context.say(sheet.summary)
      }
      return .done
    }
    for line in sheet.lines { context.say(line) }
    guard sheet.hasWork || !sheet.blocked.isEmpty else {
      context.say(Self.nothing(answer.rows))
      try context.conclude(PushEnd(.push, steps: [], rows: []))
      return .done
    }
    // Where all is blocked nothing is done, and of each is said why and what helps.
    let isAgreed = sheet.hasWork ? try agree(to: sheet, invocation, &context) : true
    // What a person agreed to is done exactly; otherwise what is there to do by now.
    let plan = isAgreed ? Array(secrets.prefix(1)) : []
    var begin = begin(planned: !plan.isEmpty)
    // A person may have taken their time.
    if !isAgreed { begin.look = answer.look }
    begin.wantsRows = context.isJSON
    let end = try context.drive(begin, attachments: plan, plan: sheet)
    try context.conclude(end)
    return .done
  }

  /// Whether a person saw the plan and agreed to it.
  private func agree(
    to sheet: PlanSheet, _ invocation: Invocation, _ context: inout Context
  ) throws(Failure) -> Bool {
    let asks = Self.asks(sheet.changes, isOneName: selection.isOneName, person: context.hasPerson)
    guard asks, !invocation.flag("yes") else {
      context.say(sheet.summary)
      return false
    }
    // Off a terminal this fails, and what would be done should be seen all the same.
    if !context.hasPerson { context.say(sheet.summary) }
    try context.agree("\(sheet.summary). Push?", invocation)
    return true
  }

  /// Whether a push is asked about: by a person always, elsewhere if it could be a surprise.
  package static func asks(_ changes: Int, isOneName: Bool, person: Bool) -> Bool {
    changes > 0 && (person || changes > 1 && !isOneName)
  }

  private func begin(planned: Bool) -> BeginPush {
    var call = BeginPush(.push, planned ? RemoteSelection() : selection)
    call.jobs = jobs
    call.isTested = isTested
    call.isPlanned = planned
    call.strategy = strategy
    return call
  }

  private static func nothing(_ rows: [PlanRow]) -> String {
    rows.isEmpty
      ? "nothing that is bound matches; bind with: coffer bind NAME --to WORKSPACE"
      : "nothing to do: \(Remark.count(rows.count, "object")) as it should be"
  }

  private static func read(_ path: String) throws(Failure) -> SecretBytes {
    let limit = 64 << 20
    if path == "-" { return try told(try Files.readSecret(descriptor: 0, limit: limit)) }
    return try told(try Files.readSecret(path, limit: limit))
  }
}

extension OptionSpec {
  /// How connections that are there are changed.
  static let strategy = OptionSpec(
    "strategy", value: ValueSpec("STRATEGY", choices: PushStrategy.allCases.map(\.rawValue)),
    "change connections in-place, as is done unless told, or swap them for new ones")
}

extension Invocation {
  var strategy: PushStrategy {
    value("strategy").flatMap(PushStrategy.init(rawValue:)) ?? .inPlace
  }
}
