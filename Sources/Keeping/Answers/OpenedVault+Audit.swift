import Auditing
import Host
import Messages
import Profiles
import Vaults

/// The record of what happened.
extension OpenedVault {
  func events(_ call: AskAuditLog, _ order: Order) throws -> AuditLogAnswer {
    var question = try Question(call.filter, limit: call.limit)
    try question.query.bound(
      limit: call.limit, after: call.after, before: call.before, oldestFirst: call.oldestFirst)
    let (events, found) = try vault.events(question, by: order.author, at: order.time)
    order.hold.question = found
    return AuditLogAnswer(events, limit: call.limit)
  }

  func moreEvents(_ call: AskMoreEvents, _ order: Order) throws -> AuditLogAnswer {
    guard var query = order.hold.question?.query else {
      throw Failure(
        .usage, "nothing was asked of the log in this conversation", hint: "begin with a question")
    }
    try query.bound(
      limit: call.limit, after: call.after, before: call.before, oldestFirst: call.oldestFirst)
    return AuditLogAnswer(try vault.more(query), limit: call.limit)
  }

  func lastSeen(_ call: AskLastSeen, _ order: Order) throws -> LastSeenAnswer {
    var filter = EventFilter()
    filter.about = call.selector
    let words = try Question(filter, limit: 1).words
    let (lines, unseen) = try vault.lastSeen(
      try call.selector.selector(), words: words, by: order.author, at: order.time)
    return LastSeenAnswer(rows: lines.map(LastSeenAnswer.Row.init), unseen: unseen)
  }
}

extension LastSeenAnswer.Row {
  fileprivate init(_ line: LastSeen) {
    self.init(name: line.profile.name.text)
    read = line.read
    pushed = line.pushed
    tested = line.tested
    rotated = line.rotated
    secretSince = line.secretSince
  }
}

extension Query {
  /// One more than is given, so that it is known whether there are more.
  fileprivate mutating func bound(
    limit: Int, after: Int64?, before: Int64?, oldestFirst: Bool
  ) throws(Failure) {
    guard (1...AskAuditLog.pageLimit).contains(limit) else {
      throw .invalid(
        "\(limit) events cannot be listed at a time",
        hint: "ask for 1 to \(AskAuditLog.pageLimit)")
    }
    self.limit = limit + 1
    self.after = max(after ?? 0, 0)
    self.before = max(before ?? .max, 0)
    self.oldestFirst = oldestFirst
  }
}

extension Question {
  /// The words of a message, checked.
  init(_ filter: EventFilter, limit: Int) throws {
    self.init(limit: limit)
    if let about = filter.about {
      let selector = try about.selector()
      if !selector.all { self.about = selector }
    }
    for word in filter.actions {
      let meant = Action.named(word)
      guard !meant.isEmpty else { throw Failure.noAction(word) }
      actions += meant.filter { !actions.contains($0) }
    }
    for word in filter.outcomes {
      guard let outcome = Outcome.allCases.first(where: { $0.word == word }) else {
        throw Failure.invalid(
          "'\(Cleaned.text(word))' is no outcome",
          hint: "choose of " + Outcome.allCases.map(\.word).joined(separator: ", "))
      }
      outcomes.append(outcome)
    }
    if let actor = filter.actor { actors = Self.actors(actor) }
    session = filter.session
    workspace = filter.workspace
    fields = filter.fields
    query.since = filter.since
    query.until = filter.until
    words = Self.words(filter)
  }

  /// A person may be named as a user, by name or number, or by a key of theirs.
  private static func actors(_ word: String) -> [Detail] {
    var users: Set = [word]
    if let number = UInt32(word), let name = PasswordFile.entry(of: number)?.name {
      users.insert("\(number) (\(name))")
    }
    if let number = PasswordFile.uid(of: word) { users.insert("\(number) (\(word))") }
    return users.sorted().map { Detail(.user, $0) } + [Detail(.slot, word)]
  }

  /// What the record says was asked, besides names of profiles.
  private static func words(_ filter: EventFilter) -> [String] {
    var words: [String] = []
    func add(_ key: String, _ values: [String]) {
      words += values.prefix(16).map { "\(key) \(Cleaned.text($0, limit: 128))" }
    }
    add("pattern", (filter.about?.words ?? []).filter(Glob.isPattern))
    add("label", filter.about?.labels ?? [])
    add("type", filter.about?.types ?? [])
    add("action", filter.actions)
    add("outcome", filter.outcomes)
    add("actor", filter.actor.map { [$0] } ?? [])
    add("session", filter.session.map { [$0] } ?? [])
    add("workspace", filter.workspace.map { [$0] } ?? [])
    add("field", filter.fields)
    add("since", filter.since.map { [String($0)] } ?? [])
    add("until", filter.until.map { [String($0)] } ?? [])
    return words
  }
}

extension AuditLogAnswer {
  fileprivate init(_ events: [OpenedEvent], limit: Int) {
    self.init(
      events: events.prefix(limit).map(EventLine.init), hasMore: events.count > limit)
  }
}

extension EventLine {
  init(_ event: OpenedEvent) {
    self.init(
      sequence: event.sequence, time: event.time, action: event.action, outcome: event.outcome,
      subject: event.subject.map(Hex.text),
      facts: event.details.map { Fact(key: $0.key, value: $0.value) },
      isAuthenticated: event.isAuthenticated)
  }
}

extension Failure {
  fileprivate static func noAction(_ word: String) -> Failure {
    Failure(
      .invalid, "no action is called '\(Cleaned.text(word))'",
      hint: "give an action such as secret.read, a pattern such as push.*, or one of "
        + ActionGroup.allCases.map(\.rawValue).joined(separator: ", "),
      unknown: word,
      known: Action.allCases.map(\.rawValue) + ActionGroup.allCases.map(\.rawValue))
  }
}
