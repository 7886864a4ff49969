import Querying

/// What a login of PostgreSQL may do beyond reading.
enum PostgresPowers {
  /// So many of a kind are named one by one.
  private static let few = 3

  static func find(
    on connection: PostgresConnection, isRedshift: Bool, _ subject: Subject
  ) throws(QueryError) -> [Power] {
    if isRedshift { return try findInRedshift(on: connection, subject) }
    var powers: [Power] = []
    let role = try connection.query(
      """
      SELECT rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls FROM pg_roles \
      WHERE rolname = current_user
      """)
    let traits = role.first ?? []
    func has(_ place: Int) -> Bool { traits.indices.contains(place) && traits[place] == "t" }
    if has(0) { return [Power(.all, "it is a superuser")] }
    if has(1) { powers.append(Power(.grant, "CREATEROLE")) }
    if has(2) { powers.append(Power(.create, "CREATEDB")) }
    if has(3) { powers.append(Power(.outside, "REPLICATION, which reads everything")) }
    let roles = try connection.query(
      """
      SELECT rolname FROM pg_roles WHERE rolname IN ('pg_write_all_data', \
      'pg_read_server_files', 'pg_write_server_files', 'pg_execute_server_program') \
      AND pg_has_role(current_user, oid, 'USAGE')
      """)
    for row in roles {
      guard let name = row.first ?? nil else { continue }
      powers.append(
        Power(name == "pg_write_all_data" ? .write : .outside, "member of \(subject.words(name))"))
    }
    powers += try rights(on: connection, subject)
    return powers
  }

  private static func rights(
    on connection: PostgresConnection, _ subject: Subject
  ) throws(QueryError) -> [Power] {
    let tables = try connection.query(
      """
      SELECT n.nspname || '.' || c.relname, count(*) OVER () FROM pg_class c \
      JOIN pg_namespace n ON n.oid = c.relnamespace \
      WHERE c.relkind IN ('r', 'p', 'v', 'f') AND n.nspname NOT LIKE 'pg\\_%' \
      AND n.nspname <> 'information_schema' \
      AND has_schema_privilege(n.oid, 'USAGE') \
      AND (has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE') \
      OR has_any_column_privilege(c.oid, 'INSERT, UPDATE')) ORDER BY 1 LIMIT \(few)
      """)
    let schemas = try connection.query(
      """
      SELECT nspname, count(*) OVER () FROM pg_namespace WHERE nspname NOT LIKE 'pg\\_%' \
      AND nspname <> 'information_schema' AND has_schema_privilege(oid, 'CREATE') \
      ORDER BY 1 LIMIT \(few)
      """)
    let database = try connection.query(
      "SELECT has_database_privilege(current_database(), 'CREATE')")
    var powers: [Power] = []
    if !tables.isEmpty { powers.append(Power(.write, "changes rows of \(named(tables, subject))")) }
    if !schemas.isEmpty {
      powers.append(Power(.create, "makes tables in \(named(schemas, subject))"))
    }
    if database.text == "t" { powers.append(Power(.create, "makes schemas in this database")) }
    return powers
  }

  private static func findInRedshift(
    on connection: PostgresConnection, _ subject: Subject
  ) throws(QueryError) -> [Power] {
    var powers: [Power] = []
    let user = try connection.query(
      "SELECT usesuper, usecreatedb FROM pg_user WHERE usename = current_user")
    let traits = user.first ?? []
    if traits.first == "t" { return [Power(.all, "it is a superuser")] }
    if traits.last == "t" { powers.append(Power(.create, "CREATEDB")) }
    let tables = try connection.query(
      """
      SELECT n.nspname || '.' || c.relname FROM pg_class c \
      JOIN pg_namespace n ON n.oid = c.relnamespace \
      WHERE c.relkind IN ('r', 'v') AND n.nspname NOT LIKE 'pg_%' \
      AND n.nspname <> 'information_schema' AND has_schema_privilege(n.nspname, 'USAGE') \
      AND (has_table_privilege(c.oid, 'INSERT') OR has_table_privilege(c.oid, 'UPDATE') \
      OR has_table_privilege(c.oid, 'DELETE')) ORDER BY 1 LIMIT \(few)
      """)
    if !tables.isEmpty {
      powers.append(Power(.write, "changes rows of \(named(tables, subject))"))
    }
    let schemas = try connection.query(
      """
      SELECT nspname FROM pg_namespace WHERE nspname NOT LIKE 'pg_%' \
      AND nspname <> 'information_schema' AND has_schema_privilege(nspname, 'CREATE') \
      ORDER BY 1 LIMIT \(few)
      """)
    if !schemas.isEmpty {
      powers.append(Power(.create, "makes tables in \(named(schemas, subject))"))
    }
    return powers
  }

  /// The first names, and how many there are besides; the second column counts them all.
  private static func named(_ rows: [[String?]], _ subject: Subject) -> String {
    let names = rows.compactMap { ($0.first ?? nil).map { subject.words($0) } }
    let all = rows.first.flatMap { $0.count > 1 ? $0[1] : nil }.flatMap { Int($0) } ?? names.count
    let more = all > names.count ? ["and \(all - names.count) more"] : []
    return (names + more).joined(separator: ", ")
  }
}
