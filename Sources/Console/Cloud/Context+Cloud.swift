import Arguments
import Catalog
import Messages
import Profiles

extension Context {
  /// Takes host, port and protocol of a new ClickHouse profile from a service, `KEY/SERVICE`.
  mutating func fill(
    _ fields: inout GivenFields, from place: String
  ) throws(Failure) -> [String] {
    guard fields.type.name == "clickhouse" else {
      throw .usage(
        "--from is for profiles of type clickhouse",
        hint: "leave it away, or: coffer add clickhouse")
    }
    let parts = place.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[1].isEmpty else {
      throw .usage("--from wants KEY/SERVICE", hint: "see the services: coffer cloud services KEY")
    }
    let key = try named(try ProfileName(String(parts[0]))).text
    let wanted = String(parts[1])
    let services = try ask(AskCloudServices(key)).answer.services
    let found = services.filter { $0.name == wanted || $0.id == wanted }
    guard let service = found.first else {
      throw Failure(
        .notFound, "'\(key)' sees no service '\(Printer.cleaned(wanted))'",
        hint: "see: coffer cloud services \(key)", unknown: wanted, known: services.map(\.name))
    }
    guard found.count == 1 else {
      throw .usage(
        "\(found.count) services are called '\(Printer.cleaned(wanted))'",
        hint: "name one by its ID: " + found.map(\.id).joined(separator: " "))
    }
    // A way without TLS is taken only by who asks for it by name.
    let isPlain = fields.texts["protocol"] == "http:"
    guard let end = service.endpoints.first(where: { $0.kind == (isPlain ? "http" : "https") })
    else {
      throw Failure(
        .invalid,
        "the service '\(Printer.cleaned(wanted))' offers no \(isPlain ? "http" : "https")",
        hint: isPlain ? "leave protocol=http: away" : "give host and port yourself")
    }
    for (name, value) in [
      ("host", end.host), ("port", String(end.port)), ("protocol", isPlain ? "http:" : "https:"),
    ] where !fields.names.contains(name) {
      try fields.set(try known(try fields.type.field(named: name)), text: value)
    }
    return service.warnings
  }

  /// Finds out where a key of ClickHouse Cloud belongs, where a person is there or that was asked
  /// for, and fills it in.
  ///
  /// What surely does not work is saved only if a person wants it all the same.
  mutating func identifyFirst(
    _ fields: inout GivenFields, _ invocation: Invocation
  ) throws(Failure) {
    let isWanted = invocation.flag("check")
    if invocation.flag("no-check") {
      guard !isWanted else {
        throw .usage("it cannot be both checked and not", hint: "keep one of --check, --no-check")
      }
      return
    }
    let isMade = fields.inputs.contains { input in
      if case .generated = input.source { true } else { false }
    }
    guard isWanted || hasPerson && !isMade else { return }
    guard !isMade else {
      throw .usage(
        "what Coffer makes now nobody over there knows", hint: "leave --check or --generate away")
    }
    do throws(Failure) {
      try identify(&fields)
    } catch {
      guard !isWanted, hasPerson, !isJSON,
        [.remoteRefused, .remoteUnreachable].contains(error.status)
      else { throw error }
      remark("check", error.message)
      remark("hint", error.hint)
      // That nobody was reached says nothing against what was typed.
      guard error.status == .remoteRefused else { return }
      guard try confirm("Save it all the same?") else {
        throw Failure(error.status, "nothing was saved", hint: error.hint)
      }
    }
  }

  private mutating func identify(_ fields: inout GivenFields) throws(Failure) {
    let call = IdentifyCloudKey(fields.inputs)
    let identity = try ask(call, attachments: fields.secrets).answer
    if let given = fields.texts["organization"] {
      guard given.lowercased() == identity.organization.lowercased() else {
        throw Failure(
          .remoteRefused, "the key belongs to another organization: \(identity.organizationName)",
          hint: "leave organization away, or take the key of the right one")
      }
    } else {
      try fields.set(
        try known(try fields.type.field(named: "organization")), text: identity.organization)
    }
    if let uuid = identity.keyUuid, !fields.names.contains("keyUuid") {
      try fields.set(try known(try fields.type.field(named: "keyUuid")), text: uuid)
    }
    remark("check", "a good key of the organization \(identity.organizationName)")
    for line in identity.remarks { warn(line) }
  }
}
