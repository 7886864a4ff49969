import Catalog
import Testing

@Suite struct ClearValueTests {
  struct Bad: Sendable, CustomTestStringConvertible {
    let type: String
    let field: String
    let value: String
    let fault: Fault
    init(_ type: String, _ field: String, _ value: String, _ fault: Fault) {
      self.type = type
      self.field = field
      self.value = value
      self.fault = fault
    }
    var testDescription: String { "\(type) \(field) \(fault)" }
  }

  static let texts = [
    Bad("postgres", "database", "", .empty),
    Bad("postgres", "database", String(repeating: "a", count: 65_537), .tooLong(65_537)),
    Bad("postgres", "database", String(repeating: "ä", count: 32_769), .tooLong(65_538)),
    Bad("postgres", "database", "a\0b", .nul),
    Bad("postgres", "database", "a\nb", .lineBreak),
    Bad("postgres", "database", "a\r\nb", .lineBreak),
    Bad("postgres", "database", "a\u{2028}b", .lineBreak),
    Bad("postgres", "database", "a\tb", .hidden(codePoint: "U+0009")),
    Bad("postgres", "database", "a\u{1B}[2J", .hidden(codePoint: "U+001B")),
    Bad("postgres", "user", "ro\u{202E}nimda", .hidden(codePoint: "U+202E")),
    Bad("postgres", "user", "ro\u{200B}", .hidden(codePoint: "U+200B")),
    Bad("postgres", "user", "\u{FEFF}ro", .hidden(codePoint: "U+FEFF")),
    Bad("postgres", "user", "ro\u{E0041}", .hidden(codePoint: "U+E0041")),
    Bad("postgres", "user", " ro", .surroundingSpace),
    Bad("postgres", "user", "ro ", .surroundingSpace),
    Bad("postgres", "user", "ro\u{A0}", .surroundingSpace),
    Bad("athena", "accessKeyId", "AK IA", .notToken),
    Bad("athena", "accessKeyId", "AKÄ", .notToken),
    Bad("clickhouse-cloud", "organization", "acme", .notUUID),
    Bad(
      "clickhouse-cloud", "keyUuid", "123e4567-e89b-12d3-a456-42661417400g", .notUUID),
    Bad("embeddable", "accepts", "prod", .notLabels),
    Bad("embeddable", "accepts", "stage=", .notLabels),
    Bad("embeddable", "accepts", "a=b,,c=d", .notLabels),
    Bad("embeddable", "accepts", "a=b,a=c", .notLabels),
    Bad("embeddable", "region", "EU", .notChoice(["us", "eu"])),
    Bad("embeddable", "writers", "yes", .notChoice(["warn", "refuse", "allow"])),
    Bad("clickhouse", "protocol", "http", .notChoice(["https:", "http:"])),
    Bad("mssql", "encrypt", "yes", .notBoolean),
    Bad("mssql", "encrypt", "True", .notBoolean),
  ]

  static let numbers = [
    "0", "65536", "-1", "+1", "05432", "5432.0", "0x10", "５４３２", "1e3", "port",
    "99999999999999999999",
  ].map { Bad("postgres", "port", $0, .notNumber(1...65_535)) }

  private static let hostFaults: [(String, Fault)] = [
    ("https://db.example.com", .hostHasScheme), ("db.example.com/app", .hostHasPath),
    ("db.example.com:5432", .hostHasPort), ("[::1]:5432", .hostHasPort),
    ("db example", .notHost), ("-h", .notHost), ("a..b", .notHost), (".", .notHost),
    ("dbä.example", .notHost), ("раypal.example", .notHost), ("user@db", .notHost),
    ("sql\\instance", .notHost), ("a?b", .notHost), ("a%00b", .notHost), ("1::2::3", .notHost),
    ("1:2:3", .notHost), ("[::1", .notHost), ("::ffff:1.2.3", .notHost), (":::", .notHost),
    ("1:2:3:4:5:6:7:8:9", .notHost), ("1:2:3:4:5:6:7:8::", .notHost), ("12345::", .notHost),
    (String(repeating: "a", count: 64), .notHost),
  ]
  static let hosts = hostFaults.map { Bad("postgres", "host", $0.0, $0.1) }

  static let urls: [Bad] = [
    Bad("druid", "url", "druid.example.com", .notURL(.web)),
    Bad("druid", "url", "ftp://druid.example.com", .notURL(.web)),
    Bad("druid", "url", "https://", .notURL(.web)),
    Bad("druid", "url", "https://a b", .notURL(.web)),
    Bad("druid", "url", "https://h:0", .notURL(.web)),
    Bad("druid", "url", "https://h:x", .notURL(.web)),
    Bad("druid", "url", "https://h\\@evil.example", .notURL(.web)),
    Bad("druid", "url", "https://::1/", .notURL(.web)),
    Bad("druid", "url", "https://2001:db8::1:80/", .notURL(.web)),
    Bad("druid", "url", "https://ro:hunter2@h/", .credentialInURL(use: "password")),
    Bad("druid", "url", "https://h/?password=hunter2", .credentialInURL(use: "password")),
    Bad("druid", "url", "https://h/#access_token=hunter2", .credentialInURL(use: "password")),
    Bad("druid", "url", "https://h/?%70assword=hunter2", .credentialInURL(use: "password")),
    Bad(
      "databricks-jdbc", "url", "jdbc:databricks://h:443/default;UID=token;PWD=hunter2",
      .credentialInURL(use: "token")),
    Bad(
      "databricks-jdbc", "url", "jdbc:databricks://h:443;Auth_AccessToken=hunter2",
      .credentialInURL(use: "token")),
    Bad("databricks-jdbc", "url", "https://h", .notURL(.databricks)),
    Bad("embeddable", "baseURL", "http://api.example.com", .notURL(.api)),
    Bad("embeddable", "baseURL", "http://127.0.0.1.evil.example", .notURL(.api)),
    Bad("embeddable", "baseURL", "https://api.example.com/?a=b", .notURL(.api)),
  ]

