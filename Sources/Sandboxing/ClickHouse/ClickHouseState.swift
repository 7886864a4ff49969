/// What a ClickHouse would know of its users: a query goes in, a reply comes out.
package struct ClickHouseState {
  enum Reply: Equatable {
    case rows(String)
    case exception(Int, String)
  }

  let choices: ClickHouseChoices
  var users = Shelf<ClickHouseUser>()
  var databases: Set<String> = ["default", "system"]

  /// A server with the user `default`, who may do everything.
  init(_ choices: ClickHouseChoices, password: String) {
    self.choices = choices
    users["default"] = ClickHouseUser(
      name: "default",
      methods: [.init(kind: .sha256, check: ClickHouseMethod.sha256(password))],
      grants: [.init(right: "ALL", target: "*.*", isPassedOn: true)])
  }

  /// Who signs in, or why not.
  func signIn(
    _ name: String, _ password: String?, at now: Int64
  ) -> Result<ClickHouseUser, ClickHouseRefusal> {
    if let user = users[name], user.admits(password ?? "", at: now) { return .success(user) }
    if password == nil, users[name] != nil {
      return .failure(.init(code: 194, text: "\(name): Password required for user"))
    }
    return .failure(
      .init(
        code: 516,
        text: "\(name): Authentication failed: password is incorrect, or there is no user with "
          + "such name"))
  }

  mutating func run(
    _ query: String, as user: ClickHouseUser, database: String?, at now: Int64
  ) -> Reply {
    if let database, !databases.contains(database) {
      return .exception(81, "Database \(database) does not exist")
    }
    if let known = plain(query, user) { return known }
    guard let statement = ClickHouseStatement(query, choices.version) else {
      return .exception(62, "Syntax error: failed at position 1")
    }
    switch statement {
    case .showGrants(let name):
      guard let shown = name == nil ? user : users[name ?? ""] else { return unknown(name ?? "") }
      return .rows(shown.grants.map { $0.line(for: shown.name) + "\n" }.joined())
    case .showCreate(let name):
      guard user.may("SHOW USERS") || name == user.name else { return lacking("SHOW USERS") }
      return users[name].map { .rows(Self.create($0) + "\n") } ?? unknown(name)
    case .checkGrant(let right): return .rows(user.may(right.uppercased()) ? "1\n" : "0\n")
    default:
      guard user.readonly == 0 else {
        return .exception(164, "Cannot execute query in readonly mode")
      }
      return change(statement, by: user, at: now)
    }
  }

  private func plain(_ query: String, _ user: ClickHouseUser) -> Reply? {
    let folded = query.split(whereSeparator: \.isWhitespace).joined(separator: " ").lowercased()
    switch folded.hasSuffix(";") ? String(folded.dropLast()) : folded {
    case "select 1": return .rows("1\n")
    case "select version()": return .rows(choices.version.text + "\n")
    case "select currentuser()": return .rows(user.name + "\n")
    case "select currentuser(), version()":
      return .rows(user.name + "\t" + choices.version.text + "\n")
    case "select value from system.settings where name = 'readonly'":
      return .rows("\(user.readonly)\n")
    default: return lookup(query, user)
    }
  }

  /// What is kept of one user or database: how many there are, or where a user is kept, which
  /// decides whether it can be changed.
  private func lookup(_ query: String, _ user: ClickHouseUser) -> Reply? {
    guard var words = SQLWords(query), words.take("SELECT") else { return nil }
    let what = words.until("FROM").lowercased()
    guard words.take("FROM", "SYSTEM"), words.take(mark: "."),
      let table = words.name()?.lowercased(), words.take("WHERE", "NAME"), words.take(mark: "="),
      let name = words.text(), words.isAtEnd
    else { return nil }
    switch (what, table) {
    case ("count()", "databases"): return .rows(databases.contains(name) ? "1\n" : "0\n")
    case ("count()", "users"), ("storage", "users"):
      guard user.may("SHOW USERS") else { return lacking("SHOW USERS") }
      guard let found = users[name] else { return .rows(what == "storage" ? "" : "0\n") }
      guard what == "storage" else { return .rows("1\n") }
      return .rows(found.isFromFile ? "users_xml\n" : "local_directory\n")
    default: return nil
    }
  }

  private mutating func change(
    _ statement: ClickHouseStatement, by user: ClickHouseUser, at now: Int64
  ) -> Reply {
    if let cluster = statement.cluster, cluster != choices.cluster {
      return .exception(701, "Requested cluster '\(cluster)' not found")
    }
    switch statement {
    case .createUser(let name, let ifNotExists, _, let methods, let readonly):
      guard user.may("CREATE USER") else { return lacking("CREATE USER") }
      if users[name] != nil {
        return ifNotExists
          ? done(statement) : .exception(493, "user `\(name)` already exists in local_directory")
      }
      users[name] = ClickHouseUser(
        name: name, methods: methods.isEmpty ? [.init(kind: .none, check: "")] : methods,
        readonly: readonly)
    case .alterUser(let name, let ifExists, _, let change):
      guard user.may("ALTER USER") else { return lacking("ALTER USER") }
      guard let target = users[name] else { return ifExists ? done(statement) : unknown(name) }
      guard !target.isFromFile else { return fixed(name) }
      let methods = Self.methods(target.methods, change, at: now)
      users[name]?.methods = methods
    case .dropUser(let name, let ifExists, _):
      guard user.may("DROP USER") else { return lacking("DROP USER") }
      guard let target = users[name] else { return ifExists ? done(statement) : unknown(name) }
      guard !target.isFromFile else { return fixed(name) }
      users[name] = nil
    case .grant(let grants, let name, _):
      guard user.grants.contains(where: \.isPassedOn) else { return lacking("GRANT OPTION") }
      guard users[name] != nil else { return unknown(name) }
      let known = users[name]?.grants ?? []
      users[name]?.grants += grants.filter { !known.contains($0) }
    case .revoke(let grants, let name, _):
      guard user.grants.contains(where: \.isPassedOn) else { return lacking("GRANT OPTION") }
      guard users[name] != nil else { return unknown(name) }
      users[name]?.grants.removeAll { held in
        grants.contains {
          $0.target == held.target && ($0.right == held.right || $0.right == "ALL")
        }
      }
    case .createDatabase(let name, let ifNotExists):
      guard user.may("CREATE DATABASE") else { return lacking("CREATE DATABASE") }
      guard !databases.contains(name) else {
        return ifNotExists ? done(statement) : .exception(82, "Database \(name) already exists")
      }
      databases.insert(name)
    case .showGrants, .showCreate, .checkGrant: break
    }
    return done(statement)
  }

  /// What signs in after a change; what is over is left out, unless nothing would be left.
  private static func methods(
    _ old: [ClickHouseMethod], _ change: ClickHouseStatement.Change, at now: Int64
  ) -> [ClickHouseMethod] {
    let changed: [ClickHouseMethod] =
      switch change {
      case .replace(let methods): methods
      case .add(let methods): old.filter { $0.kind != .none } + methods
      case .keepNewest: old.suffix(1)
      case .validUntil(let end):
        old.map { method in
          var method = method
          method.validUntil = end
          return method
        }
      }
    let valid = changed.filter { $0.isValid(at: now) }
    return valid.isEmpty ? changed : valid
  }

  private func done(_ statement: ClickHouseStatement) -> Reply {
    .rows(statement.cluster == nil ? "" : "127.0.0.1\t9000\t0\t\t0\t0\n")
  }

  private func unknown(_ name: String) -> Reply {
    .exception(192, "There is no user `\(name)` in user directories")
  }

  private func fixed(_ name: String) -> Reply {
    .exception(495, "Cannot update user `\(name)` in users_xml because this storage is readonly")
  }

  private func lacking(_ right: String) -> Reply {
    .exception(497, "Not enough privileges. To execute this query, it's necessary to have \(right)")
  }

  private static func create(_ user: ClickHouseUser) -> String {
    var text = "CREATE USER \(user.name) IDENTIFIED WITH "
    text += user.methods.map(\.shown).joined(separator: ", ")
    if user.readonly != 0 { text += " SETTINGS readonly = \(user.readonly)" }
    return text
  }
}

struct ClickHouseRefusal: Error, Equatable {
  let code: Int
  let text: String
}

extension ClickHouseStatement {
  var cluster: String? {
    switch self {
    case .createUser(_, _, let cluster, _, _), .alterUser(_, _, let cluster, _),
      .dropUser(_, _, let cluster), .grant(_, _, let cluster), .revoke(_, _, let cluster):
      cluster
    case .createDatabase, .showGrants, .showCreate, .checkGrant: nil
    }
  }
}
