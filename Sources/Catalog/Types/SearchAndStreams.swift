extension ProfileType {
  static let elasticsearch = ProfileType(
    "elasticsearch", "Elasticsearch", "A login of Elasticsearch or OpenSearch.",
    wireType: "elasticsearch", aliases: ["elastic", "opensearch"],
    fields: [
      .url("Address with port, such as https://es.example.com:9200; no user or password in it."),
      Field(
        "username", "User name", .text, .principal, at: .credentials([["auth", "username"]]),
        aliases: ["user", "login"], help: "User to sign in as."),
      .password(at: .credentials([["auth", "password"]]), [.secret]),
      Field(
        "apiKeyId", "API key ID", .token, .principal, at: .credentials([["auth", "apiKey", "id"]]),
        help: "ID of an API key, instead of user and password."),
      Field(
        "apiKey", "API key", .token, .secret, at: .credentials([["auth", "apiKey", "api_key"]]),
        aliases: ["token", "api_key"], help: "The API key itself."),
      Field(
        "queryFormat", "Query format", .choice(["json", "jdbc"]),
        help: "Form of the answers; the driver takes jdbc."),
      Field("openDistro", "Open Distro", .boolean, help: "true for Open Distro and OpenSearch."),
      .ssl(default: nil),
      .reach,
    ],
    rules: [
      .atMostOne(["password", "apiKey"]),
      .needs("password", ["username"]), .needs("username", ["password"]),
      .needs("apiKey", ["apiKeyId"]), .needs("apiKeyId", ["apiKey"]),
    ],
    notes: [
      "The host field is url, not host; a user or password inside the URL is refused.",
      "The sign-in fields are the driver's; Embeddable documents only url.",
    ])

  static let druid = ProfileType(
    "druid", "Apache Druid", "A login of Apache Druid.",
    wireType: "druid",
    fields: [
      .url("Address of the router, such as https://druid.example.com:8888."),
      .user(),
      .password(),
      .database([.overridable], "Database to query; the driver takes default."),
      .reach,
    ],
    notes: [
      "The host field is url, not host; the user field is user, not username.",
      "Embeddable's connection test proves nothing for this driver, so a push stays untested.",
    ])

  static let trino = ProfileType(
    "trino", "Trino", "A login of Trino.",
    wireType: "trino", aliases: ["presto", "starburst"],
    fields: [
      .host(),
      .textPort(8443),
      Field("catalog", "Catalog", .text, [.required, .overridable], help: "Catalog to query."),
      Field("schema", "Schema", .text, [.required, .overridable], help: "Schema to query."),
      .user(at: .credentials([["user"], ["basic_auth", "user"]])),
      .password(at: .credentials([["basic_auth", "password"]])),
      Field(
        "ssl", "TLS", .switchOrObject, .destination, default: "{}", aliases: ["tls"],
        help: "{} and true use TLS; false sends everything in clear."),
      .reach,
    ],
    notes: [
      "The user field is user, not username; it is sent twice, once beside the password.",
      "Port is sent as a string, as the documented sample does.",
    ])
}

extension Field {
  /// Druid and Elasticsearch are named by a URL.
  fileprivate static func url(_ help: String) -> Field {
    Field(
      "url", "URL", .url(.web), [.required, .destination],
      aliases: ["host", "server", "address", "baseURL"], help: help)
  }
}
