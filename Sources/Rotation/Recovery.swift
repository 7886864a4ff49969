/// What follows from signing in with both secrets after an unclear answer.
package enum Recovery: Equatable, Sendable {
  /// The new one was taken, and the old one still works.
  case applied
  /// The new one was taken in the place of the old one: destinations need it at once.
  case appliedAlone
  /// The new one was not taken.
  case notApplied
  /// Neither can be told; nothing is concluded.
  case wait(String)
  /// Nothing can be signed in with, or not with what should be.
  case lost(String)
  /// The secret is taken without being looked at, or by somebody else.
  case misled(String)

  package static func decide(_ findings: Findings) -> Recovery {
    if case .elsewhere(let cause) = findings.pending { return .misled(cause) }
    switch (findings.pending, findings.current) {
    case (.unreachable(let cause), _): return .wait(cause)
    case (.works, .works): return .applied
    case (.works, .refused): return .appliedAlone
    // The new one is proven; the old one may be what cannot be looked at.
    case (.works, .notChecked), (.works, .elsewhere): return .applied
    case (.works, .unreachable(let cause)), (.refused, .unreachable(let cause)):
      return .wait(cause)
    case (.refused, .works), (.refused, .notChecked), (.refused, .elsewhere): return .notApplied
    case (.refused(let cause), .refused):
      if findings.previous == .works {
        return .lost("only the version before the current one works: \(cause)")
      }
      return .lost("neither the new nor the current secret works: \(cause)")
    case (.notChecked(let cause), _): return .wait(cause)
    case (.elsewhere(let cause), _): return .misled(cause)
    }
  }
}
