import Querying

/// Why a login could not be made or changed.
package enum StewardError: Error, Equatable, Sendable {
  /// What we sign in as to do it does not work.
  case admin(Verdict)
  /// Another place than that of the one who may change it.
  case otherPlace(admin: String, target: String)
  case incomplete(field: String)
  /// There is a user of that name, and the password is not ours.
  case exists(user: String)
  case noDatabase(String)
  /// The server has no form in which a password can be given without showing it.
  case noHash(String)
  case notHere(type: String)
  /// The server said no to a step, in its words.
  case refused(step: String, words: String)
  /// Nobody knows whether a step was done.
  case unclear(step: String, cause: String)
  /// It went wrong after these steps, one a statement, were done.
  indirect case partly(done: [String], StewardError)
}

extension StewardError {
  /// The same, where something was done before.
  func after(_ done: [String]) -> StewardError { done.isEmpty ? self : .partly(done: done, self) }

  /// The steps that were done before it, one a statement.
  package var done: [String] { if case .partly(let done, _) = self { done } else { [] } }

  /// What went wrong, whatever was done before.
  package var cause: StewardError { if case .partly(_, let cause) = self { cause } else { self } }
}

extension StewardError {
  /// What happened.
  package var message: String {
    switch self {
    case .admin(let verdict):
      "the one who may change it cannot sign in: \(verdict.cause)"
    case .otherPlace(let admin, let target):
      "the one who may change it is at \(admin), and this at \(target)"
    case .incomplete(let field): "it lacks \(field)"
    case .exists(let user): "there is a user \(user) already, with another password"
    case .noDatabase(let name): "there is no database \(name)"
    case .noHash(let why): "the password could not be given as a digest: \(why)"
    case .notHere(let type): "Coffer does not make logins of \(type)"
    case .refused(let step, let words): "the server refused to \(step): \(words)"
    case .unclear(let step, let cause): "it is not known whether the server did \(step): \(cause)"
    case .partly(let done, let cause):
      "\(cause.message) (done before: \(Self.names(done).joined(separator: ", ")))"
    }
  }

  /// What to do about it.
  package var remedy: String {
    switch self {
    case .admin(let verdict): verdict.hint.isEmpty ? "coffer check NAME" : verdict.hint
    case .otherPlace: "name one at the same host and port: --via PROFILE"
    case .incomplete: "coffer set NAME"
    case .exists:
      "choose another user, or drop it first; if it is yours: coffer set NAME password=-"
    case .noDatabase: "make it too: --with-database"
    case .noHash: "make the user by hand, then: coffer check NAME"
    case .notHere: "make the login by hand, then: coffer check NAME"
    case .refused: "give the one who may change it the right to, or do by hand what --print says"
    case .unclear: "run the same command again: what is done already is left as it is"
    case .partly(_, let cause): cause.remedy
    }
  }

  /// Each step once: some take several statements.
  private static func names(_ done: [String]) -> [String] {
    var names: [String] = []
    for name in done where !names.contains(name) { names.append(name) }
    return names
  }
}
