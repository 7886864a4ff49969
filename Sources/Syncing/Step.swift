package import Profiles

/// One thing that happened to one object in a push.
package struct Step: Sendable {
  package enum Event: String, Sendable {
    case created, updated, deleted, forgotten, passed, unproven, unchanged, failed, skipped, unclear
  }
  /// What it makes of the whole.
  package enum Weight: Equatable, Sendable {
    case fine, refused, unreachable, needsPerson, invalid
  }
  package let kind: RemoteKind
  package let workspace: String
  package let name: String
  package let event: Event
  package let reason: String
  package let hint: String
  package let weight: Weight
  package let at: Int64

  package init(
    _ item: Item, _ event: Event, _ reason: String = "", hint: String = "",
    weight: Weight = .fine, at time: Int64
  ) {
    kind = item.remote.kind
    workspace = item.workspaceName
    name = item.remote.name
    self.event = event
    self.reason = reason
    self.hint = hint
    self.weight = weight
    at = time
  }
}

/// Who is told how a push goes.
package struct Reporter: Sendable {
  package let step: @Sendable (Step) -> Void
  /// A test has begun, or has come to its end.
  package let testing: @Sendable (Int) -> Void
  /// Nothing more is to be done about an object.
  package let done: @Sendable (RemoteID) -> Void

  package init(
    step: @escaping @Sendable (Step) -> Void,
    testing: @escaping @Sendable (Int) -> Void,
    done: @escaping @Sendable (RemoteID) -> Void
  ) {
    self.step = step
    self.testing = testing
    self.done = done
  }
}
