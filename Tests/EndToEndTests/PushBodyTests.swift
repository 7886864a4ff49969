import Catalog
import Sandboxing
import TestSupport
import Testing

/// The bodies that leave this machine are those of Embeddable's documentation, for every type.
@Suite(.waitsForProcesses) struct PushBodyTests {
  private struct Sample {
    let type: String
    let words: String
    let secret: String
    let credentials: String

    init(_ type: String, _ words: String, _ secret: String, _ credentials: String) {
      self.type = type
      self.words = words
      self.secret = secret
      self.credentials = credentials
    }

    /// As it is sent: `custom` says itself.
    var wireType: String { type == "custom" ? "prestodb" : type }
  }

  /// What JSON has to write in another way, and what it need not.
  private static let password = #"p"a\b/c'd <&> ünï% 日本 😀"#
  private static let quoted = #""p\"a\\b/c'd <&> ünï% 日本 😀""#
  private static let pem =
    "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEF\nAASCBKcwggSj\n-----END PRIVATE KEY-----\n"
  private static let id = "11111111-2222-3333-4444-555555555555"
  private static let keyFile =
    #"{"type":"service_account","project_id":"acme","private_key":"-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\n","client_email":"ro@acme.example","n":1.50,"deep":{"a":[true,null]}}"#

