package import Arguments
package import Messages
import Profiles

extension Command {
  /// Ties profiles to a workspace.
  static let bind = Command(
    CommandSpec(
      "bind", group: "push", summary: "say which profiles a workspace gets",
      discussion: """
        Ties profiles to a workspace, which is a profile of type embeddable, each under the name of \
        a connection: its own, or one made by --as from its labels, where {name} is the profile's \
        name. --set gives a connection another database or schema than the profile has. Nothing is \
        sent: 'coffer push' does that.

        A name that another profile has already is refused, unless --replace takes it over.
        """,
      operands: [Selection.operand],
      options: Selection.options + [
        OptionSpec(
          "to", value: ValueSpec("WORKSPACE", completion: .workspace), "the workspace, always named"
        ),
        OptionSpec("as", value: ValueSpec("TEMPLATE"), "how the connections are called"),
        OptionSpec(
          "set", value: ValueSpec("FIELD=VALUE", completion: .field), repeats: true,
          "a field that differs from the profile's"),
        OptionSpec("replace", "take over names that are bound to other profiles"),
        .dryRun, .yes,
      ],
      examples: [
        Example("coffer bind acme-prod-ch --to eu", "binds one profile under its own name"),
        Example(
          "coffer bind -l stage=prod --to eu --as '{tenant}-{stage}' --yes",
          "binds many, named by their labels"),
        Example(
          "coffer bind shared-ch --to eu --as acme --set database=acme",
          "one login, with the database of one tenant"),
      ])
  ) { invocation, context throws(Failure) in
    let call = try binding(invocation)
    // One profile that was named is bound at once; of more, a person sees first which ones.
    let isOne = call.selector.words.count == 1 && call.selector.isNamesOnly
    let isDryRun = invocation.flag("dry-run")
    if isDryRun || !isOne {
      var trial = call
      trial.isTrial = true
      let rows = try context.ask(trial).answer.rows
      if isDryRun {
        try context.show(BindResult(rows, dryRun: true)) { context in
          for row in rows { context.out("\(row.sign) \(row.text)") }
        }
        return .done
      }
      let changed = rows.filter { $0.outcome != "unchanged" }
      if changed.count > 1 {
        for row in changed { context.say("\(row.sign) \(row.text)") }
        try context.agree("Bind \(changed.count) profiles to \(call.workspace)?", invocation)
      }
    }
    let rows = try context.ask(call).answer.rows
    if context.isJSON {
      try context.json(BindResult(rows, dryRun: false))
      return .done
    }
    for row in rows {
      context.remark(row.outcome, row.text + (row.outcome == "unchanged" ? "" : " (not pushed)"))
    }
    return .done
  }

  /// What `bind` was told.
  package static func binding(_ invocation: Invocation) throws(Failure) -> BindProfiles {
    guard let workspace = invocation.value("to") else {
      throw .usage("no workspace was named", hint: "say --to WORKSPACE")
    }
    var call = BindProfiles(
      try Selection.read(invocation), to: try named(try ProfileName(workspace)).text)
    call.pattern = invocation.value("as")
    call.replace = invocation.flag("replace")
    for text in invocation.values("set") {
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
        throw .usage("'--set' needs a field with its value", hint: "write --set database=acme")
      }
      let name = String(parts[0])
      guard !call.overrides.contains(where: { $0.name == name }) else {
        throw .usage(
          "'\(Printer.cleaned(name))' is set more than once", hint: "keep one of them")
      }
      call.overrides.append(NamedText(name, String(parts[1])))
    }
    return call
  }
}

extension SelectorInput {
  /// Whether only names were given, no patterns.
  fileprivate var isNamesOnly: Bool {
    labels.isEmpty && types.isEmpty && !all && !words.contains(where: Glob.isPattern)
  }
}

extension BindAnswer.Row {
  fileprivate var sign: String {
    switch outcome {
    case "bound": "+"
    case "unchanged": " "
    default: "~"
    }
  }

  fileprivate var text: String { "\(profile) -> \(workspace)/\(connection)" }
}

/// What `coffer bind --json` prints.
struct BindResult: Encodable, Equatable {
  struct Row: Encodable, Equatable {
    let connection: String
    let outcome: String
    let profile: String
    let workspace: String
  }
  let dryRun: Bool
  let rows: [Row]

  init(_ rows: [BindAnswer.Row], dryRun: Bool) {
    self.dryRun = dryRun
    self.rows = rows.map {
      Row(
        connection: $0.connection, outcome: $0.outcome, profile: $0.profile,
        workspace: $0.workspace)
    }
  }
}
