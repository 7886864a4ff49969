package import Auditing
package import Profiles

/// What is to be settled about when a secret is replaced.
package struct PolicyChange: Sendable {
  package var every: Int64?
  /// A window, or `.some(nil)` for none.
  package var window: RotationPolicy.Window??
  package var grace: Int64?
  package var isCleared = false

  package init() {}
}

extension Vault {
  /// Settles when profiles are due; gives them as they are afterwards.
  package borrowing func settle(
    _ change: PolicyChange, for selector: Selector, by author: Author, at time: Int64
  ) throws(VaultError) -> [Profile] {
    try write { standing throws(VaultError) in
      var settled: [Profile] = []
      for var profile in try selected(selector, in: standing) {
        let before = profile.policy
        profile.policy = change.applied(to: before, of: profile)
        settled.append(profile)
        guard profile.policy != before else { continue }
        let event = EventDraft(
          .policySet, subject: profile.id.bytes, at: time, by: author,
          [Detail(.name, profile.name.text), Detail(.cause, profile.policy?.words ?? "none")])
        try record(event, in: &standing)
        try save(profile, in: standing)
      }
      return settled
    }
  }
}

extension PolicyChange {
  fileprivate func applied(to before: RotationPolicy?, of profile: Profile) -> RotationPolicy? {
    guard !isCleared else { return nil }
    var policy =
      before
      ?? RotationPolicy(every: 0, since: profile.current?.madeAt ?? 0)
    if let every { policy.every = every }
    if case .some(let window) = window { policy.window = window }
    if let grace { policy.grace = grace }
    return policy
  }
}

extension RotationPolicy {
  /// As the record tells it.
  fileprivate var words: String {
    "every \(every) s, window \(window?.text ?? "any"), grace \(grace) s"
  }
}
