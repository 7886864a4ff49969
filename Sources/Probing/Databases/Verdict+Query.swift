import Profiles
import Querying
import Redacting

extension Verdict {
  /// What it means that a database could not be asked, whatever its kind.
  init(_ error: QueryError) {
    switch error {
    case .nameNotFound, .unreachable, .timedOut, .broken, .tls, .withoutTLS, .badAuthority,
      .wantsCleartext, .impostor, .unproven, .garbled, .tooMuch:
      self.init(.unreachable, Cleaned.text(error.message, limit: 300), hint: error.remedy)
    case .unknownSignIn:
      self.init(.notChecked, Cleaned.text(error.message, limit: 300), hint: error.remedy)
    case .refused: self.init(.unreachable, error.message, hint: error.remedy)
    }
  }
}

extension Refusal {
  /// What is known of the login where something else is refused.
  var soFar: String {
    passwordWasTaken ? "the login works, but" : "nobody has asked for the password, and"
  }
}

extension Subject {
  /// A server's own words: without our secrets, without what moves a cursor, not too long.
  func words(_ refusal: Refusal) -> String { words(refusal.text) }

  func words(_ text: String) -> String {
    let hidden = redaction.text(text.utf8.span)
    return Cleaned.text(
      hidden.split(whereSeparator: \.isWhitespace).joined(separator: " "), limit: 300)
  }

  /// A statement with names of the server's in it, whole, without the secrets of both.
  func shown(_ statement: String, with admin: Subject) -> String {
    Cleaned.text(
      redaction.with(admin.redaction).text(statement.utf8.span), limit: .max)
  }
}
