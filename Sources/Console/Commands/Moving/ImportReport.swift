import Messages
import Moving

/// What `import` tells of what it did, or would do.
struct ImportReport {
  private let answer: ImportAnswer
  private let baggage: Baggage
  private let plan: ImportPlan
  private let isTrial: Bool
  /// What was bound of what a script ties together.
  private let bound: [BindAnswer.Row]

  init(
    _ answer: ImportAnswer, _ baggage: Baggage, _ plan: ImportPlan, isTrial: Bool,
    bound: [BindAnswer.Row] = []
  ) {
    self.bound = bound
    self.answer = answer
    self.baggage = baggage
    self.plan = plan
    self.isTrial = isTrial
  }

  func show(_ context: inout Context) throws(Failure) {
    if context.isJSON {
      try context.json(
        ImportResult(
          answer, baggage, plainFile: plainFile, environmentFile: environmentFile,
          isTrial: isTrial, bound: bound))
      return
    }
    summary(&context)
    if !isTrial {
      if let plainFile { warn(&context, plainFile, baggage.secretCount) }
      if let environmentFile {
        warn(&context, environmentFile, baggage.findings.fromEnvironment)
      }
    }
    if !isTrial, baggage.format == .pass {
      context.warn("the entries of pass are still where they were")
    }
  }

  func summary(_ context: inout Context) {
    if isTrial {
      line(&context, "to add   ", answer.added, answer.addedNames)
      line(&context, "to change", answer.changed, answer.changedNames)
    } else {
      line(&context, "added    ", answer.added, answer.addedNames)
      line(&context, "changed  ", answer.changed, answer.changedNames)
    }
    line(&context, "unchanged", answer.unchanged, [])
    line(&context, "skipped  ", answer.skipped, [])
    if answer.generated > 0 {
      context.say("\(isTrial ? "to make  " : "made up  ") \(counted(answer.generated, "secret"))")
    }
    if answer.incomplete > 0 {
      context.say(
        "lacking   \(counted(answer.incomplete, "profile")) without all secrets; see 'coffer list'")
    }
    bindings(&context)
    ties(&context)
    for remark in baggage.remarks { context.warn(remark) }
    for login in answer.sharedLogins {
      let names = Self.some(login.names)
      context.warn(
        "\(names) sign in at \(login.host) as \(login.user): a new password is for all of them")
    }
    if answer.sharedLoginCount > answer.sharedLogins.count {
      context.warn(
        "\(answer.sharedLoginCount - answer.sharedLogins.count) more logins are used by several")
    }
  }

  /// What came bound to workspaces.
  private func bindings(_ context: inout Context) {
    let changed = answer.bindings.filter { $0.outcome != "unchanged" }
    for row in changed.prefix(Self.shown) {
      let place = "\(row.profile) -> \(row.workspace)/\(row.connection)"
      if isTrial {
        context.remark("to bind", place)
      } else {
        context.remark(row.outcome, place + " (not pushed)")
      }
    }
    // Only the first bindings are told one by one.
    let rest = changed.count - Self.shown
    let untold = answer.bindingCount - answer.bindings.count
    if rest > 0 || untold > 0 {
      context.say("and \(Remark.count(max(rest, 0) + untold, "more binding"))")
    }
  }

  private static let shown = 10

  /// What a script's connections are tied to, and what makes them ours.
  private func ties(_ context: inout Context) {
    guard let workspace = baggage.findings.workspace, !plan.withoutBindings else { return }
    if isTrial {
      for name in baggage.findings.connections {
        context.remark("to bind", "\(name) -> \(workspace)/\(name)")
      }
      return
    }
    for row in bound {
      let tail = row.outcome == "unchanged" ? "" : " (not pushed)"
      context.remark(
        row.outcome, "\(row.profile) -> \(row.workspace)/\(row.connection)" + tail)
    }
    if bound.contains(where: { $0.outcome != "unchanged" }) {
      context.remark("next", "take over what is there already: coffer adopt \(workspace)")
    } else if bound.isEmpty, !baggage.findings.connections.isEmpty {
      context.warn("nothing was bound, as profiles were left as they were; see 'coffer help bind'")
    }
  }

  private func warn(_ context: inout Context, _ file: String, _ count: Int) {
    // Scripts are commonly kept in git, which forgets nothing.
    let history = baggage.format == .script ? ", and so does every commit of it" : ""
    context.warn(
      "\(file) still holds \(counted(count, "secret")) in the clear\(history); when nothing else "
        + "needs it: shred -u \(file)")
  }

  private func line(_ context: inout Context, _ word: String, _ count: Int, _ names: [String]) {
    guard count > 0 else { return }
    let shown = names.isEmpty ? "" : ": " + Self.some(names, of: count)
    context.say("\(word) \(counted(count, "profile"))\(shown)")
  }

  private static func some(_ names: [String], of total: Int? = nil) -> String {
    let total = total ?? names.count
    let shown = names.prefix(10).joined(separator: ", ")
    return total > 10 ? "\(shown) and \(total - 10) more" : shown
  }

  private func counted(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }

  private var plainFile: String? {
    plan.path != "-" && baggage.format != .pass && baggage.secretCount > 0
      ? Printer.cleaned(plan.path) : nil
  }

  private var environmentFile: String? {
    baggage.findings.fromEnvironment > 0 ? plan.environmentFile.map { Printer.cleaned($0) } : nil
  }
}

/// What `coffer import --json` prints.
struct ImportResult: Encodable, Equatable {
  struct Login: Encodable, Equatable {
    let host: String
    let names: [String]
    let user: String
  }
  let added: Int
  /// Of a script, or where profiles came bound: at most 100 of them.
  let bindings: [BindResult.Row]?
  let changed: Int
  let dryRun: Bool
  /// The environment file of a script, if there are secrets in it.
  let envFile: String?
  let format: String
  let generated: Int
  let incomplete: Int
  let plainFile: String?
  let remarks: [String]
  let sharedLogins: [Login]
  let skipped: Int
  let unchanged: Int

  init(
    _ answer: ImportAnswer, _ baggage: Baggage, plainFile: String?, environmentFile: String?,
    isTrial: Bool, bound: [BindAnswer.Row]
  ) {
    added = answer.added
    bindings =
      baggage.format == .script
      ? BindResult(bound, dryRun: isTrial).rows
      : answer.bindingCount > 0 ? BindResult(answer.bindings, dryRun: isTrial).rows : nil
    envFile = environmentFile
    changed = answer.changed
    dryRun = isTrial
    format = baggage.format.rawValue
    generated = answer.generated
    incomplete = answer.incomplete
    self.plainFile = plainFile
    remarks = baggage.remarks
    sharedLogins = answer.sharedLogins.map { Login(host: $0.host, names: $0.names, user: $0.user) }
    skipped = answer.skipped
    unchanged = answer.unchanged
  }
}
