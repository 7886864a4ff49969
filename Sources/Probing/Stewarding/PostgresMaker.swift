import Querying
import Sealing

/// Logins of PostgreSQL, made with a SCRAM verifier.
struct PostgresMaker: LoginMaker, PasswordChanger {
  private static let rounds = 4_096
  private static let mark = "SCRAM-SHA-256$..."

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
        let connection = try Self.open(admin, database: admin["database"], limits)
        let order = Self.passwordOrder("ALTER ROLE", target["user"], password)
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
    let connection = try Self.open(admin, database: admin["database"], limits)
    let name = Quoting.text(user)
    let isThere = try !Self.ask(
      "SELECT 1 FROM pg_roles WHERE rolname = \(name)", on: connection, admin
    ).isEmpty
    guard !isThere || isOurs else { throw .exists(user: user) }
    let hasDatabase = try !Self.ask(
      "SELECT 1 FROM pg_database WHERE datname = \(Quoting.text(database))", on: connection, admin
    ).isEmpty
    guard hasDatabase || wish.withDatabase else { throw .noDatabase(database) }
    var report = Steward.Report(statements: [], wasThere: isThere)
    var done: [String] = []
    func perform(
      _ order: consuming Order, on connection: PostgresConnection?, _ step: String
    ) throws(StewardError) {
      report.statements.append(target.shown(order.shown, with: admin))
      guard !wish.isTrial, let connection else { return }
      try Self.run(order, on: connection, step, admin)
      done.append(step)
    }
    do throws(StewardError) {
      if !hasDatabase {
        try perform(
          Order("CREATE DATABASE \(Quoting.name(database))"), on: connection, "make the database")
      }
      if !isThere {
        try perform(
          Self.passwordOrder("CREATE ROLE", user, password), on: connection, "make the user")
      }
      try perform(
        Order("GRANT CONNECT ON DATABASE \(Quoting.name(database)) TO \(Quoting.name(user))"),
        on: connection, "let it connect")
      connection.close()
      // What it may read is said in the database itself, which may not be there yet.
      let inside: PostgresConnection? =
        hasDatabase || !wish.isTrial ? try Self.open(admin, database: database, limits) : nil
      for schema in try Self.schemas(on: inside, admin) {
        for order in Self.reading(schema, user) {
          try perform(Order(order), on: inside, "let it read")
        }
      }
      inside?.close()
    } catch {
      throw error.after(done)
    }
    return report
  }

  private static func schemas(
    on connection: PostgresConnection?, _ admin: Subject
  ) throws(StewardError) -> [String] {
    guard let connection else { return ["public"] }
    let rows = try ask(
      """
      SELECT nspname FROM pg_namespace WHERE nspname NOT LIKE 'pg\\_%' \
      AND nspname <> 'information_schema' ORDER BY 1 LIMIT 1000
      """, on: connection, admin)
    return rows.compactMap { $0.first ?? nil }
  }

  private static func reading(_ schema: String, _ user: String) -> [String] {
    let schema = Quoting.name(schema)
    let user = Quoting.name(user)
    return [
      "GRANT USAGE ON SCHEMA \(schema) TO \(user)",
      "GRANT SELECT ON ALL TABLES IN SCHEMA \(schema) TO \(user)",
      "ALTER DEFAULT PRIVILEGES IN SCHEMA \(schema) GRANT SELECT ON TABLES TO \(user)",
    ]
  }

  private static func passwordOrder(_ verb: String, _ user: String, _ password: Secret) -> Order {
    let traits =
      verb == "CREATE ROLE" ? "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION " : ""
    return Order(
      "\(verb) \(Quoting.name(user)) \(traits)PASSWORD '", verifier(password), "'", shownAs: mark)
  }

  /// What the server keeps instead of the password.
  static func verifier(_ password: Secret, salt: [UInt8] = Random.bytes(16)) -> SecretBytes {
    let secret = ScramSecret(password: password.span, salt: salt, rounds: rounds)
    let stored = secret.storedKey()
    let server = secret.serverKey()
    let head = "SCRAM-SHA-256$\(rounds):\(Base64.encoded(salt))$"
    let size =
      head.utf8.count + Base64.length(of: stored.count) + 1 + Base64.length(of: server.count)
    return SecretBytes(count: size) { output in
      for byte in head.utf8 { output.append(byte) }
      Base64.append(stored.bytes, to: &output)
      output.append(UInt8(ascii: ":"))
      Base64.append(server.bytes, to: &output)
    }
  }

  private static func open(
    _ admin: Subject, database: String, _ limits: ProbeLimits
  ) throws(StewardError) -> PostgresConnection {
    let login: Login
    do throws(Login.Incomplete) {
      login = try Login(admin)
    } catch {
      throw .admin(error.verdict)
    }
    do throws(QueryError) {
      return try PostgresConnection(
        to: login.place(limits), user: login.user, database: database,
        password: login.password.span)
    } catch {
      throw .admin(PostgresProber.verdict(error, login, .postgres))
    }
  }

  private static func ask(
    _ sql: String, on connection: PostgresConnection, _ admin: Subject
  ) throws(StewardError) -> [[String?]] {
    do throws(QueryError) {
      return try connection.query(sql)
    } catch {
      throw StewardError(error, "say what is there", admin)
    }
  }

  private static func run(
    _ order: borrowing Order, on connection: PostgresConnection, _ step: String, _ admin: Subject
  ) throws(StewardError) {
    do throws(QueryError) {
      _ = try connection.query(order.sent.bytes)
    } catch .refused(let refusal) where ["42710", "42P04"].contains(refusal.state) {
      // Somebody was quicker; whoever runs this again will see whose it is.
      throw .refused(step: step, words: admin.words(refusal))
    } catch {
      throw StewardError(error, step, admin)
    }
  }
}

extension StewardError {
  /// What it means that a statement was not answered with yes.
  init(_ error: QueryError, _ step: String, _ admin: Subject) {
    switch error {
    case .refused(let refusal): self = .refused(step: step, words: admin.words(refusal))
    default: self = .unclear(step: step, cause: admin.words(error.message))
    }
  }
}
