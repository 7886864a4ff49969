import Catalog
import Testing

@Suite struct ExtraFieldTests {
  private let postgres = Types.named("postgres")

  @Test func `takes a field that this release does not know, as a clear text and a destination`()
    throws
  {
    let field = try #require(postgres).field(named: "x.application_name")
    #expect(field.wirePaths == [["application_name"]])
    #expect(field.kind == .text && field.isDestination && !field.isSecret && !field.isOverridable)
  }

  @Test func `leads dots into nested objects`() throws {
    let field = try Types.find("mssql").field(named: "x.options.instanceName")
    #expect(field.wirePaths == [["options", "instanceName"]])
  }

  @Test(arguments: [
    "x.", "x..a", "x.a.", "x.a-b", "x.a b", "x.ä", "x.a=b", "x.a\u{202E}",
    "x." + String(repeating: "a", count: 65),
  ])
  func `refuses names that are none`(name: String) throws {
    let type = try #require(postgres)
    let error = #expect(throws: CatalogError.self) { try type.field(named: name) }
    guard case .badExtraName(let shown)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(shown.unicodeScalars.count <= 65)
  }

  @Test func `takes 64 characters`() throws {
    let name = "x." + String(repeating: "a", count: 64)
    #expect(try #require(postgres).field(named: name).name == name)
  }

  @Test(arguments: [
    ("postgres", "x.host", "host"), ("postgres", "x.ssl.ca", "ssl"),
    ("mssql", "x.options", "encrypt"), ("trino", "x.basic_auth", "user"),
    ("clickhouse", "x.password", "password"),
  ])
  func `does not let an extra stand in for a field`(type: String, extra: String, field: String)
    throws
  {
    let type = try Types.find(type)
    #expect(throws: CatalogError.extraTaken(extra: extra, field: field)) {
      try type.field(named: extra)
    }
  }

  @Test(arguments: ["x.sslPassword", "x.api_key", "x.auth.TOKEN", "x.client_secret"])
  func `does not let an extra hold a secret`(extra: String) throws {
    let type = try #require(postgres)
    #expect(throws: CatalogError.extraSecret(extra)) { try type.field(named: extra) }
  }

  @Test(arguments: ["custom", "clickhouse-cloud", "embeddable", "secret"])
  func `takes no extras where nothing is built field by field`(name: String) throws {
    let type = try Types.find(name)
    #expect(throws: CatalogError.self) { try type.field(named: "x.foo") }
  }

  @Test func `still takes the old user field of ClickHouse as an extra`() throws {
    #expect(try Types.find("clickhouse").field(named: "x.user").wirePath == ["user"])
  }
}
