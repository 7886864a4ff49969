extension ProfileType {
  static let mysql = ProfileType(
    "mysql", "MySQL, MariaDB", "A login of a MySQL or MariaDB database.",
    wireType: "mysql", aliases: ["mariadb", "singlestore"],
    fields: [
      .host(), .port(3306), .database(), .user(), .password(), .ssl(default: "true"), .cleartext,
      .reach,
    ],
    notes: ["The user field is user, not username."])

  static let mongobi = ProfileType(
    "mongobi", "MongoDB BI Connector", "A login of MongoDB through its BI Connector.",
    status: .withdrawn("Embeddable removed it from its documentation on 2025-07-24."),
    wireType: "mongobi", aliases: ["mongodb", "mongo"],
    fields: [
      .host(), .port(3307), .database(), .user(), .password(), .ssl(default: "true"), .cleartext,
      .reach,
    ],
    notes: ["The user field is user, not username."])
}
