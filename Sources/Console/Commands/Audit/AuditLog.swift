package import Arguments
package import Messages
import Profiles

extension Command {
  /// Shows what happened.
  static let auditLog = Command(
    CommandSpec(
      "audit log", group: "audit", summary: "show what happened, newest first",
      discussion: "Looking at the log is itself written down, once.",
      operands: [
        OperandSpec("NAME", "only about this profile", arity: .optional, completion: .profile)
      ],
      options: [
        OptionSpec("limit", value: ValueSpec("N"), "at most N events, 50 unless told"),
        OptionSpec("before", value: ValueSpec("N"), "only events before number N"),
      ],
      examples: [
        Example("coffer audit log", "shows the last 50 events"),
        Example("coffer audit log acme-prod-ch --limit 10", "shows what happened to a profile"),
        Example("coffer audit log --before 1200 --json", "pages back, as JSON"),
      ])
  ) { invocation, context throws(Failure) in
    let call = try asking(invocation)
    let events = try context.ask(call).answer.events
    if context.isJSON {
      try context.json(EventsResult(events: events.map(EventResult.init)))
      return .done
    }
    if events.isEmpty { context.say("no events") }
    context.table(EventTable.table(events, onTerminal: context.printer.isTerminal))
    if events.count == call.limit, let last = events.last, last.sequence > 1,
      context.printer.isTerminal
    {
      let name = call.name.map { " " + $0 } ?? ""
      context.say("older ones: coffer audit log\(name) --before \(last.sequence)")
    }
    return .done
  }

  package static func asking(_ invocation: Invocation) throws(Failure) -> AskAuditLog {
    let limit = try understood(try invocation.integer("limit", in: 1...100_000))
    let before = try understood(try invocation.integer("before", in: 1...Int.max))
    var call = AskAuditLog(limit: limit ?? 50, before: before.map(Int64.init))
    if let name = invocation.operand("NAME") { call.name = try named(try ProfileName(name)).text }
    return call
  }
}

/// What `coffer audit log --json` prints.
package struct EventsResult: Encodable, Equatable, Sendable {
  package let events: [EventResult]
  package init(events: [EventResult]) { self.events = events }
}

/// An event in machine output.
package struct EventResult: Encodable, Equatable, Sendable {
  package struct Fact: Encodable, Equatable, Sendable {
    package let key: String
    package let value: String
  }
  package let sequence: Int64
  package let time: String
  package let action: String
  package let outcome: String
  package let subject: String?
  package let facts: [Fact]
  package let authenticated: Bool

  package init(_ event: EventLine) {
    sequence = event.sequence
    time = Times.text(event.time)
    action = event.action
    outcome = event.outcome
    subject = event.subject
    facts = event.facts.map { Fact(key: $0.key, value: $0.value) }
    authenticated = event.isAuthenticated
  }
}
