import Auditing
import Messages
import Profiles
import Vaults

/// The record of what happened.
extension OpenedVault {
  func events(_ call: AskAuditLog, _ order: Order) throws -> AuditLogAnswer {
    guard (1...100_000).contains(call.limit) else {
      throw Failure.invalid(
        "\(call.limit) events cannot be listed", hint: "ask for 1 to 100000 at a time")
    }
    let name = try call.name.map { text throws(WordError) in try ProfileName(text) }
    let events = try vault.events(
      limit: call.limit, before: call.before, about: name, by: order.author, at: order.time)
    return AuditLogAnswer(events: events.map(EventLine.init))
  }

  func verify(_ order: Order) throws -> VerifiedAnswer {
    let verified = try vault.verify(by: order.author, at: order.time)
    return VerifiedAnswer(
      events: verified.log.events, head: Hex.text(verified.log.head.link),
      profiles: verified.profiles, versions: verified.versions,
      withoutKey: verified.log.withoutKey)
  }
}

extension EventLine {
  fileprivate init(_ event: OpenedEvent) {
    self.init(
      sequence: event.sequence, time: event.time, action: event.action, outcome: event.outcome,
      subject: event.subject.map(Hex.text),
      facts: event.details.map { Fact(key: $0.key, value: $0.value) },
      isAuthenticated: event.isAuthenticated)
  }
}
