package import Arguments
import Catalog
import Host
package import Messages
import Profiles

extension Command {
  /// Adds a profile.
  static let add = Command(
    CommandSpec(
      "add", group: "profiles", summary: "add a profile",
      discussion: """
        What is missing is asked for on a terminal, secrets without showing them. A secret is never \
        taken from the command line: give FIELD=- for standard input (on a terminal: to be asked), \
        FIELD=@FILE, or --generate FIELD. One line break at the end is not part of the value, except \
        in PEM keys and other values of several lines. FIELD:=TEXT takes TEXT letter by letter.

        For databases url=- or url=@FILE takes a connection URL such as \
        postgres://USER:PASSWORD@HOST:5432/DATABASE apart.

        On a terminal the login of a database, and a key of ClickHouse Cloud, is tried before it is \
        saved; --check does so anywhere, and saves only what works.

        --from KEY/SERVICE takes host, port and protocol of a ClickHouse login from a service that \
        the profile KEY, a key of ClickHouse Cloud, sees.

        'coffer help add TYPE' shows the fields of a type.
        """,
      operands: [
        OperandSpec("TYPE", "what kind of profile, such as clickhouse", completion: .type),
        OperandSpec("NAME", "its name: letters, digits, dots, underscores and dashes"),
      ],
      takesFields: true,
      options: FieldOptions.labels + [
        FieldOptions.note,
        OptionSpec(
          "via", value: ValueSpec("PROFILE", completion: .profile),
          "the profile that may change this one's secret"),
        FieldOptions.generate,
        OptionSpec(
          "from", value: ValueSpec("KEY/SERVICE"),
          "take host, port and protocol from a service of ClickHouse Cloud"),
        OptionSpec("if-absent", "leave an existing profile of this name as it is"),
        OptionSpec("incomplete", "ask for nothing; what is missing is given later"),
      ] + FieldOptions.check,
      examples: [
        Example(
          "coffer add clickhouse acme-prod-ch host=x1.example username=acme_ro -l stage=prod",
          "adds a login and asks for its password"),
        Example(
          "coffer add postgres acme-pg host=db.example database=acme user=ro password=@pw.txt",
          "takes the password from a file"),
        Example(
          "coffer add clickhouse acme-ch --from ch-cloud/analytics username=acme_ro",
          "takes host, port and protocol from a service"),
        Example(
          "coffer add secret webhook-key --generate value=40 --if-absent",
          "makes a secret of 40 characters, once"),
      ])
  ) { invocation, context throws(Failure) in
    var plan = try AddPlan(invocation, options: context.options)
    // Nobody should type a secret only to hear that the name is taken.
    let place = invocation.value("from")
    let asksAtOnce = GivenFields.asks(for: invocation) || place != nil
    if asksAtOnce, let there = try context.profileInTheWay(of: plan.call) {
      return try context.tell(unchanged: there)
    }
    try plan.fields.take(invocation)
    var warnings: [String] = []
    if let place {
      warnings = try context.fill(&plan.fields, from: place)
    }
    let missing = plan.fields.missing
    let mustAsk = !missing.isEmpty && !plan.call.incomplete
    if !asksAtOnce, plan.call.ifAbsent || (mustAsk && context.hasPerson),
      let there = try context.profileInTheWay(of: plan.call)
    {
      return try context.tell(unchanged: there)
    }
    if mustAsk {
      guard context.hasPerson else { throw .needs(missing, for: plan.call.name) }
      context.printer.flush()
      var terminal = try told(try Terminal.open())
      try plan.fields.askForMissing(on: &terminal)
    }
    if plan.fields.missing.isEmpty, plan.fields.type.purpose == .issuer {
      try context.identifyFirst(&plan.fields, invocation)
    } else if plan.fields.missing.isEmpty {
      let trial = TryFields(type: plan.call.type, fields: plan.fields.inputs)
      try context.tryFirst(trial, plan.fields, invocation)
    }
    let saved = try context.ask(plan.message, attachments: plan.fields.secrets).answer
    for remark in plan.fields.remarks + warnings { context.warn(remark) }
    try context.tell(saved)
    return .done
  }
}

/// What `add` was told, before values are read and anybody is asked for the rest.
package struct AddPlan: Sendable {
  package var fields: GivenFields
  private(set) package var call: AddProfile

  package init(_ invocation: Invocation, options: GlobalOptions) throws(Failure) {
    let type = try known(try Types.find(invocation.operand("TYPE") ?? ""))
    let name = try named(try ProfileName(invocation.operand("NAME") ?? ""))
    call = AddProfile(name: name.text, type: type.name)
    call.labels = try FieldOptions.labels(invocation)
    call.note = try named(try Note.checked(invocation.value("note") ?? ""))
    if let via = invocation.value("via") { call.via = try named(try ProfileName(via)).text }
    call.ifAbsent = invocation.flag("if-absent")
    call.incomplete = invocation.flag("incomplete")
    try FieldOptions.checkInput(invocation, options)
    fields = GivenFields(of: type)
  }

  /// The call with the fields as they are known by now.
  package var message: AddProfile {
    var message = call
    message.fields = fields.inputs
    return message
  }
}

extension Context {
  /// The live profile that has the name already, or nil; an error unless `--if-absent` expects it.
  fileprivate mutating func profileInTheWay(
    of call: AddProfile
  ) throws(Failure) -> ProfileSummary? {
    let there: ProfileSummary?
    do throws(Failure) {
      let selector = SelectorInput(words: [call.name])
      there = try ask(ListProfiles(selector)).answer.profiles.first
    } catch  where error.status == .notFound && error.unknown == call.name {
      return nil
    }
    if there != nil, !call.ifAbsent { throw .nameTaken(call.name) }
    return there
  }

  fileprivate mutating func tell(unchanged there: ProfileSummary) throws(Failure) -> ExitStatus {
    try tell(
      SavedAnswer(
        name: there.name, version: there.version, isChanged: false, missing: there.missing))
    return .done
  }
}

extension Failure {
  static func nameTaken(_ name: String) -> Failure {
    Failure(
      .conflict, "there is already a profile named '\(name)'",
      hint: "choose another name, change it with 'coffer set', or say --if-absent")
  }
}
