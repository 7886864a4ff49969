import Arguments
import Host
import Messages

extension Command {
  /// Signs in as profiles.
  static let check = Command(
    CommandSpec(
      "check", group: "databases", summary: "sign in from here and say what came of it",
      discussion: """
        Signs in as each profile and looks whether it can do more than read. Nothing is changed over \
        there. That a server cannot be reached is never taken for a wrong password.

          valid         the server let it in
          refused       user or password are wrong, or the login was taken away
          forbidden     a rule of the server keeps it out
          wrong target  it signs in, but not to what the profile names
          rate limited  the server wants to be asked later
          unreachable   nobody who could say yes or no was reached, or nobody who can be trusted
          not checked   there is no way from here, or it would wake what sleeps
          open          the server asks for no password

        Ends with 11 if all were refused, 12 if none was reached, 13 if only some work.

        With --demand yes 'coffer add' and 'coffer set' save no login of a database any more that was \
        not signed in with just then (--check); what Coffer generates, and what cannot be signed in \
        with from here, is saved all the same. With --demand no they do so again.
        """,
      operands: [Selection.operand],
      options: Selection.options + [
        OptionSpec(
          "jobs", short: "j", value: ValueSpec("N"), "how many at once, 8 unless told"),
        OptionSpec(
          "seconds", value: ValueSpec("N"), "how long one may take, 30 unless told"),
        OptionSpec(
          "demand", value: ValueSpec("WORD", choices: ["yes", "no"]),
          "check none, but settle whether only logins that work are saved from now on"),
      ],
      examples: [
        Example("coffer check acme-prod-ch", "signs in as one"),
        Example("coffer check -l stage=prod --jobs 16", "signs in as many"),
        Example("coffer check --demand yes", "saves nothing from now on that does not work"),
      ])
  ) { invocation, context throws(Failure) in
    if let word = invocation.value("demand") {
      return try context.demandChecks(word == "yes", invocation)
    }
    var call = BeginChecks(try Selection.read(invocation))
    call.jobs = try understood(try invocation.integer("jobs", in: 1...64)) ?? 8
    call.seconds = try understood(try invocation.integer("seconds", in: 1...600)) ?? 30
    return try context.check(call)
  }
}

extension Context {
  /// Settles whether only logins that work are saved.
  fileprivate mutating func demandChecks(
    _ isDemanded: Bool, _ invocation: Invocation
  ) throws(Failure) -> ExitStatus {
    let others = ["label", "type", "all", "jobs", "seconds"]
    guard invocation.operands.isEmpty, !others.contains(where: invocation.flag) else {
      throw .usage("--demand checks nothing", hint: "leave the rest away, or --demand")
    }
    var call = ChangeSettings()
    call.demandsChecks = isDemanded
    let facts = try ask(call).answer
    try show(DemandResult(isDemanded: facts.demandsChecks)) { context in
      context.remark(
        "settled",
        facts.demandsChecks ? "only logins that work are saved" : "logins are saved untried")
    }
    return .done
  }

  /// Has profiles checked, and tells how it goes.
  fileprivate mutating func check(_ call: BeginChecks) throws(Failure) -> ExitStatus {
    let begun = try ask(call).answer
    guard begun.count > 0 else {
      throw Failure(
        .notFound, "no profile that matches can be signed in as", hint: "see: coffer list --all")
    }
    let interruption = Interruption()
    var sheet = CheckSheet(count: begun.count)
    var live = LiveLine(width: isJSON || options.quiet ? nil : printer.width)
    var wasStopped = false
    var failure: Failure?
    while true {
      let progress = try ask(AwaitChecks(token: begun.token, seen: sheet.rows.count)).answer
      sheet.add(progress.rows)
      if !isJSON, !progress.rows.isEmpty {
        live.clear(&printer)
        for row in progress.rows {
          for line in CheckSheet.lines(row) { out(line) }
        }
        printer.flush()
      }
      failure = progress.failure
      if progress.isOver { break }
      if begun.count > 1 {
        live.show("checked \(sheet.rows.count)  remaining \(progress.remaining)", &printer)
      }
      guard interruption.take() else { continue }
      live.clear(&printer)
      guard !wasStopped else {
        throw Failure(.partly, "left before all were checked", hint: "go on with the same command")
      }
      wasStopped = true
      _ = try ask(StopChecks(token: begun.token))
    }
    live.clear(&printer)
    if isJSON {
      try json(CheckReport(sheet.rows))
    } else if begun.count > 1 {
      remark("checked", sheet.summary)
    }
    if let failure { throw failure }
    if let failure = sheet.failure(wasStopped: wasStopped) { throw failure }
    return .done
  }
}

/// What `coffer check --demand --json` prints.
struct DemandResult: Encodable, Equatable, Sendable {
  let isDemanded: Bool
}
