package struct AskAuditLog: Call {
  package typealias Answer = AuditLogAnswer
  package var limit: Int
  /// Only events before this one, to page back.
  package var before: Int64?
  package var name: String?
  package init(limit: Int, before: Int64? = nil, name: String? = nil) {
    self.limit = limit
    self.before = before
    self.name = name
  }
  package var message: Message { .auditLog(self) }
}

package struct AuditLogAnswer: Codable, Equatable, Sendable {
  package let events: [EventLine]
  package init(events: [EventLine]) { self.events = events }
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
}

package struct VerifyAudit: Call {
  package typealias Answer = VerifiedAnswer
  package init() {}
  package var message: Message { .auditVerify(self) }
}

package struct VerifiedAnswer: Codable, Equatable, Sendable {
  package let events: Int64
  package let head: String
  package let profiles: Int
  package let versions: Int
  /// Events that were written without a key.
  package let withoutKey: Int64
  package init(events: Int64, head: String, profiles: Int, versions: Int, withoutKey: Int64) {
    self.events = events
    self.head = head
    self.profiles = profiles
    self.versions = versions
    self.withoutKey = withoutKey
  }
}
