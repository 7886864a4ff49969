import Catalog
import Testing

@Suite struct SecretValueTests {
  private static let key = """
    -----BEGIN PRIVATE KEY-----
    MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj
    MzEfYyjiWA4R4/M2bS1GB4t7NXp98C3SC6dVMvDuictGeurT8jNbvJZHtCSuYEvu
    -----END PRIVATE KEY-----

    """
  private static let account =
    #"{"type":"service_account","project_id":"p","private_key":"k","client_email":"e"}"#

  static func fault(_ type: String, _ field: String, _ bytes: [UInt8]) throws -> Fault? {
    do {
      try FieldCheck(Types.find(type)).check(field, bytes: bytes.span)
      return nil
    } catch CatalogError.invalid(field, nil, let fault) {
      return fault
    }
  }

  static func fault(_ type: String, _ field: String, _ text: String) throws -> Fault? {
    try fault(type, field, Array(text.utf8))
  }

  @Test(arguments: [
    ("", Fault.empty), ("a\0b", .nul), ("a\n", .lineBreak), ("a\rb", .lineBreak),
    (String(repeating: "a", count: 65_537), .tooLong(65_537)),
  ])
  func `refuses passwords that cannot be meant`(password: String, fault: Fault) throws {
    #expect(try Self.fault("postgres", "password", password) == fault)
  }

  @Test(arguments: ["a", " a ", "ä€𝄞", "a\"\\'b", "a\tb", String(repeating: "a", count: 65_536)])
  func `takes passwords as their owner made them`(password: String) throws {
    #expect(try Self.fault("postgres", "password", password) == nil)
  }

