import Arguments
import Messages

extension Command {
  /// Has Embeddable test connections.
  static let test = Command(
    CommandSpec(
      "test", group: "push", summary: "have Embeddable test connections, now",
      discussion: """
        Embeddable signs in to the database of each connection that is bound, from where it runs, \
        and says whether that works. Nothing is changed. Environments that waited for a green test \
        are for the next 'coffer push'.
        """,
      operands: [RemoteChoice.operand],
      options: RemoteChoice.options + [
        OptionSpec(
          "jobs", short: "j", value: ValueSpec("N"), "how many tests at once, 8 unless told")
      ],
      examples: [
        Example("coffer test eu/acme-prod-ch", "tests one connection"),
        Example("coffer test --workspace eu --state failing", "tests again what failed"),
      ])
  ) { invocation, context throws(Failure) in
    var call = BeginPush(.test, try RemoteChoice.read(invocation))
    call.jobs = try understood(try invocation.integer("jobs", in: 1...64)) ?? 8
    let end = try context.drive(call)
    guard !end.steps.isEmpty || !end.rows.isEmpty else { throw .nothingBound }
    try context.conclude(end)
    return .done
  }
}
