/// Where a version of a profile stands in its life.
package enum VersionState: UInt8, CaseIterable, Sendable, CustomStringConvertible {
  /// Written, not yet proven.
  case pending = 1
  /// The one that is used.
  case current = 2
  /// The one before it.
  case previous = 3
  /// Older; still readable.
  case retired = 4
  /// Its contents are gone.
  case destroyed = 5

  package var description: String {
    switch self {
    case .pending: "pending"
    case .current: "current"
    case .previous: "previous"
    case .retired: "retired"
    case .destroyed: "destroyed"
    }
  }
}
