import Querying

extension PostgresProber {
  /// What a sign-in that did not succeed says of the credential.
  static func verdict(
    _ error: QueryError, _ login: Login, _ dialect: Dialect
  ) -> Verdict {
    guard case .refused(let refusal) = error else { return Verdict(error) }
    let words = login.subject.words(refusal)
    switch refusal.state {
    case "28P01": return .wrongPassword(login.user, words)
    case "28000":
      // Some servers say by it that a role is not there or may not log in; none says it of a
      // password alone.
      return Verdict(
        .forbidden, "the server does not let \(login.user) in from here: \(words)",
        hint: "check pg_hba.conf, that the role may log in, and whether it asks for ssl")
    case "3D000":
      return Verdict(
        .wrongTarget, "\(refusal.soFar) there is no such database: \(words)",
        hint: "check the name: coffer set NAME database=...",
        passwordWasTaken: refusal.passwordWasTaken)
    case "42501", "42000":
      return Verdict(
        .forbidden, "\(refusal.soFar) it may not connect: \(words)",
        hint: "GRANT CONNECT ON DATABASE ... TO \(login.user)",
        passwordWasTaken: refusal.passwordWasTaken)
    case "53300":
      return Verdict(
        .unreachable, "the server has no connection left: \(words)",
        hint: "try again later, or with fewer --jobs")
    case "55000" where words.contains("not currently accepting"):
      return Verdict(
        .forbidden, "the database accepts no connections: \(words)",
        hint: "check datallowconn of the database")
    case let state where state.hasPrefix("57P") || state.hasPrefix("53") || state.hasPrefix("08"):
      return Verdict(
        .unreachable, "the server cannot take anybody now: \(words)", hint: "try again later")
    case "00000"
    where dialect == .questdb && words.lowercased().contains("invalid username/password"):
      return .wrongPassword(login.user, words)
    default:
      return Verdict(
        .unreachable, "the server refused for a reason that is not about the password: \(words)",
        hint: "see what it says, and its log")
    }
  }
}

extension Verdict {
  /// A refusal that can be relied on.
  static func wrongPassword(_ user: String, _ words: String) -> Verdict {
    Verdict(
      .refused, "user or password of \(user) is wrong: \(words)",
      hint: "set the right one (coffer set NAME), or give the user this password at the server",
      isConfirmed: true)
  }
}