  private static let switchFaults: [(String, Fault)] = [
    ("require", .notSwitchOrObject), ("1", .notSwitchOrObject), ("[]", .notSwitchOrObject),
    ("{", .notJSON(offset: 1)), ("{}{}", .notJSON(offset: 2)),
    (#"{"key":"-----BEGIN"}"#, .secretKey("key")),
    (#"{"passphrase":"x"}"#, .secretKey("passphrase")),
    (#"{"k\u0065y":"x"}"#, .escapedKey), (#"{"pf\u0078":"x"}"#, .escapedKey),
    (#"{"cert":"-----BEGIN PRIVATE KEY-----"}"#, .secretKey("key")),
    (#"{"ca":1,"ca":2}"#, .repeatedKey),
  ]
  static let switches = switchFaults.map { Bad("postgres", "ssl", $0.0, $0.1) }

  @Test(arguments: texts + numbers + hosts + urls + switches)
  func `refuses`(bad: Bad) throws {
    let check = FieldCheck(try Types.find(bad.type))
    let error = #expect(throws: CatalogError.self) { try check.check(bad.field, text: bad.value) }
    guard case .invalid(bad.field, let shown, let fault)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(fault == bad.fault)
    #expect((shown ?? "").unicodeScalars.count <= 65)
    #expect(!fault.message.isEmpty && !fault.message.hasSuffix("."))
    #expect(!fault.remedy.isEmpty && !fault.remedy.hasSuffix("."))
    let text = (error?.message ?? "") + (error?.remedy ?? "")
    #expect(!text.contains("hunter2"))
    #expect(text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control })
    #expect(text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .format })
  }

  @Test(arguments: [
    ("postgres", "host", "db.example.com"), ("postgres", "host", "db"),
    ("postgres", "host", "db.example.com."), ("postgres", "host", "my_db.internal"),
    ("postgres", "host", "10.0.0.1"), ("postgres", "host", "::1"), ("postgres", "host", "::"),
    ("postgres", "host", "[2001:db8::1]"), ("postgres", "host", "1:2:3:4:5:6:7:8"),
    ("postgres", "host", "1::8"), ("postgres", "host", "::ffff:1.2.3.4"),
    ("postgres", "port", "1"), ("postgres", "port", "65535"),
    ("postgres", "user", "Jörg Müller"), ("postgres", "user", "山田"),
    ("postgres", "ssl", "true"), ("postgres", "ssl", #"{"rejectUnauthorized":false}"#),
    ("postgres", "ssl", #"{"ca":"a\u00e4b"}"#),
    ("postgres", "reach", "embeddable-only"), ("postgres", "x.foo", "a b c"),
    ("druid", "url", "http://[::1]:8888/druid/v2"), ("druid", "url", "HTTPS://druid.example"),
    ("embeddable", "baseURL", "https://api.eu.embeddable.com"),
    ("embeddable", "baseURL", "http://127.0.0.1:8080"),
    ("embeddable", "accepts", "stage=prod,region=eu"),
    ("clickhouse-cloud", "organization", "123E4567-e89b-12d3-a456-426614174000"),
    (
      "databricks-jdbc", "url",
      "jdbc:databricks://h.example:443/default;httpPath=/sql/1.0/warehouses/x;AuthMech=3;UID=token"
    ),
  ])
  func `takes`(type: String, field: String, value: String) throws {
    try FieldCheck(Types.find(type)).check(field, text: value)
  }

  @Test func `takes a value of just the limit`() throws {
    let value = String(repeating: "a", count: FieldCheck.limit)
    try FieldCheck(Types.find("postgres")).check("database", text: value)
  }

  @Test(arguments: Types.all)
  func `takes no secret as text, and no clear field as a secret`(type: ProfileType) {
    for field in type.fields {
      if field.isSecret {
        #expect(throws: CatalogError.secretAsText(field: field.name)) {
          try FieldCheck(type).check(field.name, text: "hunter2")
        }
      } else {
        let bytes = Array("a".utf8)
        #expect(throws: CatalogError.notASecret(field: field.name)) {
          try FieldCheck(type).check(field.name, bytes: bytes.span)
        }
      }
    }
  }

  @Test func `shows a refused value cleaned and cut`() throws {
    let value = "\u{1B}[31m" + String(repeating: "9", count: 200)
    let error = #expect(throws: CatalogError.self) {
      try FieldCheck(Types.find("postgres")).check("port", text: value)
    }
    let message = try #require(error?.message)
    #expect(message.count < 130 && !message.contains("\u{1B}"))
  }
}
