package import Messages

/// What `coffer audit log --json` prints.
package struct EventsResult: Encodable, Equatable, Sendable {
  package let events: [EventResult]
  /// What to give as --before, or as --after with --reverse, to go on; nil at the end.
  package let next: Int64?
  package init(events: [EventResult], next: Int64? = nil) {
    self.events = events
    self.next = next
  }

  private enum Key: CodingKey { case events, next }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(events, forKey: .events)
    try container.encode(next, forKey: .next)
  }
}

/// An event in machine output: what most want to know by name, and all that it says under `facts`.
package struct EventResult: Encodable, Equatable, Sendable {
  package struct Fact: Encodable, Equatable, Sendable {
    package let key: String
    package let value: String
  }
  package let sequence: Int64
  package let time: String
  package let action: String
  package let outcome: String
  package let user: String?
  /// The key slot by which the vault was opened.
  package let key: String?
  package let session: String?
  package let program: String?
  package let parent: String?
  package let name: String?
  package let workspace: String?
  package let cause: String?
  package let tookMilliseconds: Int64?
  package let subject: String?
  package let facts: [Fact]
  package let authenticated: Bool

  package init(_ event: EventLine) {
    sequence = event.sequence
    time = Times.precise(event.time)
    action = event.action
    outcome = event.outcome
    user = event.first("user")
    key = event.first("slot")
    session = event.first("session")
    program = event.first("program")
    parent = event.first("parent")
    name = event.first("name")
    workspace = event.first("workspace")
    cause = event.first("cause")
    tookMilliseconds = event.first("took").flatMap { Int64($0) }
    subject = event.subject
    facts = event.facts.map { Fact(key: $0.key, value: $0.value) }
    authenticated = event.isAuthenticated
  }

  private enum Key: CodingKey {
    case sequence, time, action, outcome, user, key, session, program, parent, name, workspace
    case cause, tookMilliseconds, subject, facts, authenticated
  }

  /// Every key is always there, so that a table can be made of it.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(sequence, forKey: .sequence)
    try container.encode(time, forKey: .time)
    try container.encode(action, forKey: .action)
    try container.encode(outcome, forKey: .outcome)
    try container.encode(user, forKey: .user)
    try container.encode(key, forKey: .key)
    try container.encode(session, forKey: .session)
    try container.encode(program, forKey: .program)
    try container.encode(parent, forKey: .parent)
    try container.encode(name, forKey: .name)
    try container.encode(workspace, forKey: .workspace)
    try container.encode(cause, forKey: .cause)
    try container.encode(tookMilliseconds, forKey: .tookMilliseconds)
    try container.encode(subject, forKey: .subject)
    try container.encode(facts, forKey: .facts)
    try container.encode(authenticated, forKey: .authenticated)
  }
}
