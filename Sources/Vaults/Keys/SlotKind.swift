/// By what a key slot is opened.
///
/// The raw values are the stored form.
package enum SlotKind: Int64, CaseIterable, Sendable {
  case passphrase = 1
  case keyFile = 2
  case recovery = 3
  case recipient = 4

  package var word: String {
    switch self {
    case .passphrase: "passphrase"
    case .keyFile: "key file"
    case .recovery: "recovery code"
    case .recipient: "identity"
    }
  }
}
