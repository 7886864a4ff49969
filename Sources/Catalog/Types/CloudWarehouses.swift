extension ProfileType {
  static let bigquery = ProfileType(
    "bigquery", "Google BigQuery", "A service account that reads from BigQuery.",
    wireType: "bigquery", aliases: ["bq", "google"],
    fields: [
      Field(
        "projectId", "Project", .token, .required, aliases: ["project", "project_id"],
        help: "The project that is billed for the queries."),
      Field(
        "credentials", "Service account key", .json(requiring: serviceAccountKeys),
        [.required, .secret], aliases: ["key", "keyFile", "serviceAccount"],
        help: "The service account's JSON key file, whole: credentials=@key.json."),
      Field(
        "location", "Location", .token, aliases: ["region"], help: "Where queries run, such as EU."),
      Field("exportBucket", "Export bucket", .token, help: "Bucket for exported pre-aggregations."),
      .reach,
    ],
    notes: [
      "credentials is sent as an object: neither as text nor as base64.",
      "The key file names the account and the address that issues its tokens, so it is secret as "
        + "a whole.",
    ])

  private static let serviceAccountKeys = ["type", "project_id", "private_key", "client_email"]

  static let snowflake = ProfileType(
    "snowflake", "Snowflake", "A Snowflake user, with a key pair or a password.",
    wireType: "snowflake",
    fields: [
      Field(
        "account", "Account", .host, [.required, .destination], aliases: ["host", "server", "url"],
        help: "Account identifier, such as xy12345.us-east-1; without .snowflakecomputing.com."),
      Field("warehouse", "Warehouse", .text, .required, help: "Warehouse that runs the queries."),
      .database(),
      .username(),
      Field(
        "privateKey", "Private key", .pem, .secret, aliases: ["key", "private_key"],
        help: "Private half of the key pair, as a PKCS#8 PEM file: privateKey=@rsa_key.p8."),
      Field(
        "privateKeyPass", "Passphrase of the private key", .text, .secret,
        aliases: ["passphrase"], help: "Only for an encrypted private key."),
      .password([.secret], "Password, where the user has no key pair."),
      Field(
        "authenticator", "Authenticator", .choice(["SNOWFLAKE_JWT", "SNOWFLAKE"]), .destination,
        help: "Follows from privateKey; to be given only for an unusual set-up."),
      Field("role", "Role", .text, help: "Role to take on; best one that can only read."),
      Field("region", "Region", .token, .destination, help: "Only where the account has it apart."),
      .reach,
    ],
    rules: [
      .exactlyOne(["privateKey", "password"]),
      .needs("privateKeyPass", ["privateKey"]),
      .implies("privateKey", "authenticator", "SNOWFLAKE_JWT"),
    ],
    notes: [
      "The host field is account, not host; the user field is username, not user.",
      "Give either privateKey or password. With privateKey, authenticator is sent as "
        + "SNOWFLAKE_JWT by itself.",
      "The key must end with a line break: the driver does not add it.",
      "Embeddable documents the unencrypted key only.",
    ])

  static let databricks = ProfileType(
    "databricks-jdbc", "Databricks", "A token for a Databricks SQL warehouse.",
    wireType: "databricks-jdbc", aliases: ["databricks"],
    fields: [
      Field(
        "url", "JDBC URL", .url(.databricks), [.required, .destination],
        aliases: ["host", "server", "databricks_url", "jdbcUrl"],
        help: "The JDBC URL that Databricks shows, without a PWD= part."),
      Field(
        "token", "Token", .token, [.required, .secret],
        aliases: ["password", "accessToken", "databricks_token"],
        help: "Personal access token, or that of a service principal."),
      Field("catalog", "Catalog", .text, .overridable, help: "Catalog to query."),
      .reach,
    ],
    notes: [
      "The host field is url, not host.",
      "A URL that holds PWD= is refused, as URLs are shown; the token has a field of its own.",
    ])
}
