/// How a program ends.
///
/// The numbers are an interface and are never given another meaning.
package enum ExitStatus: Int32, CaseIterable, Codable, Sendable {
  case done = 0
  case unexpected = 1
  case usage = 2
  case notFound = 3
  case conflict = 4
  case locked = 5
  case wrongKey = 6
  case scope = 7
  case invalid = 8
  case damaged = 9
  case newer = 10
  case remoteRefused = 11
  case remoteUnreachable = 12
  case partly = 13
  case differences = 14
  case needsPerson = 15
  case busy = 16
  case storage = 17

  package var meaning: String {
    switch self {
    case .done: "done"
    case .unexpected: "something unexpected went wrong"
    case .usage: "the command line was not understood, or selects nothing"
    case .notFound: "what was named is not there"
    case .conflict: "it exists already, or is at another version than was said"
    case .locked: "a key is needed, and there is no session, no key and nobody to ask"
    case .wrongKey: "the passphrase, recovery code or key does not open the vault"
    case .scope: "the session may not do this; 'coffer unlock --full' opens one that may"
    case .invalid: "a value is not acceptable"
    case .damaged: "the vault is damaged or was tampered with"
    case .newer: "the vault was written by a newer Coffer"
    case .remoteRefused: "the remote side refused"
    case .remoteUnreachable: "the remote side cannot be reached"
    case .partly: "partly done; what is not done is named"
    case .differences: "there is something to do: with --exit-code, and a problem from doctor"
    case .needsPerson: "a person has to decide"
    case .busy: "somebody else held the vault for longer than Coffer waits"
    case .storage: "a file could not be read or written, or is open to other users"
    }
  }

  /// The word that stands for it in machine output, as `not-found`.
  package var code: String {
    String(describing: self).map { $0.isUppercase ? "-" + $0.lowercased() : String($0) }.joined()
  }
}
