extension ProfileType {
  static let clickhouse = ProfileType(
    "clickhouse", "ClickHouse", "A login of a ClickHouse server or ClickHouse Cloud service.",
    wireType: "clickhouse", aliases: ["ch", "click-house"],
    fields: [
      .host("Name of the server, such as abc123.eu-central-1.aws.clickhouse.cloud."),
      .port(8443, "Port of the HTTP interface: 8443 with https:, 8123 with http:."),
      Field(
        "protocol", "Protocol", .choice(["https:", "http:"]), [.required, .destination],
        default: "https:", aliases: ["scheme", "ssl", "tls"],
        help: "https: verifies the certificate; http: sends the password in clear. With the colon."),
      .username(),
      .password(),
      .database(default: "default"),
      .reach,
    ],
    notes: [
      "The user field is username. Older pages say user; today's driver ignores that silently.",
      "The documented sample pairs http: with 8443, which is the TLS port; https: belongs to 8443.",
      "Host is the bare name: the driver builds PROTOCOL//HOST:PORT itself and takes no path.",
      "Only the HTTP interface is used, so the native ports 9000 and 9440 do not work here.",
    ])

  static let clickhouseCloud = ProfileType(
    "clickhouse-cloud", "ClickHouse Cloud API key",
    "A key of the ClickHouse Cloud API, which lists services and makes and retires other keys.",
    purpose: .issuer, aliases: ["clickhousecloud", "ch-cloud"],
    fields: [
      Field(
        "organization", "Organization ID", .uuid, .destination, at: .nowhere,
        aliases: ["org", "organizationId", "organisation"],
        help: "UUID of the organization that the key belongs to."),
      Field(
        "keyUuid", "Key UUID", .uuid, at: .nowhere, aliases: ["uuid", "id"],
        help: "UUID under which the API lists the key; needed to rotate it."),
      Field(
        "keyId", "Key ID", .token, [.required, .principal], at: .nowhere,
        aliases: ["key", "user", "username", "apiKeyId"],
        help: "The Key ID that the console shows; the user part of the sign-in."),
      Field(
        "keySecret", "Key Secret", .token, [.required, .secret], at: .nowhere,
        aliases: ["secret", "password", "apiKeySecret", "apiKey"],
        help: "The Key Secret, which the console shows once."),
      Field(
        "baseURL", "Base URL", .url(.api), .destination, at: .nowhere,
        aliases: ["url", "host", "server"],
        help:
          "Only for a stand-in: the address of the API instead of https://api.clickhouse.cloud."),
    ],
    notes: [
      "keyId signs in, keyUuid names the key in paths; they are two different things.",
      "A key cannot delete itself: its replacement deletes it.",
      "A key has an IP access list of its own, apart from that of the services.",
    ])
}
