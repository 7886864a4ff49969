/// Which events are meant; what is left out does not matter.
package struct EventFilter: Codable, Equatable, Sendable {
  package var about: SelectorInput?
  /// Groups, actions, and patterns such as `push.*`.
  package var actions: [String] = []
  package var outcomes: [String] = []
  package var actor: String?
  package var session: String?
  package var workspace: String?
  package var fields: [String] = []
  /// Milliseconds since 1970; the second is the first that is not meant.
  package var since: Int64?
  package var until: Int64?
  package init() {}
}

/// Asks for a page of events; those after it come with `AskMoreEvents`.
package struct AskAuditLog: Call {
  package typealias Answer = AuditLogAnswer
  /// The most that one answer holds.
  package static let pageLimit = 5_000
  package var limit: Int
  package var filter: EventFilter
  /// Only events before, or after, this one.
  package var before: Int64?
  package var after: Int64?
  package var oldestFirst: Bool
  package init(
    limit: Int, before: Int64? = nil, after: Int64? = nil, oldestFirst: Bool = false,
    filter: EventFilter = EventFilter()
  ) {
    self.limit = limit
    self.before = before
    self.after = after
    self.oldestFirst = oldestFirst
    self.filter = filter
  }
  package var message: Message { .auditLog(self) }
}

/// Asks the last question of this conversation again, from another event on.
///
/// It was written down then, for all its pages.
package struct AskMoreEvents: Call {
  package typealias Answer = AuditLogAnswer
  package var limit: Int
  package var before: Int64?
  package var after: Int64?
  package var oldestFirst: Bool
  package init(
    limit: Int, before: Int64? = nil, after: Int64? = nil, oldestFirst: Bool = false
  ) {
    self.limit = limit
    self.before = before
    self.after = after
    self.oldestFirst = oldestFirst
  }
  package var message: Message { .auditMore(self) }
}

package struct AuditLogAnswer: Codable, Equatable, Sendable {
  package let events: [EventLine]
  /// Whether there are more in the same direction.
  package let hasMore: Bool
  package init(events: [EventLine], hasMore: Bool = false) {
    self.events = events
    self.hasMore = hasMore
  }
}

package struct EventLine: Codable, Equatable, Sendable {
  package struct Fact: Codable, Equatable, Sendable {
    package let key: String
    package let value: String
    package init(key: String, value: String) {
      self.key = key
      self.value = value
    }
  }
  package let sequence: Int64
  /// Milliseconds since 1970.
  package let time: Int64
  package let action: String
  package let outcome: String
  package let subject: String?
  package let facts: [Fact]
  package let isAuthenticated: Bool
  package init(
    sequence: Int64, time: Int64, action: String, outcome: String, subject: String?,
    facts: [Fact], isAuthenticated: Bool
  ) {
    self.sequence = sequence
    self.time = time
    self.action = action
    self.outcome = outcome
    self.subject = subject
    self.facts = facts
    self.isAuthenticated = isAuthenticated
  }

  package func first(_ key: String) -> String? { facts.first { $0.key == key }?.value }

  package func all(_ key: String) -> [String] { facts.filter { $0.key == key }.map(\.value) }
}

/// Asks when profiles were last read, pushed, tested and given another secret.
package struct AskLastSeen: Call {
  package typealias Answer = LastSeenAnswer
  package let selector: SelectorInput
  package init(_ selector: SelectorInput) { self.selector = selector }
  package var message: Message { .lastSeen(self) }
}

package struct LastSeenAnswer: Codable, Equatable, Sendable {
  /// A profile; its times are milliseconds since 1970, or nothing where it never happened.
  package struct Row: Codable, Equatable, Sendable {
    package let name: String
    package var read: Int64?
    package var pushed: Int64?
    package var tested: Int64?
    package var rotated: Int64?
    /// Since when its secret is what it is.
    package var secretSince: Int64?
    package init(name: String) { self.name = name }
  }
  package let rows: [Row]
  /// Readings of whatever profile that could not be written down.
  package let unseen: Int
  package init(rows: [Row], unseen: Int) {
    self.rows = rows
    self.unseen = unseen
  }
}

/// Checks the whole log and every record, also against checkpoints that were kept elsewhere.
package struct VerifyAudit: Call {
  package typealias Answer = VerifiedAnswer
  /// Lines as `coffer audit checkpoint` writes them.
  package var checkpoints: [String]
  package init(checkpoints: [String] = []) { self.checkpoints = checkpoints }
  package var message: Message { .auditVerify(self) }
}

package struct VerifiedAnswer: Codable, Equatable, Sendable {
  package let events: Int64
  package let head: String
  package let profiles: Int
  package let versions: Int
  /// Events that were written without a key.
  package let withoutKey: Int64
  /// How many checkpoints agree, those in the file and those from elsewhere, and the last of each.
  package let inside: Int
  package let outside: Int
  package let lastOutside: Int64?
  package init(
    events: Int64, head: String, profiles: Int, versions: Int, withoutKey: Int64, inside: Int = 0,
    outside: Int = 0, lastOutside: Int64? = nil
  ) {
    self.events = events
    self.head = head
    self.profiles = profiles
    self.versions = versions
    self.withoutKey = withoutKey
    self.inside = inside
    self.outside = outside
    self.lastOutside = lastOutside
  }
}

/// Has the vault sign where its log stands.
package struct MakeCheckpoint: Call {
  package typealias Answer = CheckpointAnswer
  /// Where it will be kept, for the record.
  package var places: [String]
  package init(places: [String] = []) { self.places = places }
  package var message: Message { .auditCheckpoint(self) }
}

package struct CheckpointAnswer: Codable, Equatable, Sendable {
  package let sequence: Int64
  /// Milliseconds since 1970.
  package let time: Int64
  /// What is to be kept, as one line.
  package let line: String
  /// The vault's public key, which signed it.
  package let identity: String
  package init(sequence: Int64, time: Int64, line: String, identity: String) {
    self.sequence = sequence
    self.time = time
    self.line = line
    self.identity = identity
  }
}

/// Has the vault sign where its log stands, if enough has happened since it last did.
package struct KeepCheckpoint: Call {
  package typealias Answer = KeptCheckpoint
  /// The most events that there may be without one.
  package let every: Int64
  /// The last checkpoint in each place, or an empty text.
  ///
  /// Each must agree with the log. Without any the last one in the file counts.
  package let kept: [String]
  /// Where it will be kept, for the record.
  package let places: [String]
  package init(every: Int64, kept: [String], places: [String]) {
    self.every = every
    self.kept = kept
    self.places = places
  }
  package var message: Message { .keepCheckpoint(self) }
}

package struct KeptCheckpoint: Codable, Equatable, Sendable {
  /// What is to be kept; nothing where it is too early.
  package let line: String?
  package init(line: String?) { self.line = line }
}
