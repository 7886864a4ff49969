package import Arguments
package import Messages
import Profiles

extension Command {
  /// Sets labels and takes them away.
  static let label = Command(
    CommandSpec(
      "label", group: "profiles", summary: "set labels on profiles, or take them away",
      discussion: "KEY=VALUE sets a label, KEY= takes it away.",
      operands: [Selection.operand], takesFields: true,
      options: Selection.options + [.dryRun, .yes],
      examples: [
        Example("coffer label acme-prod-ch tenant=acme stage=prod", "sets two labels"),
        Example("coffer label 'acme-*' stage= --dry-run", "shows who would lose a label"),
        Example("coffer label -l tenant=acme region=eu --yes", "labels all of a tenant"),
      ])
  ) { invocation, context throws(Failure) in
    let input = try Selection.read(invocation)
    let pairs = try pairs(invocation)
    let profiles = try context.selected(input)
    if invocation.flag("dry-run") {
      let previews = profiles.compactMap { LabelPreview($0, pairs) }
      try context.show(LabelPreviews(profiles: previews)) { context in
        if previews.isEmpty { context.say("nothing would change") }
        for preview in previews { context.out(preview.line) }
      }
      return .done
    }
    if profiles.count > 1 {
      try context.agree("Label \(profiles.count) profiles?", invocation)
    }
    let call = LabelProfiles(
      names: profiles.map(\.name), labels: pairs.map { "\($0.key)=\($0.value)" })
    let changed = try context.ask(call).answer.names
    if changed.isEmpty { context.say("nothing to change") }
    try context.tell(changed, "labelled")
    return .done
  }

  /// The labels to set, and those to take away as pairs with an empty value.
  package static func pairs(
    _ invocation: Invocation
  ) throws(Failure) -> [(key: String, value: String)] {
    var pairs: [(key: String, value: String)] = []
    for word in invocation.fields {
      let text: String
      switch word {
      case .literal(_, let value), .exact(_, let value): text = value
      case .standardInput, .file:
        throw .usage(
          "a label's value is not read from a file",
          hint: "write KEY:=VALUE if it begins with an at sign or is a dash")
      }
      for part in text.split(separator: ",", omittingEmptySubsequences: false).dropFirst()
      where part.contains("=") {
        throw .usage("labels stand apart here", hint: "write KEY=VALUE KEY=VALUE without a comma")
      }
      // The same rules as in the vault, before anybody is asked.
      var labels = Labels()
      try named(try labels.set(word.name, to: text))
      pairs.append((word.name, text))
    }
    guard !pairs.isEmpty else {
      throw .usage("no label was given", hint: "write KEY=VALUE to set one, KEY= to take it away")
    }
    return pairs
  }
}

/// What `coffer label --dry-run --json` prints.
struct LabelPreviews: Encodable {
  let dryRun = true
  let profiles: [LabelPreview]
}

/// The labels of a profile before and after; nil where they would stay as they are.
package struct LabelPreview: Encodable, Equatable, Sendable {
  package let name: String
  package let before: [String: String]
  package let after: [String: String]

  package init?(_ profile: ProfileSummary, _ pairs: [(key: String, value: String)]) {
    name = profile.name
    before = profile.labels
    var labels = before
    for pair in pairs { labels[pair.key] = pair.value.isEmpty ? nil : pair.value }
    after = labels
    if before == after { return nil }
  }

  package var line: String { "~ \(name)  \(Self.text(before)) -> \(Self.text(after))" }

  private static func text(_ labels: [String: String]) -> String {
    if labels.isEmpty { return "(none)" }
    return labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ",")
  }
}
