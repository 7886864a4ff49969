import Arguments
import Messages

extension Command {
  /// How everything that is bound stands.
  static let status = Command(
    CommandSpec(
      "status", group: "push", summary: "show how connections and environments stand",
      discussion: """
        Counts the states, and lists what needs somebody: everything but what is in sync. Before \
        that stands which secrets are overdue, and which rotations wait for a person. It says what \
        was seen last, and asks nobody; --refresh looks first.

          new       bound, and never pushed
          in sync   accepted by Embeddable, and tested there
          untested  accepted, and not tested, or its test proves nothing
          failing   accepted, and its test failed
          behind    what the vault holds is newer
          drifted   changed over there by somebody else
          missing   deleted over there by somebody else
          foreign   the name belongs to something that is not ours
          adopted   taken over, and its secret was never sent by us
          unknown   the workspace could not be asked
        """,
      operands: [RemoteChoice.operand],
      options: RemoteChoice.filters + [
        OptionSpec("all", "list everything, also what is in sync"),
        OptionSpec("refresh", "look at the workspaces first"),
        OptionSpec("exit-code", "end with 14 if anything needs somebody"),
      ],
      examples: [
        Example("coffer status", "counts, and shows what needs somebody"),
        Example("coffer status --refresh --exit-code --json", "looks, for a machine"),
        Example("coffer status -l tenant=acme --all", "shows all of a tenant"),
      ])
  ) { invocation, context throws(Failure) in
    let selection = try RemoteChoice.read(invocation, emptyIsAll: true)
    var trouble: Failure?
    if invocation.flag("refresh") {
      trouble = try context.drive(BeginPush(.refresh, selection)).failure(asJSON: context.isJSON)
    }
    let rows = try context.ask(AskStatus(selection)).answer.rows
    let late = LateSheet(
      LateSheet.chosen(try context.late(), by: selection, rows), now: context.now)
    let showsAll = invocation.flag("all")
    try context.show(StatusResult(rows, showsAll: showsAll, late: late.rows)) { context in
      let sheet = StatusSheet(rows, showsAll: showsAll, now: context.now)
      for line in late.lines + sheet.lines { context.out(line) }
      let isNarrow = rows.isEmpty && selection != RemoteSelection(all: true)
      context.say(isNarrow ? "nothing that is bound matches" : sheet.summary)
      if !late.rows.isEmpty { context.say(late.summary) }
    }
    if let trouble { throw trouble }
    let isClean = late.rows.isEmpty && !rows.contains(where: StatusSheet.needsSomebody)
    return invocation.flag("exit-code") && !isClean ? .differences : .done
  }
}
