import Querying
import Sealing

/// PostgreSQL, and what speaks its protocol in its own dialect.
struct PostgresProber: Prober {
  enum Dialect: Sendable { case postgres, redshift, questdb }

  let dialect: Dialect

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
      let connection = try PostgresConnection(
        to: login.place(limits), user: login.user, database: login.database,
        password: login.password.span)
      verdict = judge(connection, login, limits)
      connection.close()
    } catch {
      verdict = Self.verdict(error, login, dialect)
    }
    verdict.remarks += login.remarks
    return verdict
  }

  private func judge(
    _ connection: PostgresConnection, _ login: Login, _ limits: ProbeLimits
  ) -> Verdict {
    do throws(QueryError) {
      if dialect == .questdb { return try judgeQuestDB(connection, login) }
      let rows = try connection.query("SELECT current_user, current_database()")
      var verdict = Verdict(
        connection.isOpenToAll ? .open : .valid, passwordWasTaken: connection.passwordWasTaken,
        identity: login.subject.words(rows.text))
      if connection.isOpenToAll {
        verdict.cause = "the server lets \(login.user) in without a password"
        verdict.hint = "look for 'trust' in its pg_hba.conf, and ask for scram-sha-256 instead"
      }
      if limits.looksForPowers {
        verdict.powers = try PostgresPowers.find(
          on: connection, isRedshift: dialect == .redshift, login.subject)
      }
      return verdict
    } catch .refused(let refusal) {
      return Verdict(
        .forbidden, "it signs in, but may not ask: \(login.subject.words(refusal))",
        hint: "grant it what it has to read", passwordWasTaken: connection.passwordWasTaken)
    } catch {
      return Verdict(error)
    }
  }

  private func judgeQuestDB(
    _ connection: PostgresConnection, _ login: Login
  ) throws(QueryError) -> Verdict {
    _ = try connection.query("SELECT 1")
    var verdict = Verdict(
      connection.isOpenToAll ? .open : .valid, passwordWasTaken: connection.passwordWasTaken,
      identity: login.subject.words(login.user))
    if !Self.isQuestDB(connection.settings) {
      verdict.remarks.append("what answers does not say that it is QuestDB")
    }
    if connection.isOpenToAll {
      verdict.cause = "the server lets \(login.user) in without a password"
      verdict.hint = "set pg.user and pg.password in its server.conf"
    }
    if login.password.isDefault("quest"), login.user == "admin" || login.user == "user" {
      verdict.remarks.append("\(login.user)/quest is the default of every QuestDB: change it")
    }
    if login.user == "admin" {
      verdict.powers = [Power(.all, "admin is the user that may write")]
    }
    return verdict
  }

  private static func isQuestDB(_ settings: [String: String]) -> Bool {
    settings["questdb_version"] != nil
      || (settings["server_version"] ?? "").lowercased().contains("questdb")
      || settings["application_name"] == "QuestDB"
  }
}

extension [[String?]] {
  /// The first value of the first row.
  var text: String { (first?.first ?? nil) ?? "" }
}
