import Catalog
import Testing

/// The traps that people run into with Embeddable's connections.
@Suite struct TrapTests {
  @Test(arguments: [
    ("postgres", "user"), ("redshift", "user"), ("mysql", "user"), ("mssql", "user"),
    ("druid", "user"), ("trino", "user"), ("questdb", "user"), ("mongobi", "user"),
    ("clickhouse", "username"), ("snowflake", "username"), ("msfabric", "username"),
  ])
  func `calls the user as the driver does, and offers it for the other word`(
    type name: String, right: String
  ) throws {
    let type = try Types.find(name)
    let wrong = right == "user" ? "username" : "user"
    #expect(try type.field(named: right).isPrincipal)
    #expect(throws: unknown(wrong, in: type, meant: right)) { try type.field(named: wrong) }
  }

  @Test(arguments: [
    ("mssql", "server"), ("msfabric", "server"), ("databricks-jdbc", "url"), ("druid", "url"),
    ("elasticsearch", "url"), ("snowflake", "account"),
  ])
  func `calls the place as the driver does, and offers it for host`(
    type name: String, right: String
  ) throws {
    let type = try Types.find(name)
    #expect(try type.field(named: right).isDestination)
    #expect(throws: unknown("host", in: type, meant: right)) { try type.field(named: "host") }
  }

  @Test(arguments: Types.all.filter { $0.wireType != nil && $0["host"] != nil })
  func `offers host for server where the driver says host`(type: ProfileType) {
    #expect(throws: unknown("server", in: type, meant: "host")) {
      try type.field(named: "server")
    }
  }

  @Test(arguments: ["questdb", "trino"])
  func `sends the port of QuestDB and Trino as a string`(name: String) throws {
    #expect(try Types.find(name).field(named: "port").kind.wireShape == .string)
  }

  @Test(arguments: [("redshift", "5439"), ("mysql", "3306"), ("clickhouse", "8443")])
  func `always has a port, for the drivers guess wrong ones`(name: String, port: String) throws {
    let type = try Types.find(name)
    #expect(type.defaults(besides: [])["port"] == port)
    #expect(try type.field(named: "port").kind.wireShape == .number)
  }

  @Test func `gives ClickHouse https with its colon`() throws {
    let type = try Types.find("clickhouse")
    #expect(type.defaults(besides: [])["protocol"] == "https:")
    #expect(throws: CatalogError.self) { try FieldCheck(type).check("protocol", text: "https") }
  }

  @Test func `sends Trino's user twice and its password once`() throws {
    let type = try Types.find("trino")
    #expect(try type.field(named: "user").wirePaths == [["user"], ["basic_auth", "user"]])
    #expect(try type.field(named: "password").wirePaths == [["basic_auth", "password"]])
  }

  @Test func `sends SQL Server's options always and together`() throws {
    let defaults = try Types.find("mssql").defaults(besides: [])
    #expect(defaults["encrypt"] == "true")
    #expect(defaults["trustServerCertificate"] == "false")
    #expect(defaults["useUTC"] == "false")
  }

  @Test func `sends BigQuery's key as an object`() throws {
    let field = try Types.find("bigquery").field(named: "credentials")
    #expect(field.kind.wireShape == .json && field.isSecret)
    #expect(field.wirePath == ["credentials"])
  }

  @Test(arguments: [
    ("mongodb", "mongobi"), ("motherduck", "duckdb"), ("databricks", "databricks-jdbc"),
    ("postgresql", "postgres"), ("sqlserver", "mssql"), ("mariadb", "mysql"),
  ])
  func `offers the right type for names that Embeddable does not know`(
    wrong: String, right: String
  ) {
    let error = #expect(throws: CatalogError.self) { try Types.find(wrong) }
    #expect(error?.remedy == "the type is called '\(right)'")
  }

  @Test func `keeps the two names of a ClickHouse Cloud key apart`() throws {
    let type = try Types.find("clickhouse-cloud")
    #expect(try type.field(named: "keyId").kind == .token)
    #expect(try type.field(named: "keyUuid").kind == .uuid)
  }

  private func unknown(_ name: String, in type: ProfileType, meant: String) -> CatalogError {
    .unknownField(name: name, type: type.name, known: type.fields.map(\.name), meant: meant)
  }
}
