extension ProfileType {
  static let postgres = ProfileType(
    "postgres", "PostgreSQL", "A login of a PostgreSQL database.",
    wireType: "postgres", aliases: ["postgresql", "pg", "psql"],
    fields: [
      .host(), .port(5432), .database(), .user(), .password(), .ssl(default: "true"), .cleartext,
      .reach,
    ],
    notes: [
      "The user field is user, not username.",
      "ssl=true verifies the server's certificate; a self-signed one needs "
        + "{\"ca\":\"...\"} or {\"rejectUnauthorized\":false}.",
    ])

  static let redshift = ProfileType(
    "redshift", "Amazon Redshift", "A login of a Redshift cluster or workgroup.",
    wireType: "redshift",
    fields: [
      .host(), .port(5439), .database(), .user(), .password(), .ssl(default: "true"), .cleartext,
      .reach,
    ],
    notes: [
      "The user field is user, not username.",
      "The port is always sent: left out, the driver would take PostgreSQL's 5432.",
    ])

  static let questdb = ProfileType(
    "questdb", "QuestDB", "A login of QuestDB over the PostgreSQL protocol.",
    wireType: "questdb",
    fields: [
      .host(), .textPort(8812), .user(), .password(),
      .database(default: "qdb", [.overridable], "QuestDB has one database, called qdb."),
      .ssl(default: nil), .cleartext, .reach,
    ],
    notes: [
      "The user field is user, not username.",
      "The port is that of the PostgreSQL protocol, 8812, not the console's 9000.",
      "Port is sent as a string, as QuestDB's own guide does.",
      "Without ssl the password travels in clear; open-source QuestDB offers no TLS here.",
      "admin and quest are the defaults of every installation: change them.",
    ])
}
