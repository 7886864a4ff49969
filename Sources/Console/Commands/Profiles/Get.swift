package import Arguments
package import Messages
import Profiles
package import Sealing

extension Command {
  /// Prints a secret.
  static let get = Command(
    CommandSpec(
      "get", group: "profiles", summary: "print a secret, or other fields, of a profile",
      discussion: """
        Without FIELD it prints the one secret of the profile. A single value is followed by a line \
        break unless it ends with one; --no-newline prints its bytes alone. Several values are \
        printed a line each, name and value apart by a tab, with \\n, \\t and \\\\ for what would \
        break the line. A value that is no text is Base64 in JSON.
        """,
      operands: [
        OperandSpec("NAME", "the profile", completion: .profile),
        OperandSpec("FIELD", "a field of it", arity: .manyOptional, completion: .field),
      ],
      options: [
        OptionSpec("version", value: ValueSpec("N"), "this version instead of the current one"),
        OptionSpec("no-newline", short: "n", "print the bytes of the value and nothing else"),
        OptionSpec(
          "unaudited", "read although it cannot be written to the audit log, as on a full disk"),
      ],
      examples: [
        Example("coffer get acme-prod-ch", "prints the password"),
        Example("coffer get acme-prod-ch username password --json", "prints two fields as JSON"),
        Example("coffer get tls-key value -n > key.pem", "writes a value to a file as it is"),
      ])
  ) { invocation, context throws(Failure) in
    var plan = try GetPlan(invocation)
    context.isUnaudited = plan.call.unaudited
    if plan.call.fields.isEmpty {
      // Only what is printed is revealed, and written down as read.
      let shown = try context.ask(plan.look).answer.profiles
      guard let detail = shown.first else { throw .misunderstood }
      try plan.choose(from: detail)
    }
    let result = try context.ask(plan.call)
    if result.answer.isUnrecorded == true {
      // Also where nothing else is to be said.
      context.printer.err(
        "coffer: warning: the audit log could not be written: this reading is NOT in it. "
          + (result.answer.isNoted == true
            ? "It is noted, and written down by the next command that can"
            : "Not even a note could be left: an open session still knows it, nobody else will"))
    }
    guard let detail = result.answer.profiles.first else { throw .misunderstood }
    let fields = detail.fields
    if context.isJSON {
      var json = SecretJSON()
      let value = try GotFields(detail, fields, result.secrets, in: &json)
      try json.print(value, to: &context.printer)
      return .done
    }
    for field in fields {
      let secret = try field.secret(among: result.secrets)
      plan.print(field, secret, alone: fields.count == 1, to: &context.printer)
    }
    return .done
  }
}

/// What `get` was told.
package struct GetPlan: Sendable {
  private(set) package var call: RevealFields
  private let isExact: Bool

  package init(_ invocation: Invocation) throws(Failure) {
    let name = try named(try ProfileName(invocation.operand("NAME") ?? ""))
    let fields = invocation.operands("FIELD")
    call = RevealFields(
      SelectorInput(words: [name.text]), fields: fields,
      version: try FieldOptions.version("version", invocation),
      unaudited: invocation.flag("unaudited"))
    isExact = invocation.flag("no-newline")
    if isExact, fields.count > 1 || invocation.flag("json") {
      throw .usage("'--no-newline' prints one value only", hint: "name one field, without --json")
    }
  }

  /// The question for the names of the fields, which gives no secret away.
  var look: ShowProfiles { ShowProfiles(call.selector, version: call.version) }

  /// Settles for the one secret that the profile has.
  package mutating func choose(from detail: ProfileDetail) throws(Failure) {
    let secrets = detail.fields.filter(\.isSecret)
    let name = detail.summary.name
    if secrets.count == 1 { return call.fields = secrets.map(\.name) }
    guard let first = secrets.first else {
      throw Failure(
        .notFound, "'\(name)' has no secret yet", hint: "give it one: coffer set \(name) FIELD=-")
    }
    throw .usage(
      "'\(name)' has several secrets: \(secrets.map(\.name).joined(separator: ", "))",
      hint: "name one: coffer get \(name) \(first.name)")
  }

  /// Prints one value: as it is off a terminal, and without what a terminal would obey on one.
  package func print(
    _ field: ShownField, _ secret: Secret?, alone: Bool, to printer: inout Printer
  ) {
    guard alone else {
      printer.raw(Printer.cleaned(field.name) + "\t")
      if let secret {
        let shown = SecretText.visible(secret.span, keepingLines: false)
        printer.secret(shown.bytes)
      } else {
        printer.raw(Printer.cleaned(field.text ?? ""))
      }
      return printer.raw("\n")
    }
    guard let secret else {
      return printer.raw(Printer.cleaned(field.text ?? "") + (isExact ? "" : "\n"))
    }
    if printer.isTerminal, !isExact {
      let shown = SecretText.visible(secret.span, keepingLines: true)
      printer.secret(shown.bytes)
    } else {
      printer.secret(secret.span)
    }
    let span = secret.span
    let hasEnd = span.count > 0 && span[span.count - 1] == UInt8(ascii: "\n")
    if !isExact, !hasEnd { printer.raw("\n") }
  }
}

/// What `coffer get --json` prints.
package struct GotFields: Encodable, Sendable {
  package let name: String
  package let version: UInt32
  package let fields: [String: FieldValue]

  package init(
    _ detail: ProfileDetail, _ fields: [ShownField], _ attachments: [Secret],
    in json: inout SecretJSON
  ) throws(Failure) {
    name = detail.summary.name
    version = detail.shownVersion
    var values: [String: FieldValue] = [:]
    for field in fields { values[field.name] = try json.value(of: field, attachments) }
    self.fields = values
  }
}
