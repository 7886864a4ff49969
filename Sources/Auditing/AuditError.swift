package import Storage

/// Why the log could not be written or believed.
package enum AuditError: Error, Equatable, Sendable {
  case storage(StorageError)
  /// An event is not what was written, with what is wrong with it.
  case damaged(sequence: Int64, String)
  /// The log ends before the event that the vault's head names.
  case cutOff(expected: Int64, found: Int64)

  package var message: String {
    switch self {
    case .storage(let error): error.message
    case .damaged(let sequence, let what): "event \(sequence) of the audit log: \(what)"
    case .cutOff(let expected, let found):
      "the audit log ends at event \(found), but the vault was written up to event \(expected)"
    }
  }

  package var remedy: String {
    switch self {
    case .storage(let error): error.remedy
    case .damaged, .cutOff:
      "somebody or something changed the file; compare with a backup, and see 'coffer audit verify'"
    }
  }
}
