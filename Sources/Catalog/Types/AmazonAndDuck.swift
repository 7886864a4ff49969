extension ProfileType {
  static let athena = ProfileType(
    "athena", "Amazon Athena", "An AWS access key that queries Athena.",
    wireType: "athena", aliases: ["aws"],
    fields: [
      Field(
        "accessKeyId", "Access key ID", .token, [.required, .principal],
        aliases: ["user", "username", "keyId", "aws_access_key_id"], help: "The access key's ID."),
      Field(
        "secretAccessKey", "Secret access key", .token, [.required, .secret],
        aliases: ["password", "secret", "aws_secret_access_key"], help: "The access key's secret."),
      Field(
        "region", "Region", .token, [.required, .destination],
        help: "AWS region, such as eu-central-1."),
      Field(
        "S3OutputLocation", "Output location", .text, aliases: ["output", "bucket", "s3"],
        help: "Where Athena writes results, such as s3://bucket/path/."),
      Field("workGroup", "Work group", .text, help: "Athena work group; the driver takes primary."),
      Field("catalog", "Catalog", .text, .overridable, help: "Data catalog to query."),
      Field(
        "schema", "Schema", .text, .overridable, aliases: ["database"], help: "Schema to query."),
      Field("concurrency", "Concurrency", .integer(1...1_000), help: "Queries at once."),
      .reach,
    ],
    notes: [
      "Embeddable's connection test proves nothing for this driver, so a push stays untested."
    ])

  static let duckdb = ProfileType(
    "duckdb", "DuckDB (MotherDuck)", "A MotherDuck token.",
    wireType: "duckdb", aliases: ["motherduck"],
    fields: [
      Field(
        "motherDuckToken", "MotherDuck token", .token, [.required, .secret],
        aliases: ["token", "password", "apiKey"], help: "A MotherDuck access token."),
      .reach,
    ],
    notes: ["MotherDuck is the only form that Embeddable documents."])
}
