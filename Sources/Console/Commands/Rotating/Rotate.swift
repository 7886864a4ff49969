import Arguments
import Catalog
import Host
import Messages
import Profiles

extension Command {
  /// Replaces secrets, everywhere.
  static let rotate = Command(
    CommandSpec(
      "rotate", group: "rotate", summary: "replace a secret where it is issued, and everywhere",
      discussion: """
        Keeps a new secret first, has it taken where it is issued, checks it, brings it to every \
        connection that is bound, has Embeddable test each, and only then retires the old one. \
        Profiles that sign in as the same user at the same place are rotated together. What cannot \
        be told by Coffer is asked of you, and waits. A field=- brings a secret that was made \
        elsewhere.

        It can be interrupted anywhere: 'coffer rotation resume' goes on, and 'coffer rotation list' \
        says what works meanwhile.
        """,
      operands: [Selection.operand], takesFields: true,
      options: Selection.options + [
        OptionSpec(
          "strategy", value: ValueSpec("WORD", choices: RotationChoice.strategies),
          "how, where there are several ways"),
        OptionSpec(
          "grace", value: ValueSpec("TIME"), "leave the old one alive for so long, as 24h"),
        OptionSpec("due", "rotate what is due by its policy, and finish what waits"),
        .dryRun, .yes,
      ],
      examples: [
        Example("coffer rotate acme-prod-pg --dry-run", "shows the steps, and what could go wrong"),
        Example("coffer rotate acme-prod-pg", "replaces its password"),
        Example("coffer rotate ch-cloud --grace 24h", "replaces a key of ClickHouse Cloud"),
        Example("coffer rotate eu apiKey=-", "takes a new key of a workspace, and checks it"),
        Example("coffer rotate --due --yes", "for a timer"),
      ])
  ) { invocation, context throws(Failure) in
    try RotationChoice.rotate(invocation, &context)
  }
}

/// What `rotate` was told.
enum RotationChoice {
  static let strategies = ["assisted", "key", "overlap", "replace"]

  static func rotate(
    _ invocation: Invocation, _ context: inout Context
  ) throws(Failure) -> ExitStatus {
    let isDue = invocation.flag("due")
    var call: BeginRotation
    var given: GivenFields?
    if isDue {
      let others = ["label", "type", "all", "strategy", "grace"]
      guard invocation.operands.isEmpty, invocation.fields.isEmpty,
        !others.contains(where: invocation.flag)
      else {
        throw .usage("--due says itself what is rotated", hint: "leave the rest away")
      }
      call = BeginRotation(.due, SelectorInput())
    } else {
      call = BeginRotation(.rotate, try Selection.read(invocation))
      given = try fields(invocation, call.selector, &context)
      call.fields = given?.inputs ?? []
    }
    call.strategy = invocation.value("strategy")
    if let text = invocation.value("grace") { call.grace = Int64(try span(text, "--grace")) }
    call.isTrial = true
    let plan = try context.ask(call, attachments: given?.secrets ?? []).answer.rows
    if invocation.flag("dry-run") {
      try context.show(RotationPlanResult(plan)) { context in
        for line in RotationSheet.plan(plan) { context.out(line) }
        if plan.isEmpty { context.say("nothing to rotate") }
      }
      return .done
    }
    guard !plan.isEmpty else {
      try context.show(RotationResult([])) { context in
        context.say(isDue ? "nothing is due" : "nothing to rotate")
      }
      return .done
    }
    if !isDue, plan.count > 1 || context.hasPerson {
      for line in RotationSheet.brief(plan) { context.say(line) }
      try context.agree(
        "Rotate \(Remark.count(plan.count, "credential"))?", invocation)
    }
    call.isTrial = false
    return try context.drive(call, given)
  }

  static func span(_ text: String, _ option: String) throws(Failure) -> Int {
    text == "0" ? 0 : try Spans.seconds(text, option: option)
  }

  /// A secret that was made elsewhere.
  private static func fields(
    _ invocation: Invocation, _ selector: SelectorInput, _ context: inout Context
  ) throws(Failure) -> GivenFields? {
    guard !invocation.fields.isEmpty else { return nil }
    let shown = try context.ask(ListProfiles(selector)).answer.profiles
    guard let profile = shown.first, shown.count == 1 else {
      throw .usage("a new secret is for one profile", hint: "name one profile")
    }
    try FieldOptions.checkInput(invocation, context.options)
    var given = GivenFields(of: try known(try Types.find(profile.type)))
    try given.take(invocation)
    return given
  }
}
