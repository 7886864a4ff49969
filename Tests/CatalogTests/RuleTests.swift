import Catalog
import Testing

@Suite struct RuleTests {
  @Test func `asks for what has no default, in the table's order`() throws {
    let type = try Types.find("clickhouse")
    #expect(type.missing(from: []).map(\.name) == ["host", "username", "password"])
    #expect(type.missing(from: ["host", "username", "password"]).isEmpty)
  }

  @Test func `takes a key or a password for Snowflake, never both`() throws {
    let type = try Types.find("snowflake")
    let base: Set = ["account", "warehouse", "database", "username"]
    #expect(type.missing(from: base).map(\.name) == ["privateKey"])
    #expect(type.missing(from: base.union(["password"])).isEmpty)
    #expect(type.missing(from: base.union(["privateKey"])).isEmpty)
    #expect(throws: CatalogError.onlyOneOf(["privateKey", "password"])) {
      try type.checkTogether(base.union(["privateKey", "password"]))
    }
    try type.checkTogether(base.union(["password"]))
  }

  @Test func `sends the authenticator that a Snowflake key needs`() throws {
    let type = try Types.find("snowflake")
    #expect(type.implied(by: ["privateKey"]) == ["authenticator": "SNOWFLAKE_JWT"])
    #expect(type.implied(by: ["password"]).isEmpty)
    #expect(type.implied(by: ["privateKey", "authenticator"]).isEmpty)
    #expect(throws: CatalogError.self) {
      try type.checkTogether(
        ["privateKey", "authenticator"], values: ["authenticator": "SNOWFLAKE"])
    }
    try type.checkTogether(
      ["privateKey", "authenticator"], values: ["authenticator": "SNOWFLAKE_JWT"])
  }

  @Test func `asks for the key that a passphrase belongs to`() throws {
    let type = try Types.find("snowflake")
    let present: Set = [
      "account", "warehouse", "database", "username", "password", "privateKeyPass",
    ]
    #expect(type.missing(from: present).map(\.name) == ["privateKey"])
  }

  @Test func `asks for Fabric's client ID for a service principal only`() throws {
    let type = try Types.find("msfabric")
    let present: Set = ["server", "database", "tenantId", "username", "password"]
    #expect(type.missing(from: present).map(\.name) == ["clientId"])
    let person = ["authType": "ActiveDirectoryPassword"]
    #expect(type.missing(from: present.union(["authType"]), values: person).isEmpty)
  }

  @Test func `pairs Elasticsearch's credentials`() throws {
    let type = try Types.find("elasticsearch")
    #expect(type.missing(from: ["url"]).isEmpty)
    #expect(type.missing(from: ["url", "username"]).map(\.name) == ["password"])
    #expect(type.missing(from: ["url", "apiKey"]).map(\.name) == ["apiKeyId"])
    #expect(throws: CatalogError.onlyOneOf(["password", "apiKey"])) {
      try type.checkTogether(["password", "apiKey"])
    }
  }

  @Test func `takes a region or an address for a workspace`() throws {
    let type = try Types.find("embeddable")
    #expect(type.missing(from: []).map(\.name) == ["region", "apiKey"])
    #expect(type.missing(from: ["baseURL", "apiKey"]).isEmpty)
    #expect(throws: CatalogError.onlyOneOf(["region", "baseURL"])) {
      try type.checkTogether(["region", "baseURL", "apiKey"])
    }
  }
}
