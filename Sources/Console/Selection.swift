package import Arguments
package import Messages
import Profiles

/// The options and words by which commands are told which profiles they are about.
package enum Selection {
  package static let options: [OptionSpec] = [
    OptionSpec(
      "label", short: "l", value: ValueSpec("KEY=VALUE", completion: .label), repeats: true,
      "only profiles with this label"),
    OptionSpec(
      "type", value: ValueSpec("TYPE", completion: .type), repeats: true,
      "only profiles of this type"),
    OptionSpec("all", "every profile"),
  ]

  package static let operand = OperandSpec(
    "NAME", "a profile, or a pattern with * and ?", arity: .manyOptional, completion: .profile)

  /// What was selected; that nothing was is an error unless it may mean everything.
  package static func read(
    _ invocation: Invocation, emptyIsAll: Bool = false
  ) throws(Failure) -> SelectorInput {
    var input = SelectorInput(
      words: invocation.operands("NAME"), labels: invocation.values("label"),
      types: invocation.values("type"), all: invocation.flag("all"))
    let selector = try named(
      try Selector(words: input.words, labels: input.labels, types: input.types, all: input.all))
    if selector.isEmpty {
      guard emptyIsAll else {
        throw .usage(
          "nothing was selected", hint: "name profiles, or use -l KEY=VALUE, --type TYPE or --all")
      }
      input.all = true
    }
    return input
  }
}

extension Context {
  /// The names of the live profiles that were selected.
  package mutating func names(_ input: SelectorInput) throws(Failure) -> [String] {
    try ask(ListProfiles(input)).answer.profiles.map(\.name)
  }
}
