/// What can go wrong when secrets are sealed, opened or read; never holds a secret value.
package enum SealingError: Error, Equatable, Sendable {
  /// The seal does not fit: another key, another context, or changed bytes.
  case notOpened
  case wrongLength(expected: Int, found: Int)
  /// A public key with which nothing can be sealed safely.
  case unusableKey
  case costRefused(String)
  case outOfMemory
  /// A recovery code that was mistyped, in this group (counted from 1) if that can be told.
  case malformedCode(group: Int?)

  /// What happened.
  package var message: String {
    switch self {
    case .notOpened:
      "the sealed data does not open with this key"
    case .wrongLength(let expected, let found):
      "\(expected) bytes were expected and \(found) found"
    case .unusableKey:
      "the public key is not a usable one"
    case .costRefused(let cost):
      "the passphrase cost is refused: \(cost)"
    case .outOfMemory:
      "there is not enough memory to derive the key"
    case .malformedCode(let group?):
      "group \(group) of the recovery code is not right"
    case .malformedCode(nil):
      "this is not a whole recovery code"
    }
  }

  /// What to do about it.
  package var remedy: String {
    switch self {
    case .notOpened:
      "check the passphrase or key; if it is right, the data was changed and a backup is needed"
    case .wrongLength:
      "check that the whole key was given and nothing else"
    case .unusableKey:
      "ask its owner for the public key again"
    case .costRefused:
      "choose \(PassphraseCost.floor) to \(PassphraseCost.ceiling)"
    case .outOfMemory:
      "free some memory, or open with a key file or recovery code, and lower the passphrase cost"
    case .malformedCode(_?):
      "compare that group with the written code and type it again"
    case .malformedCode(nil):
      "type all \(RecoveryCode.groups) groups of \(RecoveryCode.groupLength) characters"
    }
  }
}
