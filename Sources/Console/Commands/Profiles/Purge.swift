import Arguments
package import Messages

extension Command {
  /// Destroys removed profiles or old versions.
  static let purge = Command(
    CommandSpec(
      "purge", group: "profiles", summary: "destroy removed profiles, or old versions",
      discussion: """
        Destroys removed profiles with all their versions, or with --history every version of live \
        profiles but the current one. This cannot be undone. It does not reach copies: backups, \
        snapshots and older copies of the file still hold what was destroyed, and open with the keys \
        of their time. A secret that somebody may have seen has to be replaced where it is used.
        """,
      operands: [Selection.operand],
      options: Selection.options + [
        OptionSpec("history", "destroy the old versions of live profiles instead"),
        .dryRun, .yes,
      ],
      examples: [
        Example("coffer purge acme-old-ch", "destroys a removed profile"),
        Example("coffer purge --all --dry-run", "shows all that would be destroyed"),
        Example("coffer purge acme-prod-ch --history --yes", "destroys its old versions"),
      ])
  ) { invocation, context throws(Failure) in
    let input = try Selection.read(invocation)
    let isHistory = invocation.flag("history")
    let profiles = try context.selected(input, removed: !isHistory)
    if !isHistory { try context.checkAllSelected(profiles, input) }
    let preview = PurgePreview(profiles, historyOnly: isHistory)
    if invocation.flag("dry-run") {
      try context.show(preview) { context in
        for line in preview.lines { context.out(line) }
      }
      return .done
    }
    for line in preview.lines { context.say(line) }
    try context.agree("Destroy this for good?", invocation)
    let call = PurgeProfiles(names: preview.names, historyOnly: isHistory)
    let names = try context.ask(call).answer.names
    if names.isEmpty { context.say("there was nothing to destroy") }
    try context.tell(names, "purged")
    return .done
  }
}

/// What a purge destroys, and what it cannot reach.
package struct PurgePreview: Encodable, Equatable, Sendable {
  package let dryRun = true
  package let historyOnly: Bool
  package let names: [String]
  package let lost: [String]
  package let notReached = "backups, snapshots and older copies of the vault's file"

  package init(_ profiles: [ProfileSummary], historyOnly: Bool) {
    self.historyOnly = historyOnly
    names = profiles.map(\.name)
    lost = profiles.map { profile in
      let newest = profile.version
      guard historyOnly else {
        return "\(profile.name): \(Remark.count(Int(newest), "version")), with every secret in it"
      }
      return newest > 1
        ? "\(profile.name): what is left of its versions before v\(newest)"
        : "\(profile.name): nothing, it has no older version"
    }
  }

  package var lines: [String] {
    ["to be destroyed:"] + lost.map { "- \($0)" } + ["not reached: \(notReached)"]
  }
}

extension Context {
  /// Removed profiles are destroyed by name, so all of that name have to be meant.
  fileprivate mutating func checkAllSelected(
    _ profiles: [ProfileSummary], _ input: SelectorInput
  ) throws(Failure) {
    guard !input.labels.isEmpty || !input.types.isEmpty else { return }
    let names = Set(profiles.map(\.name))
    let all = try selected(SelectorInput(words: names.sorted()), removed: true)
    guard all.count == profiles.count else {
      throw Failure(
        .conflict, "other removed profiles had the same names and are not selected",
        hint: "bring back what is to stay with 'coffer undelete NAME --as NEW', then purge by name")
    }
  }
}
