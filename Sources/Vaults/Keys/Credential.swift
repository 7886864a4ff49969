package import Sealing

/// What somebody brings to open a vault.
package enum Credential: Sendable {
  case passphrase(Secret)
  /// 32 random bytes.
  case keyFile(Secret)
  /// The code as it was typed.
  case recovery(Secret)
  /// The contents of an identity file.
  case identity(Secret)

  package var kind: SlotKind {
    switch self {
    case .passphrase: .passphrase
    case .keyFile: .keyFile
    case .recovery: .recovery
    case .identity: .recipient
    }
  }
}

/// What a new slot is to be opened by.
package enum NewKey: Sendable {
  case passphrase(Secret, PassphraseCost)
  case keyFile(Secret)
  /// The code as it will be shown.
  case recovery(Secret)
  /// The public half of a recipient's identity.
  case recipient(publicKey: [UInt8])

  package var kind: SlotKind {
    switch self {
    case .passphrase: .passphrase
    case .keyFile: .keyFile
    case .recovery: .recovery
    case .recipient: .recipient
    }
  }
}
