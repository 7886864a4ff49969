import Arguments
import Messages
import Profiles

extension Command {
  static let environmentRemove = Command(
    CommandSpec(
      "environment remove", group: "push", summary: "let go of environments and templates",
      discussion: """
        Forgets them; what is in the workspace stays there. With --delete-remote they are deleted \
        over there as well, at once, and dashboards that name them stop working.
        """,
      operands: [
        OperandSpec("WORKSPACE", "the workspace", completion: .workspace),
        OperandSpec("ENVIRONMENT", "the name over there, or a template", arity: .many),
      ],
      options: [
        OptionSpec("delete-remote", "delete them in the workspace as well"), .dryRun, .yes,
      ],
      examples: [
        Example("coffer environment remove eu acme-test", "forgets one"),
        Example(
          "coffer environment remove eu acme-test --delete-remote --yes",
          "deletes it without asking"
        ),
      ])
  ) { invocation, context throws(Failure) in
    let workspace = try named(try ProfileName(invocation.operand("WORKSPACE") ?? "")).text
    let names = invocation.operands("ENVIRONMENT")
    let deletes = invocation.flag("delete-remote")
    if invocation.flag("dry-run") {
      let ask = AskEnvironments(workspace: workspace, names: names)
      let rows = try context.ask(ask).answer.rows
      if let absent = names.first(where: { name in !rows.contains { $0.name == name } }) {
        throw .noEnvironment(absent, in: workspace)
      }
      try context.show(EnvironmentsResult(rows)) { context in
        for row in rows { context.out("- \(row.workspace)/\(row.name)") }
      }
      return .done
    }
    if deletes || names.count > 1 {
      let count = Remark.count(names.count, "environment")
      try context.agree(deletes ? "Delete \(count) over there?" : "Let go of \(count)?", invocation)
    }
    let call = RemoveEnvironments(workspace: workspace, names: names, deleteRemote: deletes)
    let answer = try context.ask(call).answer
    let leaving = answer.rows.filter { $0.outcome == "leaving" && !$0.isTemplate }
    guard deletes, !leaving.isEmpty else {
      try context.tell(answer)
      return .done
    }
    let paths = leaving.map { $0.workspace + "/" + $0.name }
    try context.conclude(
      try context.drive(BeginPush(.push, RemoteSelection(paths: paths, kind: .environment))))
    return .done
  }
}
