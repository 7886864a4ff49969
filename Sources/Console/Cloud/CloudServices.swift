import Arguments
import Messages
import Profiles

extension Command {
  /// What services a key of ClickHouse Cloud sees.
  static let cloudServices = Command(
    CommandSpec(
      "cloud services", group: "databases", summary: "list the services that a Cloud key sees",
      discussion: """
        Asks ClickHouse Cloud, as the key in the profile KEY. 'coffer add clickhouse NAME \
        --from KEY/SERVICE' takes host, port and protocol from there. Nothing is woken up by it.
        """,
      operands: [OperandSpec("KEY", "a profile of type clickhouse-cloud", completion: .profile)],
      examples: [Example("coffer cloud services ch-cloud", "lists them with their states")])
  ) { invocation, context throws(Failure) in
    let profile = try named(try ProfileName(invocation.operand("KEY") ?? "")).text
    let answer = try context.ask(AskCloudServices(profile)).answer
    if context.isJSON {
      try context.json(answer)
      return .done
    }
    guard !answer.services.isEmpty else {
      context.say("the organization \(answer.organization) has no services")
      return .done
    }
    var table = Table("service", "state", "region", "host", "port", whole: 1)
    for service in answer.services {
      let place = service.web
      table.add(
        service.name, service.state, service.provider + " " + service.region,
        place?.host ?? "-", place.map { String($0.port) } ?? "-")
    }
    context.table(table)
    for service in answer.services { for line in service.warnings { context.warn(line) } }
    return .done
  }
}

extension CloudServiceRow {
  /// Where its HTTP interface listens, with TLS.
  var web: Endpoint? { endpoints.first { $0.kind == "https" } }

  /// Where Embeddable would not get in.
  var warnings: [String] {
    excluded.sorted { $0.key < $1.key }.map { region, addresses in
      "the IP list of \(name.isEmpty ? id : name) has not all of Embeddable's \(region.uppercased())"
        + " addresses: allow \(addresses.joined(separator: " "))"
    }
  }
}
