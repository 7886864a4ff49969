import Arguments
import Messages

extension Command {
  /// Takes profiles out of use.
  static let remove = Command(
    CommandSpec(
      "remove", group: "profiles", summary: "take profiles out of use",
      discussion: """
        Nothing is destroyed: 'coffer undelete' brings them back until they are purged. A profile \
        that is bound to a workspace stays, unless --everywhere first deletes what it has there: the \
        environments that use its connections, then the connections, then the profile. What could \
        not be deleted keeps its profile; run it again.
        """,
      operands: [Selection.operand],
      options: Selection.options + [
        OptionSpec("everywhere", "delete what they have in workspaces first"), .dryRun, .yes,
      ],
      examples: [
        Example("coffer remove acme-old-ch", "removes one profile"),
        Example("coffer remove -l tenant=acme --dry-run", "shows which ones would be removed"),
        Example("coffer remove 'test-*' --yes", "removes several without asking"),
        Example("coffer remove -l tenant=acme --everywhere", "takes a tenant out of everything"),
      ])
  ) { invocation, context throws(Failure) in
    let names = try context.selected(try Selection.read(invocation)).map(\.name)
    if invocation.flag("everywhere") {
      return try Removal(names).run(invocation, &context)
    }
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
    try context.tellRemoved(try context.ask(RemoveProfiles(names: names)).answer.names)
    return .done
  }
}

extension Context {
  mutating func tellRemoved(_ removed: [String]) throws(Failure) {
    try tell(removed, "removed")
    if let first = removed.first {
      say("          to bring it back: coffer undelete \(first)")
    }
  }
}
