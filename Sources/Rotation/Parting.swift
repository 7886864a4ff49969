package import Profiles

/// Whether a rotation may be given up, by what was seen when signing in with both secrets.
package enum Parting: Equatable, Sendable {
  /// Something works: what the vault calls current from then on. The other one may still be taken.
  case leaves(alive: Bool)
  /// Nothing is known to work, and why.
  case refused(String)

  package static func decide(_ changeover: Changeover, _ findings: Findings) -> Parting {
    changeover.step.isSwitched
      ? after(findings) : before(findings, mayBeTold: changeover.step == .applying)
  }

  /// The current one stays.
  private static func before(_ findings: Findings, mayBeTold: Bool) -> Parting {
    switch (findings.current, findings.pending) {
    case (.works, let pending), (.elsewhere, let pending): .leaves(alive: !pending.isRefused)
    case (.refused, .works): .refused("the new secret works, and the one in use does not")
    case (.refused(let cause), _): .refused("neither secret is seen to work: \(cause)")
    case (.unreachable(let cause), _): .refused("nobody could be asked what works: \(cause)")
    case (.notChecked, .works): .refused("the new secret works, and of the other nobody knows")
    case (.notChecked(let cause), _):
      mayBeTold
        ? .refused("nobody knows which secret works: \(cause)") : .leaves(alive: true)
    }
  }

  /// The new one stays, for it is the current one by now.
  private static func after(_ findings: Findings) -> Parting {
    switch findings.pending {
    case .works, .elsewhere, .notChecked: .leaves(alive: !findings.current.isRefused)
    case .refused(let cause): .refused("the new secret does not work any more: \(cause)")
    case .unreachable(let cause): .refused("nobody could be asked what works: \(cause)")
    }
  }
}
