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
    case .usage: "the command line is wrong"
    case .notFound: "what was named is not there"
    case .conflict: "it exists already, or its version is another one"
    case .locked: "the vault is locked and there is no key at hand"
    case .wrongKey: "the passphrase or key does not open the vault"
    case .scope: "the session may not do this"
    case .invalid: "a value is not acceptable"
    case .damaged: "the vault is damaged or was tampered with"
    case .newer: "the vault is newer than this program"
    case .remoteRefused: "the remote side refused"
    case .remoteUnreachable: "the remote side cannot be reached"
    case .partly: "partly done; each failure is named"
    case .differences: "there is something to do (only with --exit-code)"
    case .needsPerson: "a person has to decide"
    case .busy: "somebody else is at work; try again"
    case .storage: "the file could not be read or written"
    }
  }

  /// The word that stands for it in machine output.
  package var code: String { String(describing: self) }
}
