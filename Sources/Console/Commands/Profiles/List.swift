import Arguments
import Messages

extension Command {
  /// Lists profiles.
  static let list = Command(
    CommandSpec(
      "list", group: "profiles", summary: "list profiles, without their values",
      discussion: "Lists everything unless profiles are selected.",
      operands: [Selection.operand],
      options: Selection.options + [OptionSpec("removed", "removed profiles instead of live ones")],
      examples: [
        Example("coffer list", "lists every profile"),
        Example("coffer list 'acme-*' -l stage=prod --json", "lists some of them as JSON"),
      ])
  ) { invocation, context throws(Failure) in
    let input = try Selection.read(invocation, emptyIsAll: true)
    let call = ListProfiles(input, removed: invocation.flag("removed"))
    let profiles = try context.ask(call).answer.profiles
    if context.isJSON {
      try context.json(ListResult(profiles: profiles.map(ProfileLine.init)))
      return .done
    }
    if profiles.isEmpty {
      context.say(nothing(input, removed: call.removed))
      return .done
    }
    var table = Table("name", "type", "version", "labels", "changed", "", whole: 1)
    for profile in profiles {
      table.add(
        profile.name, profile.type, profile.version == 0 ? "-" : "v\(profile.version)",
        profile.labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
          .joined(separator: ","),
        Times.age(profile.removedAt ?? profile.changedAt, now: context.now),
        profile.missing.isEmpty
          ? "" : "missing " + profile.missing.joined(separator: ","))
    }
    context.table(table)
    return .done
  }

  /// Why a list is empty.
  private static func nothing(_ input: SelectorInput, removed: Bool) -> String {
    switch (input.all, removed) {
    case (true, false): "no profiles; add one with: coffer add TYPE NAME"
    case (true, true): "no removed profiles"
    case (false, false): "no profile matches; see all with: coffer list"
    case (false, true): "no removed profile matches; see all with: coffer list --removed"
    }
  }
}

/// What `coffer list --json` prints.
struct ListResult: Encodable, Equatable {
  let profiles: [ProfileLine]
}

/// A profile in machine output.
struct ProfileLine: Encodable, Equatable {
  let id: String
  let name: String
  let type: String
  let labels: [String: String]
  let note: String
  let via: String?
  let version: UInt32
  let changedAt: String
  let missing: [String]
  let removedAt: String?

  init(_ summary: ProfileSummary) {
    id = summary.id
    name = summary.name
    type = summary.type
    labels = summary.labels
    note = summary.note
    via = summary.via
    version = summary.version
    changedAt = Times.text(summary.changedAt)
    missing = summary.missing
    removedAt = summary.removedAt.map(Times.text)
  }
}
