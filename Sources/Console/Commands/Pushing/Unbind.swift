import Arguments
import Messages

extension Command {
  /// Lets go of what is bound.
  static let unbind = Command(
    CommandSpec(
      "unbind", group: "push", summary: "let go of connections, or delete them over there",
      discussion: """
        Forgets that profiles are bound: what is in the workspace stays there, and is nobody's from \
        then on. With --delete-remote the connections are deleted over there first, at once. Only \
        what Coffer made or was told to adopt is ever deleted.
        """,
      operands: [RemoteChoice.operand],
      options: RemoteChoice.options + [
        OptionSpec("delete-remote", "delete the connections in the workspace as well"),
        .dryRun, .yes,
      ],
      examples: [
        Example("coffer unbind eu/acme-prod-ch", "forgets one connection"),
        Example(
          "coffer unbind acme-prod-ch --delete-remote --dry-run",
          "shows what would be deleted, in every workspace"),
        Example(
          "coffer unbind -l tenant=acme --workspace eu --delete-remote", "asks, then deletes"),
      ])
  ) { invocation, context throws(Failure) in
    let selection = try RemoteChoice.read(invocation)
    let deletes = invocation.flag("delete-remote")
    let isDryRun = invocation.flag("dry-run")
    var call = Unbind(selection, deleteRemote: deletes)
    call.isTrial = true
    let found = try context.ask(call).answer.rows
    guard !found.isEmpty else { throw .nothingBound }
    if isDryRun {
      try context.show(UnbindResult(found, deletes: deletes, dryRun: true)) { context in
        for row in found { context.out("- \(row.path)") }
      }
      return .done
    }
    if deletes || found.count > 1 {
      for row in found { context.say("- \(row.path)") }
      let count = Remark.count(found.count, "object")
      try context.agree(
        deletes ? "Delete \(count) over there?" : "Let go of \(count)?", invocation)
    }
    call.isTrial = false
    let rows = try context.ask(call).answer.rows
    let leaving = rows.filter(\.isLeaving)
    guard deletes, !leaving.isEmpty else {
      try context.show(UnbindResult(rows, deletes: deletes)) { context in
        for row in rows { context.remark("unbound", row.path) }
      }
      return .done
    }
    let end = try context.delete(leaving)
    if context.isJSON { try context.json(UnbindResult(rows, deletes: deletes, end: end)) }
    if let failure = end.failure(asJSON: context.isJSON) { throw failure }
    return .done
  }
}

extension Context {
  /// Deletes over there what is leaving: a push of exactly that.
  mutating func delete(_ rows: [RemoteRow]) throws(Failure) -> PushEnd {
    try drive(BeginPush(.push, RemoteSelection(paths: rows.map(\.path))))
  }
}

extension Failure {
  static let nothingBound = Failure(
    .notFound, "nothing that is bound matches", hint: "see what is bound with: coffer status --all")
}

/// What `coffer unbind --json` prints.
struct UnbindResult: Encodable, Equatable {
  let deleteRemote: Bool
  let dryRun: Bool
  /// How deleting went.
  let push: PushResult?
  let rows: [RemoteLine]

  init(_ rows: [RemoteRow], deletes: Bool, dryRun: Bool = false, end: PushEnd? = nil) {
    deleteRemote = deletes
    self.dryRun = dryRun
    push = end.map(PushResult.init)
    self.rows = rows.map(RemoteLine.init)
  }
}
