import Messages
import Moving

/// What `import` tells of what it did, or would do.
struct ImportReport {
  private let answer: ImportAnswer
  private let baggage: Baggage
  private let plan: ImportPlan
  private let isTrial: Bool

  init(_ answer: ImportAnswer, _ baggage: Baggage, _ plan: ImportPlan, isTrial: Bool) {
    self.answer = answer
    self.baggage = baggage
    self.plan = plan
    self.isTrial = isTrial
  }

  func show(_ context: inout Context) throws(Failure) {
    if context.isJSON {
      try context.json(
        ImportResult(answer, baggage, plainFile: plainFile, isTrial: isTrial))
      return
    }
    summary(&context)
    if !isTrial, let plainFile {
      context.warn(
        "\(plainFile) still holds \(counted(baggage.secretCount, "secret")) in the clear; when "
          + "nothing else needs it: shred -u \(plainFile)")
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
}

/// What `coffer import --json` prints.
struct ImportResult: Encodable, Equatable {
  struct Login: Encodable, Equatable {
    let host: String
    let names: [String]
    let user: String
  }
  let added: Int
  let changed: Int
  let dryRun: Bool
  let format: String
  let generated: Int
  let incomplete: Int
  let plainFile: String?
  let remarks: [String]
  let sharedLogins: [Login]
  let skipped: Int
  let unchanged: Int

  init(_ answer: ImportAnswer, _ baggage: Baggage, plainFile: String?, isTrial: Bool) {
    added = answer.added
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
