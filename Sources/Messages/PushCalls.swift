/// Compares what the vault holds with what is over there; the sealed plan comes as an attachment.
package struct PlanPush: Call {
  package typealias Answer = PlanAnswer
  package let selection: RemoteSelection
  package var strategy = PushStrategy.inPlace
  package init(_ selection: RemoteSelection) { self.selection = selection }
  package var message: Message { .plan(self) }
}

/// How a connection that is there is changed.
package enum PushStrategy: String, Codable, CaseIterable, Sendable {
  case inPlace = "in-place"
  /// By a new one beside it.
  case swap
}

package struct PlanAnswer: Codable, Equatable, Sendable {
  package let rows: [PlanRow]
  /// What was seen, for a push that follows at once.
  package var look: Int?
  package init(rows: [PlanRow], look: Int? = nil) {
    self.rows = rows
    self.look = look
  }
}

/// What would be done about one object.
package struct PlanRow: Codable, Equatable, Sendable {
  package enum Action: String, Codable, CaseIterable, Sendable {
    case create, update, delete
    /// What is over there is tested again, or for the first time.
    case test
    /// It is as it should be.
    case nothing
    /// It cannot be done, for the reason given.
    case blocked
  }
  package let kind: RemoteRow.Kind
  package let workspace: String
  package let name: String
  package let action: Action
  package var profile: String?
  /// What is sent, such as `clickhouse x1.example:8443/acme as acme_ro, secrets v3`.
  package var summary: String
  package var reasons: [String]
  /// What somebody should know before it is done, such as that the login can do more than read.
  package var warnings: [String] = []
  package init(
    _ kind: RemoteRow.Kind, workspace: String, name: String, action: Action,
    profile: String? = nil, summary: String = "", reasons: [String] = []
  ) {
    self.kind = kind
    self.workspace = workspace
    self.name = name
    self.action = action
    self.profile = profile
    self.summary = summary
    self.reasons = reasons
  }
}

/// Begins to do what a plan says; the answer comes at once, `AwaitPush` tells how it goes.
///
/// A saved plan comes as the only attachment, and then nothing is selected.
package struct BeginPush: Call {
  package typealias Answer = PushBegun
  package enum Work: String, Codable, Sendable {
    /// Makes and changes what differs, and tests it.
    case push
    /// Has Embeddable test what is there.
    case test
    /// Only looks.
    case refresh
  }
  package let work: Work
  package let selection: RemoteSelection
  package var jobs = 8
  /// Connections are tested after they were accepted.
  package var isTested = true
  /// A plan says it itself.
  package var strategy = PushStrategy.inPlace
  /// Tied to a plan that comes as an attachment.
  package var isPlanned = false
  /// What a plan saw a moment ago; too long ago, it is looked at again.
  package var look: Int?
  /// Whether the end tells how each object stands, and not only of those that are to go.
  package var wantsRows = true
  package init(_ work: Work, _ selection: RemoteSelection) {
    self.work = work
    self.selection = selection
  }
  package var message: Message { .beginPush(self) }
}

package struct PushBegun: Codable, Equatable, Sendable {
  package let token: Int
  /// How many objects it is about.
  package let count: Int
  package init(token: Int, count: Int) {
    self.token = token
    self.count = count
  }
}

/// Waits until there is more to tell than what was seen, or a moment has passed.
package struct AwaitPush: Call {
  package typealias Answer = PushProgress
  package let token: Int
  package let seen: Int
  package init(token: Int, seen: Int) {
    self.token = token
    self.seen = seen
  }
  package var message: Message { .awaitPush(self) }
}

/// Starts nothing more; what is under way comes to its end.
package struct StopPush: Call {
  package typealias Answer = Nothing
  package let token: Int
  package init(token: Int) { self.token = token }
  package var message: Message { .stopPush(self) }
}

package struct PushProgress: Codable, Equatable, Sendable {
  package let steps: [PushStep]
  package let done: Int
  package let testing: Int
  package let failed: Int
  package let remaining: Int
  package let isOver: Bool
  /// At the end, how each object stands.
  package var rows: [RemoteRow]
  /// Why it ended early, if it did.
  package var failure: Failure?
  package init(
    steps: [PushStep], done: Int, testing: Int, failed: Int, remaining: Int, isOver: Bool,
    rows: [RemoteRow] = [], failure: Failure? = nil
  ) {
    self.steps = steps
    self.done = done
    self.testing = testing
    self.failed = failed
    self.remaining = remaining
    self.isOver = isOver
    self.rows = rows
    self.failure = failure
  }
}

/// One thing that happened to one object.
package struct PushStep: Codable, Equatable, Sendable {
  package enum Event: String, Codable, Sendable {
    case created, updated, deleted, passed, unproven, unchanged
    /// It is there, and nothing of ours: only the vault let go of it.
    case forgotten
    /// A test said no, or a call was refused.
    case failed
    /// It was not tried: it waits for something else, or is not allowed.
    case skipped
    /// Nobody knows whether it was done.
    case unclear
  }
  package let kind: RemoteRow.Kind
  package let workspace: String
  package let name: String
  package let event: Event
  /// Milliseconds since 1970.
  package let at: Int64
  package let reason: String
  package var hint: String
  /// What the whole command should end with because of it; done where nothing is wrong.
  package let status: ExitStatus
  package init(
    _ kind: RemoteRow.Kind, workspace: String, name: String, event: Event, at: Int64,
    reason: String = "", hint: String = "", status: ExitStatus = .done
  ) {
    self.kind = kind
    self.workspace = workspace
    self.name = name
    self.event = event
    self.at = at
    self.reason = reason
    self.hint = hint
    self.status = status
  }
}

/// Takes over what a workspace has: matching profiles are bound, the rest become incomplete ones.
package struct AdoptWorkspace: Call {
  package typealias Answer = AdoptAnswer
  package let workspace: String
  package let isTrial: Bool
  package init(_ workspace: String, isTrial: Bool) {
    self.workspace = workspace
    self.isTrial = isTrial
  }
  package var message: Message { .adopt(self) }
}

package struct AdoptAnswer: Codable, Equatable, Sendable {
  package struct Row: Codable, Equatable, Sendable {
    package let kind: RemoteRow.Kind
    package let name: String
    /// `adopted`, `made` for a new incomplete profile, `ours` already, or `left` alone.
    package let outcome: String
    package var profile: String?
    package let reason: String
    package init(
      _ kind: RemoteRow.Kind, name: String, outcome: String, profile: String? = nil,
      reason: String = ""
    ) {
      self.kind = kind
      self.name = name
      self.outcome = outcome
      self.profile = profile
      self.reason = reason
    }
  }
  package let workspace: String
  package let rows: [Row]
  package init(workspace: String, rows: [Row]) {
    self.workspace = workspace
    self.rows = rows
  }
}
