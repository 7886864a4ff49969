/// Begins to rotate, or to go on with what was begun; `AwaitRotation` tells how it goes.
///
/// Secrets that a person brings come as attachments.
package struct BeginRotation: Call {
  package typealias Answer = RotationBegun
  package enum Work: String, Codable, Sendable {
    /// Begins with what is selected, and goes on with what of it was begun.
    case rotate
    /// Goes on, also where it had stopped; what a person was asked for is done.
    case resume
    /// What is due, and what is waiting to be finished.
    case due
  }
  package let work: Work
  package let selector: SelectorInput
  package var strategy: String?
  /// Seconds for which the old credential is left alive.
  package var grace: Int64?
  package var fields: [FieldInput] = []
  /// Says what would be done, and does nothing.
  package var isTrial = false
  package init(_ work: Work, _ selector: SelectorInput) {
    self.work = work
    self.selector = selector
  }
  package var message: Message { .beginRotation(self) }
}

package struct RotationBegun: Codable, Equatable, Sendable {
  /// Nothing where it was only a trial, or there is nothing to do.
  package var token: Int?
  package let rows: [RotationPlanRow]
  package init(token: Int?, rows: [RotationPlanRow]) {
    self.token = token
    self.rows = rows
  }
}

/// What is to be done about one credential.
package struct RotationPlanRow: Codable, Equatable, Sendable {
  /// The profiles that share it.
  package let names: [String]
  package let strategy: String
  package let steps: [String]
  /// What could go wrong, or be noticed.
  package let risks: [String]
  package let destinations: [String]
  /// Whether it was begun before.
  package let isBegun: Bool
  package init(
    names: [String], strategy: String, steps: [String], risks: [String], destinations: [String],
    isBegun: Bool
  ) {
    self.names = names
    self.strategy = strategy
    self.steps = steps
    self.risks = risks
    self.destinations = destinations
    self.isBegun = isBegun
  }
}

/// Waits until there is more to tell than what was seen, or a moment has passed.
package struct AwaitRotation: Call {
  package typealias Answer = RotationProgress
  package let token: Int
  package let seen: Int
  package init(token: Int, seen: Int) {
    self.token = token
    self.seen = seen
  }
  package var message: Message { .awaitRotation(self) }
}

/// Starts nothing more; what is under way comes to a state from which it can go on.
package struct StopRotation: Call {
  package typealias Answer = Nothing
  package let token: Int
  package init(token: Int) { self.token = token }
  package var message: Message { .stopRotation(self) }
}

package struct RotationProgress: Codable, Equatable, Sendable {
  package let steps: [RotationStep]
  package let isOver: Bool
  /// At the end, how each credential stands.
  package let rows: [RotationRow]
  package var failure: Failure?
  package init(
    steps: [RotationStep], isOver: Bool, rows: [RotationRow] = [], failure: Failure? = nil
  ) {
    self.steps = steps
    self.isOver = isOver
    self.rows = rows
    self.failure = failure
  }
}

/// One thing that happened to one credential.
package struct RotationStep: Codable, Equatable, Sendable {
  package let name: String
  package let text: String
  package let isProblem: Bool
  /// Milliseconds since 1970.
  package let at: Int64
  package init(name: String, text: String, isProblem: Bool, at: Int64) {
    self.name = name
    self.text = text
    self.isProblem = isProblem
    self.at = at
  }
}

/// How the rotation of one credential stands.
package struct RotationRow: Codable, Equatable, Sendable {
  package let names: [String]
  package let strategy: String
  /// The step that it is at, or `done`, `refused` or `not begun`.
  package let state: String
  package let isStuck: Bool
  package let reason: String
  package let hint: String
  /// Which secret works now, in words.
  package let works: String
  package var pending: UInt32
  package var begunAt: Int64
  package var begunBy: String
  package var retiresAt: Int64?
  package let status: ExitStatus
  package init(
    names: [String], strategy: String, state: String, isStuck: Bool, reason: String, hint: String,
    works: String, pending: UInt32 = 0, begunAt: Int64 = 0, begunBy: String = "",
    retiresAt: Int64? = nil, status: ExitStatus
  ) {
    self.names = names
    self.strategy = strategy
    self.state = state
    self.isStuck = isStuck
    self.reason = reason
    self.hint = hint
    self.works = works
    self.pending = pending
    self.begunAt = begunAt
    self.begunBy = begunBy
    self.retiresAt = retiresAt
    self.status = status
  }
}

/// Which rotations are not over.
package struct AskRotations: Call {
  package typealias Answer = RotationsAnswer
  package let names: [String]
  package init(_ names: [String] = []) { self.names = names }
  package var message: Message { .rotations(self) }
}

package struct RotationsAnswer: Codable, Equatable, Sendable {
  package let rows: [RotationRow]
  package init(rows: [RotationRow]) { self.rows = rows }
}

/// Gives a rotation up, while something still works.
package struct AbandonRotation: Call {
  package typealias Answer = RotationsAnswer
  package let name: String
  /// Also where nothing is seen to work.
  package var isAnyway = false
  package init(_ name: String) { self.name = name }
  package var message: Message { .abandonRotation(self) }
}

/// Settles when profiles are to be rotated.
package struct SetPolicy: Call {
  package typealias Answer = DueAnswer
  package let selector: SelectorInput
  /// Seconds.
  package var every: Int64?
  /// As `02:00-04:00`, or an empty text for any time.
  package var window: String?
  package var grace: Int64?
  package var isCleared = false
  package init(_ selector: SelectorInput) { self.selector = selector }
  package var message: Message { .setPolicy(self) }
}

/// What is to be rotated when.
package struct AskDue: Call {
  package typealias Answer = DueAnswer
  package let selector: SelectorInput
  /// Only what is overdue, or waits for a person.
  package var onlyLate = false
  package init(_ selector: SelectorInput) { self.selector = selector }
  package var message: Message { .due(self) }
}

package struct DueAnswer: Codable, Equatable, Sendable {
  package struct Row: Codable, Equatable, Sendable {
    package let name: String
    package let type: String
    /// `ok`, `due`, `overdue`, `rotating`, `stuck` or `none` without a policy.
    package let state: String
    package var every: Int64?
    package var window: String?
    package var grace: Int64?
    /// When the secret was last changed, as far as it is known.
    package var since: Int64?
    package var dueAt: Int64?
    package var overdueAt: Int64?
    package init(name: String, type: String, state: String) {
      self.name = name
      self.type = type
      self.state = state
    }
  }
  package let rows: [Row]
  package init(rows: [Row]) { self.rows = rows }
}
