import Querying
import Sealing

/// MySQL and MariaDB.
struct MySQLProber: Prober {
  func check(_ subject: Subject, _ tools: Tools, _ limits: ProbeLimits) async -> Verdict {
    let login: Login
    do throws(Login.Incomplete) {
      login = try Login(subject)
    } catch {
      return error.verdict
    }
    return await Blocking.run { look(login, limits) }
  }

  private func look(_ login: Login, _ limits: ProbeLimits) -> Verdict {
    var verdict: Verdict
    do throws(QueryError) {
      let connection = try MySQLConnection(
        to: login.place(limits), user: login.user, database: login.database,
        password: login.password.span)
      verdict = judge(connection, login, limits)
      connection.close()
    } catch {
      verdict = Self.verdict(error, login)
    }
    verdict.remarks += login.remarks
    return verdict
  }

  private func judge(
    _ connection: MySQLConnection, _ login: Login, _ limits: ProbeLimits
  ) -> Verdict {
    do throws(QueryError) {
      let rows = try connection.query("SELECT CURRENT_USER()")
      var verdict = Verdict(
        .valid, passwordWasTaken: connection.passwordWasTaken,
        identity: login.subject.words(rows.text))
      if limits.looksForPowers {
        let grants = try connection.query("SHOW GRANTS").compactMap { $0.first ?? nil }
        verdict.powers = MySQLPowers.judge(grants, hiding: login.subject.words)
        verdict.remarks = MySQLPowers.roles(grants, hiding: login.subject.words)
      }
      return verdict
    } catch .refused(let refusal) {
      if refusal.number == 1820 || refusal.number == 1862 { return .expired(login, refusal) }
      return Verdict(
        .forbidden, "it signs in, but may not ask: \(login.subject.words(refusal))",
        hint: "grant it what it has to read", passwordWasTaken: connection.passwordWasTaken)
    } catch {
      return Verdict(error)
    }
  }

  /// What a sign-in that did not succeed says of the credential.
  static func verdict(_ error: QueryError, _ login: Login) -> Verdict {
    guard case .refused(let refusal) = error else { return Verdict(error) }
    let words = login.subject.words(refusal)
    switch refusal.number {
    case 1045, 1698:
      return Verdict(
        .refused,
        "user or password of \(login.user) is wrong, or it may not come from here: \(words)",
        hint: "set the right one (coffer set NAME), or give the user this password at the server",
        isConfirmed: true)
    case 3118, 4151:
      return Verdict(
        .forbidden, "the account of \(login.user) is locked: \(words)",
        hint: "ALTER USER ... ACCOUNT UNLOCK at the server")
    case 1820, 1862: return .expired(login, refusal)
    case 1044:
      return Verdict(
        .forbidden, "\(refusal.soFar) it may not use \(login.database): \(words)",
        hint: "grant it what it has to read, or check the name of the database",
        passwordWasTaken: refusal.passwordWasTaken)
    case 1049:
      return Verdict(
        .wrongTarget, "\(refusal.soFar) there is no such database: \(words)",
        hint: "check the name: coffer set NAME database=...",
        passwordWasTaken: refusal.passwordWasTaken)
    case 1129, 1130:
      return Verdict(
        .forbidden, "the server does not talk to this machine: \(words)",
        hint: "allow this machine's address at the server")
    case 3159:
      return Verdict(
        .forbidden, "the server lets nobody in without TLS: \(words)",
        hint: "coffer set NAME ssl=true")
    case 1040, 1203, 1226:
      return Verdict(
        .unreachable, "the server has no connection left: \(words)",
        hint: "try again later, or with fewer --jobs")
    default:
      return Verdict(
        .unreachable, "the server refused for a reason that is not about the password: \(words)",
        hint: "see what it says, and its log")
    }
  }
}

extension Verdict {
  /// The password is right, and has to be changed before anything else.
  fileprivate static func expired(_ login: Login, _ refusal: Refusal) -> Verdict {
    Verdict(
      .forbidden, "the password of \(login.user) has expired: \(login.subject.words(refusal))",
      hint: "give the user a new one at the server, then: coffer set NAME")
  }
}
