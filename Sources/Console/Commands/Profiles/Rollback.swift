package import Arguments
package import Messages
import Profiles

extension Command {
  /// Makes an older version current again.
  static let rollback = Command(
    CommandSpec(
      "rollback", group: "profiles", summary: "make an older version current again",
      discussion: "Its contents become a new version, so that nothing is lost by it.",
      operands: [OperandSpec("NAME", "the profile", completion: .profile)],
      options: [
        OptionSpec("to", value: ValueSpec("N"), "version N instead of the previous one"),
        OptionSpec(
          "if-version", value: ValueSpec("N"), "only if the profile is still at version N"),
        .dryRun,
      ],
      examples: [
        Example("coffer rollback acme-prod-ch", "goes back to the version before"),
        Example("coffer rollback acme-prod-ch --to 2 --dry-run", "shows what would change"),
      ])
  ) { invocation, context throws(Failure) in
    let call = try rollingBack(invocation)
    if invocation.flag("dry-run") {
      let history = try context.ask(AskHistory(name: call.name)).answer
      let comparison = try comparison(call, history)
      let answer = try context.ask(comparison).answer
      let preview = ChangePreview(
        name: answer.name, version: answer.from, differences: answer.differences)
      try context.show(preview) { context in
        for line in preview.lines(mask: Mask.text) { context.out(line) }
      }
      return .done
    }
    try context.tell(try context.ask(call).answer)
    return .done
  }

  package static func rollingBack(_ invocation: Invocation) throws(Failure) -> RollBack {
    let name = try named(try ProfileName(invocation.operand("NAME") ?? ""))
    return RollBack(
      name: name.text, to: try FieldOptions.version("to", invocation),
      ifVersion: try FieldOptions.version("if-version", invocation))
  }

  /// From what is current to what would be.
  package static func comparison(
    _ call: RollBack, _ history: HistoryAnswer
  ) throws(Failure) -> CompareVersions {
    let current = history.versions.last { $0.state == "current" }?.number
    let previous = history.versions.last { $0.state == "previous" }?.number
    if let wanted = call.ifVersion, let newest = history.versions.last?.number, newest != wanted {
      throw Failure(
        .conflict, "'\(call.name)' is at version \(newest), not \(wanted)",
        hint: "look at what changed with 'coffer history', then try again")
    }
    guard let to = call.to ?? previous else {
      throw Failure(
        .notFound, "'\(call.name)' has no version before this one",
        hint: "'coffer history \(call.name)' shows the versions")
    }
    return CompareVersions(name: call.name, from: current, to: to)
  }
}
