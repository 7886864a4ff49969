package import Arguments
package import Catalog
import Host
package import Messages
import Profiles

extension Command {
  /// Changes a profile.
  static let set = Command(
    CommandSpec(
      "set", group: "profiles", summary: "change a profile",
      discussion: """
        Writes a new version with these fields changed; all others stay as they are. Fields are \
        given as for 'coffer add'. A change of where a secret goes, such as the host, asks for the \
        secret again, unless --keep-secret says that the stored one may go there.
        """,
      operands: [OperandSpec("NAME", "the profile", completion: .profile)],
      takesFields: true,
      options: [
        OptionSpec(
          "unset", value: ValueSpec("FIELD", completion: .field), repeats: true, "take a field away"
        ),
        FieldOptions.generate, FieldOptions.note,
        OptionSpec(
          "via", value: ValueSpec("PROFILE", completion: .profile),
          "the profile that may change this one's secret, or none"),
        OptionSpec(
          "if-version", value: ValueSpec("N"), "only if the profile is still at version N"),
        OptionSpec("keep-secret", "the stored secret may go to the new place"),
        .dryRun,
      ] + FieldOptions.check,
      examples: [
        Example("coffer set acme-prod-ch password=-", "asks for a new password"),
        Example(
          "coffer set acme-prod-ch host=x2.example --keep-secret --dry-run",
          "shows what a move would change"),
        Example(
          "coffer set acme-prod-ch --generate password --if-version 3",
          "makes a new password, unless somebody was faster"),
      ])
  ) { invocation, context throws(Failure) in
    let name = try named(try ProfileName(invocation.operand("NAME") ?? "")).text
    try SetPlan.checkNotEmpty(invocation)
    let shown = try context.ask(ShowProfiles(SelectorInput(words: [name]))).answer.profiles
    guard let profile = shown.first else { throw .misunderstood }
    var plan = try SetPlan(invocation, of: profile, options: context.options)
    if invocation.flag("dry-run") {
      let preview = plan.preview
      try context.show(preview) { context in
        for line in preview.lines(mask: Mask.text) { context.out(line) }
      }
      return .done
    }
    if context.hasPerson, let question = plan.questionOfDestination {
      context.printer.err("coffer: " + question)
      var terminal = try told(try Terminal.open())
      try plan.fields.askAgain(plan.keptSecrets, on: &terminal)
    }
    if let trial = plan.trial { try context.tryFirst(trial, plan.fields, invocation) }
    let saved = try context.ask(plan.message, attachments: plan.fields.secrets).answer
    try context.tell(saved)
    return .done
  }
}

/// What `set` was told about a profile, and what follows from it.
package struct SetPlan: Sendable {
  package var fields: GivenFields
  private let profile: ProfileDetail
  private var call: ChangeProfile

  package init(
    _ invocation: Invocation, of profile: ProfileDetail, options: GlobalOptions
  ) throws(Failure) {
    self.profile = profile
    let type = try known(try Types.find(profile.summary.type))
    call = ChangeProfile(name: profile.summary.name)
    for name in invocation.values("unset") {
      call.unset.append(try known(try type.field(named: name)).name)
    }
    if let note = invocation.value("note") { call.note = try named(try Note.checked(note)) }
    if let via = invocation.value("via") {
      call.via = via == "none" ? "" : try named(try ProfileName(via)).text
    }
    call.ifVersion = try FieldOptions.version("if-version", invocation)
    call.keepSecret = invocation.flag("keep-secret")
    try FieldOptions.checkInput(invocation, options)
    fields = GivenFields(of: type)
    try fields.take(invocation)
    if let both = call.unset.first(where: fields.names.contains) {
      throw .usage("'\(both)' is both given and unset", hint: "keep one of them")
    }
  }

  /// The call with the fields as they are known by now.
  package var message: ChangeProfile {
    var message = call
    message.fields = fields.inputs
    return message
  }

  /// How what it becomes is tried; not where something would still be missing or nothing changes.
  var trial: TryFields? {
    guard !fields.inputs.isEmpty || !call.unset.isEmpty else { return nil }
    let left = Set(profile.summary.missing).subtracting(fields.names)
    guard left.isEmpty, questionOfDestination == nil else { return nil }
    return TryFields(
      type: profile.summary.type, name: profile.summary.name, fields: fields.inputs,
      unset: call.unset, keepSecret: call.keepSecret)
  }

  /// The secrets that stay as they are stored.
  package var keptSecrets: [Field] {
    let given = fields.names.union(call.unset)
    return profile.fields.filter { $0.isSecret && !given.contains($0.name) }
      .compactMap { fields.type[$0.name] }
  }

  /// What would be changed.
  package var preview: ChangePreview {
    let differences = differences
    return ChangePreview(
      name: profile.summary.name, version: profile.shownVersion, differences: differences,
      note: call.note.flatMap { $0 == profile.summary.note ? nil : $0 }, via: call.via,
      asksAgainFor: moved(differences).isEmpty ? [] : keptSecrets.map(\.name))
  }

  private var differences: [Difference] {
    var differences: [Difference] = []
    for input in fields.inputs {
      let old = profile.fields.first { $0.name == input.name }
      let text: String? = if case .text(let text) = input.source { text } else { nil }
      if let text, old?.text == text { continue }
      differences.append(
        Difference(
          field: input.name, kind: old == nil ? .added : .changed, isSecret: text == nil,
          before: old?.text, after: text))
    }
    for name in call.unset {
      guard let old = profile.fields.first(where: { $0.name == name }) else { continue }
      differences.append(
        Difference(
          field: name, kind: .removed, isSecret: old.isSecret, before: old.text, after: nil))
    }
    return differences
  }

  /// The fields because of which a kept secret would go somewhere else.
  private func moved(_ differences: [Difference]) -> [String] {
    if call.keepSecret { return [] }
    return differences.map(\.field).filter {
      (try? fields.type.field(named: $0))?.isDestination ?? true
    }
  }

  /// Why secrets are asked for again; the agent refuses a change without them.
  var questionOfDestination: String? {
    // A version that is not there any more is refused before anybody types.
    if let wanted = call.ifVersion, wanted != profile.summary.version { return nil }
    let moved = moved(differences)
    if moved.isEmpty || keptSecrets.isEmpty { return nil }
    return "changing \(moved.joined(separator: ", ")) would send the stored secret to a new place:"
      + " give it again"
  }

  static func checkNotEmpty(_ invocation: Invocation) throws(Failure) {
    let options = ["unset", "generate", "note", "via"]
    guard invocation.fields.isEmpty, !options.contains(where: invocation.flag) else { return }
    throw .usage(
      "nothing was given to change",
      hint: "give FIELD=VALUE words, --generate FIELD or --unset FIELD")
  }
}
