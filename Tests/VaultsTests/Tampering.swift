import Auditing
import Storage
import Vaults

extension VaultError {
  /// Whether a person is told that the file was changed (exit status 9).
  var isTampering: Bool {
    switch self {
    case .damaged, .substituted: true
    case .storage(let error): Self.isTampering(error)
    case .audit(let error):
      switch error {
      case .damaged, .cutOff: true
      case .storage(let error): Self.isTampering(error)
      }
    default: false
    }
  }

  private static func isTampering(_ error: StorageError) -> Bool {
    switch error {
    case .damaged, .schemaDiffers, .altered: true
    default: false
    }
  }
}
