import Arguments
import Messages
import Profiles

extension Command {
  static let environmentList = Command(
    CommandSpec(
      "environment list", group: "push", summary: "list environments and templates",
      operands: [
        OperandSpec(
          "WORKSPACE", "only those of this workspace", arity: .optional, completion: .workspace)
      ],
      examples: [Example("coffer environment list eu", "lists the environments of a workspace")])
  ) { invocation, context throws(Failure) in
    var call = AskEnvironments()
    if let word = invocation.operand("WORKSPACE") {
      call.workspace = try named(try ProfileName(word)).text
    }
    let rows = try context.ask(call).answer.rows
    try context.show(EnvironmentsResult(rows)) { context in
      guard !rows.isEmpty else {
        return context.say("no environments; make one with: coffer environment set")
      }
      var table = Table("workspace", "name", "state", "sources", whole: 2)
      for row in rows {
        table.add(
          row.workspace, row.name, row.isTemplate ? "template" : row.state ?? "", row.mapping)
      }
      context.table(table)
    }
    return .done
  }

  static let environmentShow = Command(
    CommandSpec(
      "environment show", group: "push", summary: "show what an environment maps",
      operands: [
        OperandSpec("WORKSPACE", "the workspace", completion: .workspace),
        OperandSpec("ENVIRONMENT", "its name over there, or a template"),
      ],
      examples: [Example("coffer environment show eu acme-prod", "shows its data sources")])
  ) { invocation, context throws(Failure) in
    let workspace = try named(try ProfileName(invocation.operand("WORKSPACE") ?? "")).text
    let name = invocation.operand("ENVIRONMENT") ?? ""
    let call = AskEnvironments(workspace: workspace, names: [name])
    guard let row = try context.ask(call).answer.rows.first else {
      throw .noEnvironment(name, in: workspace)
    }
    try context.show(EnvironmentLine(row)) { context in
      context.out("\(row.workspace)/\(row.name)  \(row.isTemplate ? "template" : row.state ?? "")")
      let width = row.sources.map(\.name.count).max() ?? 0
      for source in row.sources {
        let gap = String(repeating: " ", count: width - source.name.count)
        context.out("  \(source.name)\(gap) -> \(source.text)")
      }
      if let reason = row.reason, !reason.isEmpty { context.out("  \(reason)") }
    }
    return .done
  }
}

extension Context {
  /// Says what became of environments.
  mutating func tell(_ answer: EnvironmentsAnswer) throws(Failure) {
    if isJSON { return try json(EnvironmentsResult(answer.rows)) }
    for row in answer.rows {
      let outcome = row.outcome ?? "set"
      let isWaiting = !row.isTemplate && outcome != "unchanged" && outcome != "removed"
      let mapping = outcome == "removed" || outcome == "leaving" ? "" : ": \(row.mapping)"
      remark(outcome, "\(row.workspace)/\(row.name)\(mapping)\(isWaiting ? " (not pushed)" : "")")
    }
  }
}

extension Failure {
  static func noEnvironment(_ name: String, in workspace: String) -> Failure {
    Failure(
      .notFound, "there is no environment '\(Printer.cleaned(name))' in \(workspace)",
      hint: "see them with: coffer environment list \(workspace)")
  }
}

extension EnvironmentsAnswer.Row {
  /// The data sources, as `main -> acme-prod-ch`.
  var mapping: String { sources.map { "\($0.name) -> \($0.text)" }.joined(separator: ", ") }
}

/// What the commands about environments print with `--json`.
struct EnvironmentsResult: Encodable, Equatable {
  let environments: [EnvironmentLine]

  init(_ rows: [EnvironmentsAnswer.Row]) { environments = rows.map(EnvironmentLine.init) }
}

/// An environment in machine output.
struct EnvironmentLine: Encodable, Equatable {
  let name: String
  let outcome: String?
  let reason: String?
  let sources: [String: String]
  let state: String?
  let template: Bool
  let workspace: String

  init(_ row: EnvironmentsAnswer.Row) {
    name = row.name
    outcome = row.outcome
    reason = row.reason
    sources = Dictionary(row.sources.map { ($0.name, $0.text) }) { first, _ in first }
    state = row.state
    template = row.isTemplate
    workspace = row.workspace
  }
}
