import Arguments
import Messages
import Profiles

extension Command {
  /// Takes over what a workspace has.
  static let adopt = Command(
    CommandSpec(
      "adopt", group: "push", summary: "take over what a workspace has already",
      discussion: """
        Connections that match a profile by type, host, database and user are bound to it; for the \
        others profiles are made, which lack their secrets: nobody can read those back. Environments \
        are taken over with them. Nothing is changed over there, and from then on it is ours to \
        change: the first push of an adopted connection sends the secret that the vault holds.
        """,
      operands: [OperandSpec("WORKSPACE", "the workspace", completion: .workspace)],
      options: [.dryRun, .yes],
      examples: [
        Example("coffer adopt eu --dry-run", "shows what would be taken over"),
        Example("coffer adopt eu --yes", "takes it over"),
      ])
  ) { invocation, context throws(Failure) in
    let workspace = try named(try ProfileName(invocation.operand("WORKSPACE") ?? "")).text
    let trial = try context.ask(AdoptWorkspace(workspace, isTrial: true)).answer
    let isDryRun = invocation.flag("dry-run")
    let count = trial.rows.count { $0.isTaken }
    guard !isDryRun, count > 0 else {
      try context.tell(trial, dryRun: isDryRun)
      return .done
    }
    if !context.isJSON { for row in trial.rows where row.isTaken { context.say(row.preview) } }
    try context.agree("Take over \(Remark.count(count, "object"))?", invocation)
    try context.tell(try context.ask(AdoptWorkspace(workspace, isTrial: false)).answer)
    return .done
  }
}

extension Context {
  fileprivate mutating func tell(_ answer: AdoptAnswer, dryRun: Bool = false) throws(Failure) {
    if isJSON { return try json(AdoptResult(answer, dryRun: dryRun)) }
    for row in answer.rows {
      if dryRun, row.isTaken {
        out(row.preview)
      } else if row.outcome != "ours" {
        remark(row.outcome, row.text)
      }
    }
    let ours = answer.rows.count { $0.outcome == "ours" }
    if ours > 0 { remark("ours", Remark.count(ours, "object") + " already") }
    if answer.rows.isEmpty { say("\(answer.workspace) has nothing to take over") }
    let made = answer.rows.filter { $0.outcome == "made" }.compactMap(\.profile)
    if let first = made.first, !dryRun {
      say("          give each its secret before it is pushed: coffer set \(first) password=-")
    }
  }
}

extension AdoptAnswer.Row {
  /// Whether it becomes ours by this.
  fileprivate var isTaken: Bool { outcome == "adopted" || outcome == "made" }

  fileprivate var text: String {
    let target = profile.map { " -> \($0)" } ?? ""
    return name + target + (reason.isEmpty ? "" : ": \(reason)")
  }

  fileprivate var preview: String {
    "\(outcome == "made" ? "+" : "~") \(kind.rawValue)  \(text)"
  }
}

/// What `coffer adopt --json` prints.
struct AdoptResult: Encodable, Equatable {
  struct Row: Encodable, Equatable {
    let kind: String
    let name: String
    let outcome: String
    let profile: String?
    let reason: String
  }
  let dryRun: Bool
  let rows: [Row]
  let workspace: String

  init(_ answer: AdoptAnswer, dryRun: Bool) {
    self.dryRun = dryRun
    workspace = answer.workspace
    rows = answer.rows.map {
      Row(
        kind: $0.kind.rawValue, name: $0.name, outcome: $0.outcome, profile: $0.profile,
        reason: $0.reason)
    }
  }
}
