import Arguments
import Messages

extension Command {
  /// Takes profiles out of use.
  static let remove = Command(
    CommandSpec(
      "remove", group: "profiles", summary: "take profiles out of use",
      discussion: "Nothing is destroyed: 'coffer undelete' brings them back until they are purged.",
      operands: [Selection.operand],
      options: Selection.options + [.dryRun, .yes],
      examples: [
        Example("coffer remove acme-old-ch", "removes one profile"),
        Example("coffer remove -l tenant=acme --dry-run", "shows which ones would be removed"),
        Example("coffer remove 'test-*' --yes", "removes several without asking"),
      ])
  ) { invocation, context throws(Failure) in
    let names = try context.selected(try Selection.read(invocation)).map(\.name)
    if invocation.flag("dry-run") {
      try context.show(ChangedResult(names, dryRun: true)) { context in
        for name in names { context.out("- \(name)") }
      }
      return .done
    }
    if names.count > 1 {
      for name in names { context.say("- \(name)") }
      try context.agree("Remove \(names.count) profiles?", invocation)
    }
    let removed = try context.ask(RemoveProfiles(names: names)).answer.names
    try context.tell(removed, "removed")
    if let first = removed.first {
      context.say("          to bring it back: coffer undelete \(first)")
    }
    return .done
  }
}
