import Arguments
import Messages
import Sealing

extension Command {
  /// Shows profiles, their secrets masked.
  static let show = Command(
    CommandSpec(
      "show", group: "profiles", summary: "show profiles, with their secrets masked",
      operands: [Selection.operand],
      options: Selection.options + [
        OptionSpec("reveal", "show the secrets as well; this is written to the audit log"),
        OptionSpec("version", value: ValueSpec("N"), "this version instead of the current one"),
      ],
      examples: [
        Example("coffer show acme-prod-ch", "shows a profile, its secrets masked"),
        Example("coffer show acme-prod-ch --reveal", "shows the secrets too"),
        Example("coffer show -l tenant=acme --json", "shows all of a tenant as JSON"),
      ])
  ) { invocation, context throws(Failure) in
    let input = try Selection.read(invocation)
    let version = try FieldOptions.version("version", invocation)
    let result =
      invocation.flag("reveal")
      ? try context.ask(RevealFields(input, version: version))
      : try context.ask(ShowProfiles(input, version: version))
    if context.isJSON {
      var json = SecretJSON()
      var shown: [ShownProfile] = []
      for detail in result.answer.profiles {
        shown.append(try ShownProfile(detail, result.secrets, in: &json))
      }
      try json.print(ShowResult(profiles: shown), to: &context.printer)
      return .done
    }
    if result.answer.profiles.isEmpty { throw .nothingSelected }
    for (index, detail) in result.answer.profiles.enumerated() {
      if index > 0 { context.out("") }
      try ProfileSheet(detail, result.secrets, mask: Mask.text, now: context.now)
        .print(to: &context.printer)
    }
    return .done
  }
}

extension Failure {
  /// Patterns and labels that mean no profile.
  static let nothingSelected = Failure(
    .notFound, "no profile is selected", hint: "'coffer list' shows what there is")
}

/// What `coffer show --json` prints.
struct ShowResult: Encodable, Sendable {
  let profiles: [ShownProfile]
}

/// A profile with its fields, in machine output.
struct ShownProfile: Encodable, Sendable {
  private let profile: ProfileLine
  private let shownVersion: UInt32
  private let state: String
  private let fields: [String: FieldValue]

  init(
    _ detail: ProfileDetail, _ attachments: [Secret], in json: inout SecretJSON
  ) throws(Failure) {
    profile = ProfileLine(detail.summary)
    shownVersion = detail.shownVersion
    state = detail.state
    var fields: [String: FieldValue] = [:]
    for field in detail.fields { fields[field.name] = try json.value(of: field, attachments) }
    self.fields = fields
  }

  private enum Key: String, CodingKey { case fields, shownVersion, state }

  /// The keys of the profile and those of the version stand beside each other.
  func encode(to encoder: any Encoder) throws {
    try profile.encode(to: encoder)
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(fields, forKey: .fields)
    try container.encode(shownVersion, forKey: .shownVersion)
    try container.encode(state, forKey: .state)
  }
}
