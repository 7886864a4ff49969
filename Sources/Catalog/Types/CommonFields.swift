// Fields that several types share, so that each says the same thing once.

extension Field {
  /// For databases that this machine cannot see; Coffer's own, not pushed.
  static let reach = Field(
    "reach", "Reachable from", .choice(["anywhere", "embeddable-only"]), default: "anywhere",
    at: .nowhere,
    help:
      "embeddable-only: this machine cannot see the database, so check does not sign in from here.")

  /// Whether a server may be shown the password itself; Coffer's own, not pushed.
  static let cleartext = Field(
    "cleartext", "Password in clear", .choice(["refuse", "allow"]), .destination,
    default: "refuse", at: .nowhere,
    help:
      "allow: check shows a server the password as it is, also without verified TLS, if it asks.")

  static func host(_ help: String = "Name or address of the server.") -> Field {
    Field(
      "host", "Host", .host, [.required, .destination],
      aliases: ["server", "hostname", "url", "address"], help: help)
  }

  static func server(_ help: String) -> Field {
    Field(
      "server", "Server", .host, [.required, .destination],
      aliases: ["host", "hostname", "address"], help: help)
  }

  static func port(_ number: Int, _ help: String = "TCP port.") -> Field {
    Field("port", "Port", .port, [.required, .destination], default: "\(number)", help: help)
  }

  /// A port that Embeddable's sample sends as a string.
  static func textPort(_ number: Int) -> Field {
    Field(
      "port", "Port", .wireText(FieldKind.ports), [.required, .destination], default: "\(number)",
      help: "TCP port; sent as a string, as the documented sample does.")
  }

  static func database(
    default value: String? = nil, _ traits: Traits = [.required, .overridable],
    _ help: String = "Database to query; a binding may override it."
  ) -> Field {
    Field(
      "database", "Database", .text, traits, default: value, aliases: ["db", "dbname"], help: help)
  }

  /// The drivers of the Postgres and MySQL families say `user`.
  static func user(
    at place: WirePlace? = nil, _ help: String = "User to sign in as; best one that can only read."
  ) -> Field {
    Field(
      "user", "User", .text, [.required, .principal], at: place,
      aliases: ["username", "login", "name"], help: help)
  }

  /// ClickHouse, Snowflake and Fabric say `username`.
  static func username(_ help: String = "User to sign in as; best one that can only read.") -> Field
  {
    Field(
      "username", "User name", .text, [.required, .principal], aliases: ["user", "login", "name"],
      help: help)
  }

  static func password(
    at place: WirePlace? = nil, _ traits: Traits = [.required, .secret],
    _ help: String = "Password of the user."
  ) -> Field {
    Field(
      "password", "Password", .text, traits, at: place,
      aliases: ["pass", "passwd", "pwd", "secret"], help: help)
  }

  /// TLS as node's drivers take it: verified unless somebody chooses otherwise.
  static func ssl(default value: String?) -> Field {
    Field(
      "ssl", "TLS", .switchOrObject, .destination, default: value, aliases: ["tls", "sslmode"],
      help: "true verifies the certificate, false sends everything in clear; "
        + "{\"rejectUnauthorized\":false} encrypts without verifying.")
  }
}
