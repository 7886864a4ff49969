import Catalog
import Foundation
import Testing

/// The documented bodies of Embeddable's connections API, against our tables.
@Suite struct WireBodyTests {
  struct Sample: Sendable, CustomTestStringConvertible {
    let type: String
    let credentials: String
    var testDescription: String { type }
  }

  static let samples = [
    Sample(
      type: "postgres",
      credentials:
        #"{"host":"db.example.com","port":5432,"database":"app","user":"ro","password":"s","ssl":true}"#
    ),
    Sample(
      type: "redshift",
      credentials:
        #"{"host":"c.example","port":5439,"database":"dev","user":"ro","password":"s","ssl":true}"#),
    Sample(
      type: "mysql",
      credentials:
        #"{"host":"db.example.com","port":3306,"database":"app","user":"ro","password":"s","ssl":true}"#
    ),
    Sample(
      type: "mssql",
      credentials:
        #"{"server":"sql.example.com","port":1433,"database":"app","user":"ro","password":"s","options":{"trustServerCertificate":false}}"#
    ),
    Sample(
      type: "msfabric",
      credentials:
        #"{"server":"w.example","database":"wh","tenantId":"t","authType":"ActiveDirectoryServicePrincipal","username":"u","password":"s","clientId":"c"}"#
    ),
    Sample(
      type: "bigquery",
      credentials: #"{"projectId":"acme","credentials":{"type":"service_account"}}"#),
    Sample(
      type: "snowflake",
      credentials:
        #"{"account":"xy12345.us-east-1","warehouse":"WH","database":"DB","username":"SVC","authenticator":"SNOWFLAKE_JWT","privateKey":"p","role":"RO"}"#
    ),
    Sample(
      type: "clickhouse",
      credentials:
        #"{"host":"ch.example.com","port":8443,"protocol":"https:","database":"default","username":"ro","password":"s"}"#
    ),
    Sample(
      type: "databricks-jdbc",
      credentials: #"{"url":"jdbc:databricks://h.example:443/default;UID=token","token":"s"}"#),
    Sample(
      type: "athena",
      credentials:
        #"{"accessKeyId":"i","secretAccessKey":"s","region":"us-east-1","S3OutputLocation":"s3://bucket/out/"}"#
    ),
    Sample(type: "duckdb", credentials: #"{"motherDuckToken":"s"}"#),
    Sample(
      type: "elasticsearch",
      credentials: #"{"url":"https://es.example.com:9200","queryFormat":"json"}"#),
    Sample(
      type: "druid",
      credentials: #"{"url":"https://druid.example.com:8888","user":"ro","password":"s"}"#),
    Sample(
      type: "trino",
      credentials:
        #"{"host":"trino.example.com","port":"8443","catalog":"hive","schema":"default","user":"ro","basic_auth":{"user":"ro","password":"s"},"ssl":{}}"#
    ),
    Sample(
      type: "mongobi",
      credentials:
        #"{"host":"m.example","port":3307,"database":"d","user":"ro","password":"s","ssl":true}"#),
    Sample(
      type: "questdb",
      credentials: #"{"host":"q.example","port":"8812","user":"ro","password":"s"}"#),
  ]

  @Test func `has a sample for every database that we build field by field`() {
    let known = Types.all.filter { $0.wireType != nil }.map(\.name)
    #expect(Set(known) == Set(Self.samples.map(\.type)))
    #expect(Types.all.allSatisfy { $0.wireType == nil || $0.wireType == $0.name })
  }

  @Test(arguments: samples)
  func `has a field for each documented key, with its JSON kind`(sample: Sample) throws {
    let type = try Types.find(sample.type)
    let object = try JSONSerialization.jsonObject(with: Data(sample.credentials.utf8))
    try walk(#require(object as? [String: Any]), below: [], type)
  }

  @Test(arguments: samples)
  func `takes the clear values of the documented body`(sample: Sample) throws {
    let type = try Types.find(sample.type)
    let object = try JSONSerialization.jsonObject(with: Data(sample.credentials.utf8))
    let values = try #require(object as? [String: Any])
    for field in type.fields where !field.isSecret && field.wirePath.count == 1 {
      guard let text = values[field.name] as? String else { continue }
      try FieldCheck(type).check(field.name, text: text)
    }
  }

  private func walk(_ object: [String: Any], below path: [String], _ type: ProfileType) throws {
    for (key, value) in object {
      let here = path + [key]
      if let field = type.fields.first(where: { $0.wirePaths.contains(here) }) {
        #expect(fits(value, field.kind.wireShape), "\(here)")
      } else {
        let nested = try #require(value as? [String: Any], "no field for \(here)")
        try walk(nested, below: here, type)
      }
    }
  }

  private func fits(_ value: Any, _ shape: FieldKind.WireShape) -> Bool {
    let isBoolean = value is Bool  // no number in the samples is 0 or 1
    return switch shape {
    case .string: value is String
    case .number: value is NSNumber && !isBoolean
    case .boolean: isBoolean
    case .json: value is [String: Any] || isBoolean
    }
  }
}
