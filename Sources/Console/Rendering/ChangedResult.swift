import Messages

/// What the commands that change whole profiles print with `--json`.
package struct ChangedResult: Encodable, Equatable, Sendable {
  /// Whether this only says what would be done.
  package let dryRun: Bool
  package let names: [String]

  package init(_ names: [String], dryRun: Bool = false) {
    self.names = names
    self.dryRun = dryRun
  }
}

extension Context {
  /// Says what was done to each profile.
  mutating func tell(
    _ names: [String], _ verb: String, remark: (String) -> String = { $0 }
  ) throws(Failure) {
    if isJSON { return try json(ChangedResult(names)) }
    for name in names { self.remark(verb, remark(name)) }
  }

  /// The profiles that were selected; that there are none is an error.
  mutating func selected(
    _ input: SelectorInput, removed: Bool = false
  ) throws(Failure) -> [ProfileSummary] {
    let found = try ask(ListProfiles(input, removed: removed)).answer.profiles
    guard !found.isEmpty else {
      guard removed else { throw .nothingSelected }
      throw Failure(
        .notFound, "no removed profile is selected", hint: "see them with: coffer list --removed")
    }
    return found
  }
}