  @Test(arguments: [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0x61, 0xE2, 0x82]] as [[UInt8]])
  func `refuses passwords that JSON cannot carry`(bytes: [UInt8]) throws {
    #expect(try Self.fault("postgres", "password", bytes) == .notUTF8)
  }

  @Test func `takes any bytes for a free secret`() throws {
    #expect(try Self.fault("secret", "value", [0, 10, 13, 255]) == nil)
    #expect(try Self.fault("secret", "value", []) == .empty)
    let long = [UInt8](repeating: 0, count: 65_537)
    #expect(try Self.fault("secret", "value", long) == .tooLong(65_537))
  }

  @Test(arguments: ["a b", " a", "a ", "ä", "a\u{7F}", "a\t"])
  func `refuses keys that no header can carry`(key: String) throws {
    #expect(try Self.fault("embeddable", "apiKey", key) == .notToken)
    #expect(try Self.fault("embeddable", "apiKey", "0f8fad5b-d9cb-469f") == nil)
  }

  @Test func `takes a PKCS#8 key, also encrypted, also with CRLF`() throws {
    let crlf = Self.key.split(separator: "\n", omittingEmptySubsequences: false)
      .joined(separator: "\r\n")
    let encrypted = Self.key.split(separator: " PRIVATE", omittingEmptySubsequences: false)
      .joined(separator: " ENCRYPTED PRIVATE")
    for key in [Self.key, crlf, encrypted, Self.key + "\n"] {
      #expect(try Self.fault("snowflake", "privateKey", key) == nil)
    }
  }

  @Test(arguments: [
    ("hunter2", Fault.notPEM),
    (String(key.dropLast()), .unfinishedPEM),
    (String(key.dropLast(6)), .notPEM),
    ("\n" + key, .notPEM),
    (key + key, .notPEM),
    (key + "x", .notPEM),
    ("-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n", .notPEM),
    ("-----BEGIN PRIVATE KEY-----", .notPEM),
    ("-----BEGIN PRIVATE KEY-----MIIE\n-----END PRIVATE KEY-----\n", .notPEM),
    ("-----BEGIN PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\n", .notPEM),
    ("-----BEGIN PRIVATE KEY-----\nMI E\n-----END PRIVATE KEY-----\n", .notPEM),
    ("-----BEGIN PRIVATE KEY-----\\nMIIE\\n-----END PRIVATE KEY-----\\n", .escapedPEM),
    (
      "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\n",
      .wrongPEM("RSA PRIVATE KEY")
    ),
    ("-----BEGIN PUBLIC KEY-----\nMIIE\n-----END PUBLIC KEY-----\n", .wrongPEM("PUBLIC KEY")),
  ])
  func `refuses what is no key for Snowflake`(text: String, fault: Fault) throws {
    #expect(try Self.fault("snowflake", "privateKey", text) == fault)
  }

  @Test func `takes a service account's key file`() throws {
    #expect(try Self.fault("bigquery", "credentials", Self.account) == nil)
    #expect(try Self.fault("bigquery", "credentials", "\n \(Self.account)\r\n") == nil)
  }

  @Test(arguments: ["type", "project_id", "private_key", "client_email"])
  func `misses each key of a service account`(key: String) throws {
    let other = Self.account.split(separator: "\"\(key)\"", omittingEmptySubsequences: false)
      .joined(separator: "\"other\"")
    #expect(try Self.fault("bigquery", "credentials", other) == .missingKey(key))
  }

  @Test(arguments: [
    ("[]", Fault.notObject), ("null", .notObject), ("\"eyJ0\"", .notObject), ("eyJ0", .notObject),
    ("\u{FEFF}{}", .notObject), (" ", .notObject),
    ("{", .notJSON(offset: 1)), ("{}x", .notJSON(offset: 2)), ("{,}", .notJSON(offset: 1)),
    ("{\"a\"}", .notJSON(offset: 4)), ("{\"a\":}", .notJSON(offset: 5)),
    ("{\"a\":1,}", .notJSON(offset: 7)), ("{'a':1}", .notJSON(offset: 1)),
    ("{\"a\":01}", .notJSON(offset: 6)), ("{\"a\":1.}", .notJSON(offset: 7)),
    ("{\"a\":+1}", .notJSON(offset: 5)), ("{\"a\":1e}", .notJSON(offset: 7)),
    ("{\"a\":-}", .notJSON(offset: 6)), ("{\"a\":NaN}", .notJSON(offset: 5)),
    ("{\"a\":tru}", .notJSON(offset: 5)), ("{\"a\":\"\n\"}", .notJSON(offset: 6)),
    ("{\"a\":\"\\x\"}", .notJSON(offset: 8)), ("{\"a\":\"\\u12g4\"}", .notJSON(offset: 10)),
    ("{\"a\":\"", .notJSON(offset: 6)), ("{\"a\":[1,]}", .notJSON(offset: 8)),
    ("{\"a\":[1", .notJSON(offset: 7)), ("{\"a\":1 \"b\":2}", .notJSON(offset: 7)),
    ("{\"a\":1,\"a\":2}", .repeatedKey), ("{\"a\":\0}", .nul),
    ("{\"a\":" + String(repeating: "[", count: 60_000), .tooDeep),
  ])
  func `refuses JSON that is none`(text: String, fault: Fault) throws {
    #expect(try Self.fault("custom", "credentials", text) == fault)
  }

  @Test(arguments: [
    "{}", " { } ", #"{"a":{"a":1},"b":[{"a":2}]}"#,
    #"{"a":[-0,0.5,1e9,1E-9,true,false,null,"\u00e4\n"]}"#,
    #"{"password":"ä€𝄞","n":[[],{}]}"#,
  ])
  func `takes any well-formed object for a driver of one's own`(text: String) throws {
    #expect(try Self.fault("custom", "credentials", text) == nil)
  }

  @Test func `bounds the work that many keys make`() throws {
    let many = (0..<6_000).map { "\"\($0)\":0" }.joined(separator: ",")
    #expect(try Self.fault("custom", "credentials", "{\(many)}") == .tooDeep)
  }

  @Test func `never says the secret`() throws {
    for (type, field) in [
      ("postgres", "password"), ("custom", "credentials"), ("snowflake", "privateKey"),
    ] {
      let bytes = Array("hunter2\n\0".utf8)
      let error = #expect(throws: CatalogError.self) {
        try FieldCheck(Types.find(type)).check(field, bytes: bytes.span)
      }
      #expect(!String(reflecting: error).contains("hunter2"))
    }
  }
}
