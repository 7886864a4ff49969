import Arguments
import Messages
import Profiles

extension Command {
  static let rotationList = Command(
    CommandSpec(
      "rotation list", group: "rotate", summary: "list rotations that are not over",
      discussion:
        "Each with the step that it is at, which secret works meanwhile, and why it waits.",
      examples: [Example("coffer rotation list --json", "for a machine")])
  ) { _, context throws(Failure) in
    let rows = try context.ask(AskRotations()).answer.rows
    try context.show(RotationResult(rows)) { context in
      guard !rows.isEmpty else { return context.say("no rotation is under way") }
      var table = Table("name", "strategy", "state", "works", "why", whole: 3)
      for row in rows {
        table.add(
          row.names.joined(separator: ", "), row.strategy,
          row.status == .needsPerson ? row.state + " (you)" : row.state, row.works, row.reason)
      }
      context.table(table)
    }
    return .done
  }

  static let rotationShow = Command(
    CommandSpec(
      "rotation show", group: "rotate", summary: "show how a rotation stands, and what is next",
      operands: [OperandSpec("NAME", "the profile", completion: .profile)],
      examples: [Example("coffer rotation show acme-prod-pg", "says what works, and what to do")])
  ) { invocation, context throws(Failure) in
    let name = try named(try ProfileName(invocation.operand("NAME") ?? "")).text
    let rows = try context.ask(AskRotations([name])).answer.rows
    try context.show(RotationResult(rows)) { context in
      for row in rows { for line in RotationSheet.details(row) { context.out(line) } }
    }
    return .done
  }

  static let rotationResume = Command(
    CommandSpec(
      "rotation resume", group: "rotate", summary: "go on with a rotation",
      discussion: """
        Also says that what a person was asked for is done. It finds out by itself what was done \
        already: nothing is done twice that must not be.
        """,
      operands: [
        OperandSpec("NAME", "the profiles", arity: .many, completion: .profile)
      ],
      examples: [
        Example("coffer rotation resume acme-prod-qdb", "after the password was set there")
      ])
  ) { invocation, context throws(Failure) in
    var names: [String] = []
    for name in invocation.operands("NAME") {
      names.append(try named(try ProfileName(name)).text)
    }
    return try context.drive(BeginRotation(.resume, SelectorInput(words: names)))
  }

  static let rotationAbandon = Command(
    CommandSpec(
      "rotation abandon", group: "rotate", summary: "give a rotation up, and keep what works",
      discussion: """
        Signs in with both first, where that can be done from here. Before the new secret is \
        current, the current one stays and the new one is set aside. After, the new one stays, and \
        the old one is left as it is: it may still be accepted. Nothing is given up while nothing \
        is seen to work, unless --anyway says so.
        """,
      operands: [OperandSpec("NAME", "the profile", completion: .profile)],
      options: [OptionSpec("anyway", "also where neither secret is seen to work"), .yes],
      examples: [Example("coffer rotation abandon acme-prod-pg", "asks, then gives it up")])
  ) { invocation, context throws(Failure) in
    let name = try named(try ProfileName(invocation.operand("NAME") ?? "")).text
    let before = try context.ask(AskRotations([name])).answer.rows
    for row in before { context.say("\(name) is \(row.state); \(row.works) works") }
    try context.agree("Give its rotation up?", invocation)
    var call = AbandonRotation(name)
    call.isAnyway = invocation.flag("anyway")
    let rows = try context.ask(call).answer.rows
    try context.show(RotationResult(rows)) { context in
      for row in rows {
        context.remark("abandoned", "\(name): \(row.works) works")
        if !row.reason.isEmpty { context.warn("\(row.reason); \(row.hint)") }
      }
    }
    return .done
  }
}