  private static let samples: [Sample] = [
    Sample(
      "postgres", "host=db.example.com port=5432 database=app user=ro ssl=true password=-",
      password,
      #"{"host":"db.example.com","port":5432,"database":"app","user":"ro","password":\#(quoted),"ssl":true}"#
    ),
    Sample(
      "redshift", "host=c.example.redshift.amazonaws.com database=dev user=ro password=-",
      "pw-word",
      #"{"host":"c.example.redshift.amazonaws.com","port":5439,"database":"dev","user":"ro","password":"pw-word","ssl":true}"#
    ),
    Sample(
      "mysql",
      #"host=db.example.com database=app user=ro 'ssl={"rejectUnauthorized":false}' password=-"#,
      "12345",
      #"{"host":"db.example.com","port":3306,"database":"app","user":"ro","password":"12345","ssl":{"rejectUnauthorized":false}}"#
    ),
    // Any option replaces the driver's whole set, so all of them are sent.
    Sample(
      "mssql", "server=sql.example.com database=app user=ro password=-", "true",
      #"{"server":"sql.example.com","port":1433,"database":"app","user":"ro","password":"true","options":{"encrypt":true,"trustServerCertificate":false,"useUTC":false}}"#
    ),
    Sample(
      "msfabric",
      "server=w.datawarehouse.example database=wh tenantId=\(id) username=\(id) clientId=\(id)"
        + " password=-", "null",
      #"{"server":"w.datawarehouse.example","database":"wh","tenantId":"\#(id)","authType":"ActiveDirectoryServicePrincipal","username":"\#(id)","password":"null","clientId":"\#(id)"}"#
    ),
    Sample(
      "bigquery", "projectId=acme credentials=-", keyFile,
      #"{"projectId":"acme","credentials":\#(keyFile)}"#),
    Sample(
      "snowflake",
      "account=xy12345.us-east-1 warehouse=WH database=DB username=SVC role=RO privateKey=-", pem,
      #"{"account":"xy12345.us-east-1","warehouse":"WH","database":"DB","username":"SVC","authenticator":"SNOWFLAKE_JWT","privateKey":"-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEF\nAASCBKcwggSj\n-----END PRIVATE KEY-----\n","role":"RO"}"#
    ),
    Sample(
      "clickhouse", "host=ch.example.com username=ro password=-", "pw-word",
      #"{"host":"ch.example.com","port":8443,"protocol":"https:","database":"default","username":"ro","password":"pw-word"}"#
    ),
    Sample(
      "databricks-jdbc",
      "'url=jdbc:databricks://h.example:443/default;httpPath=/sql/1.0/warehouses/x;AuthMech=3;UID=token'"
        + " token=-", "dapi0123",
      #"{"url":"jdbc:databricks://h.example:443/default;httpPath=/sql/1.0/warehouses/x;AuthMech=3;UID=token","token":"dapi0123"}"#
    ),
    Sample(
      "athena",
      "accessKeyId=AKIA0 region=us-east-1 S3OutputLocation=s3://bucket/out/ concurrency=5"
        + " secretAccessKey=-", "aws/secret+word",
      #"{"accessKeyId":"AKIA0","secretAccessKey":"aws/secret+word","region":"us-east-1","S3OutputLocation":"s3://bucket/out/","concurrency":5}"#
    ),
    Sample("duckdb", "motherDuckToken=-", "md.token", #"{"motherDuckToken":"md.token"}"#),
    Sample(
      "elasticsearch",
      "url=https://es.example.com:9200 queryFormat=json apiKeyId=key openDistro=false apiKey=-",
      "api-word",
      #"{"url":"https://es.example.com:9200","queryFormat":"json","openDistro":false,"auth":{"apiKey":{"id":"key","api_key":"api-word"}}}"#
    ),
    Sample(
      "druid", "url=https://druid.example.com:8888 user=ro password=-", "pw-word",
      #"{"url":"https://druid.example.com:8888","user":"ro","password":"pw-word"}"#),
    Sample(
      "trino", "host=trino.example.com catalog=hive schema=default user=ro password=-", "pw-word",
      #"{"host":"trino.example.com","port":"8443","catalog":"hive","schema":"default","user":"ro","basic_auth":{"user":"ro","password":"pw-word"},"ssl":{}}"#
    ),
    Sample(
      "mongobi", "host=m.example.com database=app user=ro ssl=false password=-", "pw-word",
      #"{"host":"m.example.com","port":3307,"database":"app","user":"ro","password":"pw-word","ssl":false}"#
    ),
    Sample(
      "questdb", "host=q.example.com user=ro password=-", "pw-word",
      #"{"host":"q.example.com","port":"8812","user":"ro","password":"pw-word","database":"qdb"}"#),
    Sample(
      "custom", "driver=prestodb credentials=-",
      #"{"host":"p.example.com","port":8080,"basic_auth":{"user":"ro","password":"pw-word"}}"#,
      #"{"host":"p.example.com","port":8080,"basic_auth":{"user":"ro","password":"pw-word"}}"#),
  ]

  @Test func `every type of database is sent as it is documented, key by key`() throws {
    #expect(
      Set(Self.samples.map(\.type))
        == Set(Types.all.filter { $0.purpose == .database }.map(\.name)))
    let scene = try PushScene()
    for sample in Self.samples {
      try scene.runs("add \(sample.type) p-\(sample.type) \(sample.words)", sample.secret)
    }
    try scene.runs("bind 'p-*' --to eu --yes")
    try scene.runs("push --all --yes --no-test")
    #expect(try scene.sandbox.count("writes") == Self.samples.count)
    // Nothing of what we sent is taken for a difference.
    try scene.runs("push --all --yes --no-test")
    #expect(try scene.sandbox.count("writes") == Self.samples.count)
    for sample in Self.samples {
      try scene.sandbox.control(
        "PUT", "connections/p-\(sample.type)", ["type": "other", "credentials": [:]])
    }
    try scene.runs("push --all --yes --no-test")
    let requests = try scene.sandbox.control("GET", "requests")?.elements ?? []
    for sample in Self.samples {
      let credentials = try #require(JSONValue(reading: Array(sample.credentials.utf8)))
      let name = "p-" + sample.type
      let created = requests.first {
        $0["method"] == "POST" && $0["body"]?["name"] == .string(name)
      }
      let expected: JSONValue = [
        "name": .string(name), "type": .string(sample.wireType), "credentials": credentials,
      ]
      #expect(created?["body"]?.sorted == expected.sorted, "\(sample.type)")
      let changed = requests.first {
        $0["method"] == "PUT" && $0["path"] == .string("/api/v1/connections/\(name)")
      }
      let whole: JSONValue = ["type": .string(sample.wireType), "credentials": credentials]
      #expect(changed?["body"]?.sorted == whole.sorted, "\(sample.type)")
    }
    #expect(try scene.sandbox.count("hiddenStored") == 0)
  }

  @Test func `names and environments are sent as they are documented`() throws {
    let scene = try PushScene()
    try scene.addGood("sf", "-l tenant=acme,stage=prod")
    try scene.runs("unbind sf")
    try scene.runs("bind sf --to eu --as '{tenant}-{stage}_{name}'")
    try scene.runs("environment template eu '{tenant}-{stage}' 'main={tenant}-{stage}_{name}'")
    try scene.runs("push --all --yes")
    let requests = try scene.sandbox.control("GET", "requests")?.elements ?? []
    let bodies = requests.filter { $0["method"] != "GET" }.map { request in
      (request["path"]?.text, request["body"])
    }
    #expect(
      bodies.map(\.0) == [
        "/api/v1/connections", "/api/v1/connections/acme-prod_sf/test", "/api/v1/environments",
      ])
    #expect(bodies.dropFirst().first?.1 == .null, "a test has no body")
    let environment: JSONValue = [
      "name": "acme-prod",
      "datasources": [["data_source": "main", "connection": "acme-prod_sf"]],
    ]
    #expect(bodies.last?.1?.sorted == environment.sorted)
  }
}

extension JSONValue {
  /// With the keys of all objects in one order.
  fileprivate var sorted: JSONValue {
    switch self {
    case .object(let members):
      .object(members.map { Member($0.key, $0.value.sorted) }.sorted { $0.key < $1.key })
    case .array(let elements): .array(elements.map(\.sorted))
    default: self
    }
  }
}
