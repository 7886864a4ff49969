package import Profiles

/// Whether a profile's secret is to be replaced by now.
package enum Due: String, CaseIterable, Sendable {
  /// Nothing was settled about it.
  case none
  case ok, due, overdue
  /// It is being replaced.
  case rotating
  /// It is being replaced, and a person has to do something.
  case stuck

  package static func state(
    of profile: Profile, _ changeover: Changeover?, at time: Int64
  ) -> Due {
    if let changeover {
      return changeover.isStuck || [.asking, .clearing].contains(changeover.step)
        ? .stuck : .rotating
    }
    guard let policy = profile.policy, let dueAt = policy.dueAt(for: profile.id) else {
      return .none
    }
    if let overdueAt = policy.overdueAt, time >= overdueAt { return .overdue }
    return time >= dueAt ? .due : .ok
  }
}
