import Querying
import Sealing

/// Logins of MySQL and MariaDB, made with the digest of their oldest plugin that both know.
struct MySQLMaker: LoginMaker, PasswordChanger {
  private static let mark = "*..."

  func provision(
    _ target: Subject, as admin: Subject, _ wish: Steward.Wish, isOurs: Bool,
    _ tools: Tools, _ limits: ProbeLimits
  ) async throws(StewardError) -> Steward.Report {
    try await Blocking.run { () -> Result<Steward.Report, StewardError> in
      Result { () throws(StewardError) in
        try make(target, as: admin, wish, isOurs: isOurs, limits)
      }
    }.get()
  }

  func changePassword(
    of target: Subject, to password: Secret, as admin: Subject, _ limits: ProbeLimits
  ) async throws(StewardError) {
    try await Blocking.run { () -> Result<Void, StewardError> in
      Result { () throws(StewardError) in
        let connection = try Self.open(admin, limits)
        try Self.requireDigest(connection, admin)
        let hosts = try Self.hosts(of: target["user"], on: connection, admin)
        guard hosts.count == 1, let host = hosts.first else {
          throw Self.severalUsers(hosts.count, "change the password")
        }
        try Self.requirePassword(of: target["user"], host, on: connection, admin)
        let order = try Self.passwordOrder(
          "ALTER USER", target["user"], host, password, connection.isMariaDB)
        try Self.run(order, on: connection, "change the password", admin)
        connection.close()
      }
    }.get()
  }

  private func make(
    _ target: Subject, as admin: Subject, _ wish: Steward.Wish, isOurs: Bool,
    _ limits: ProbeLimits
  ) throws(StewardError) -> Steward.Report {
    let user = target["user"]
    let database = target["database"]
    guard let password = target.secrets["password"] else { throw .incomplete(field: "password") }
    for field in ["user", "database"] where target[field].isEmpty {
      throw .incomplete(field: field)
    }
    let connection = try Self.open(admin, limits)
    try Self.requireDigest(connection, admin)
    let hosts = try Self.hosts(of: user, on: connection, admin)
    guard hosts.isEmpty || isOurs else { throw .exists(user: user) }
    // Which of several has our password is not known, and others' get no rights.
    guard hosts.count <= 1 else { throw Self.severalUsers(hosts.count, "let it read") }
    let hasDatabase = try !Self.ask(
      "SELECT 1 FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = \(Quoting.escaped(database))",
      on: connection, admin
    ).isEmpty
    guard hasDatabase || wish.withDatabase else { throw .noDatabase(database) }
    var report = Steward.Report(statements: [], wasThere: !hosts.isEmpty)
    var done: [String] = []
    func perform(_ order: consuming Order, _ step: String) throws(StewardError) {
      report.statements.append(target.shown(order.shown, with: admin))
      guard !wish.isTrial else { return }
      try Self.run(order, on: connection, step, admin)
      done.append(step)
    }
    do throws(StewardError) {
      if !hasDatabase {
        try perform(Order("CREATE DATABASE \(Quoting.tick(database))"), "make the database")
      }
      let host = hosts.first ?? "%"
      if hosts.isEmpty {
        try perform(
          Self.passwordOrder("CREATE USER", user, host, password, connection.isMariaDB),
          "make the user")
      }
      try perform(
        Order(
          "GRANT SELECT, SHOW VIEW ON \(Quoting.pattern(database)).* "
            + "TO \(Quoting.escaped(user))@\(Quoting.escaped(host))"), "let it read")
    } catch {
      throw error.after(done)
    }
    connection.close()
    return report
  }

  private static func severalUsers(_ count: Int, _ step: String) -> StewardError {
    .refused(step: step, words: "there are \(count) users of that name, for different hosts")
  }

  private static func hosts(
    of user: String, on connection: MySQLConnection, _ admin: Subject
  ) throws(StewardError) -> [String] {
    try ask(
      "SELECT Host FROM mysql.user WHERE User = \(Quoting.escaped(user)) LIMIT 100",
      on: connection, admin
    ).compactMap { $0.first ?? nil }
  }

  /// A user who signs in by other means, or by several, would lose them with a new password.
  private static func requirePassword(
    of user: String, _ host: String, on connection: MySQLConnection, _ admin: Subject
  ) throws(StewardError) {
    let place = "User = \(Quoting.escaped(user)) AND Host = \(Quoting.escaped(host))"
    let plugin =
      try ask("SELECT plugin FROM mysql.user WHERE \(place)", on: connection, admin)
      .first?.first ?? nil
    guard ["", "mysql_native_password"].contains(plugin ?? "") else {
      throw .noHash("the user signs in by \(admin.words(plugin ?? "")), and would lose that")
    }
    guard connection.isMariaDB else { return }
    let several = try ask(
      "SELECT 1 FROM mysql.global_priv WHERE \(place) AND JSON_EXISTS(Priv, '$.auth_or')",
      on: connection, admin)
    guard several.isEmpty else {
      throw .noHash("the user signs in by several means, and would lose all but one")
    }
  }

  private static func requireDigest(
    _ connection: MySQLConnection, _ admin: Subject
  ) throws(StewardError) {
    guard !connection.isMariaDB else { return }
    let rows = try ask(
      """
      SELECT 1 FROM information_schema.PLUGINS WHERE PLUGIN_NAME = 'mysql_native_password' \
      AND PLUGIN_STATUS = 'ACTIVE'
      """, on: connection, admin)
    guard !rows.isEmpty else { throw .noHash("the server has mysql_native_password switched off") }
  }

  private static func passwordOrder(
    _ verb: String, _ user: String, _ host: String, _ password: Secret, _ isMariaDB: Bool
  ) throws(StewardError) -> Order {
    let how =
      isMariaDB
      ? "IDENTIFIED VIA mysql_native_password USING '"
      : "IDENTIFIED WITH mysql_native_password AS '"
    do throws(DigestMissing) {
      return Order(
        "\(verb) \(Quoting.escaped(user))@\(Quoting.escaped(host)) \(how)",
        try PasswordDigest.mysqlNative(password.span), "'", shownAs: mark)
    } catch {
      throw .noHash("there is no \(error.name) on this machine")
    }
  }

  private static func open(
    _ admin: Subject, _ limits: ProbeLimits
  ) throws(StewardError) -> MySQLConnection {
    let login: Login
    do throws(Login.Incomplete) {
      login = try Login(admin)
    } catch {
      throw .admin(error.verdict)
    }
    do throws(QueryError) {
      return try MySQLConnection(
        to: login.place(limits), user: login.user, database: login.database,
        password: login.password.span)
    } catch {
      throw .admin(MySQLProber.verdict(error, login))
    }
  }

  private static func ask(
    _ sql: String, on connection: MySQLConnection, _ admin: Subject
  ) throws(StewardError) -> [[String?]] {
    do throws(QueryError) {
      return try connection.query(sql)
    } catch {
      throw StewardError(error, "say what is there", admin)
    }
  }

  private static func run(
    _ order: borrowing Order, on connection: MySQLConnection, _ step: String, _ admin: Subject
  ) throws(StewardError) {
    do throws(QueryError) {
      _ = try connection.query(order.sent.bytes)
    } catch {
      throw StewardError(error, step, admin)
    }
  }
}
