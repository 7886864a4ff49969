/// What the owner of a vault has settled about it.
package struct VaultSettings: Equatable, Sendable {
  /// Where backups go.
  package enum BackupPlace: Equatable, Sendable {
    /// Nobody has decided yet.
    case undecided
    /// Nowhere: somebody sees to it by other means.
    case none
    /// An absolute path, used by the client alone.
    case folder(String)
  }

  package var backups: BackupPlace
  /// For how many days backups are kept; 0 for ever.
  package var keepDays: UInt32
  /// Whether rotations wait until somebody has looked at what is really in use, after a restore.
  package var isFrozen = false
  /// Whether a login of a database is only saved once it was signed in with.
  package var demandsChecks = false
  /// A random id that each restore gives; empty for a vault that never was restored.
  package var lineage: [UInt8] = []

  package static let usualKeepDays: UInt32 = 30

  package init(
    backups: BackupPlace = .undecided, keepDays: UInt32 = VaultSettings.usualKeepDays
  ) {
    self.backups = backups
    self.keepDays = keepDays
  }
}
