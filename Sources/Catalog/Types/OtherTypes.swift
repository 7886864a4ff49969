extension ProfileType {
  static let custom = ProfileType(
    "custom", "Any driver", "A database that the catalog does not know, as raw credentials.",
    aliases: ["other", "raw"],
    fields: [
      Field(
        "driver", "Driver", .token, [.required, .destination], at: .wireType, aliases: ["type"],
        help: "Embeddable's type, sent as it stands, such as prestodb."),
      Field(
        "credentials", "Credentials", .json(requiring: []), [.required, .secret],
        at: .wholeCredentials, aliases: ["json", "password"],
        help: "The credentials object, whole, as JSON: credentials=@FILE."),
      .reach,
    ],
    notes: [
      "The credentials are secret as a whole: no part of them is shown, compared or overridden.",
      "These are not Embeddable types: mongodb, motherduck, databricks, postgresql, sqlserver, "
        + "mariadb.",
    ])

  static let embeddable = ProfileType(
    "embeddable", "Embeddable workspace", "A workspace to push connections to, and its API key.",
    purpose: .workspace, aliases: ["workspace"],
    fields: [
      Field(
        "region", "Region", .choice(["us", "eu"]), .destination, at: .nowhere,
        help: "The region that the workspace lives in."),
      Field(
        "baseURL", "Base URL", .url(.api), .destination, at: .nowhere,
        aliases: ["url", "host", "server"], help: "Instead of a region: the address of the API."),
      Field(
        "apiKey", "API key", .token, [.required, .secret], at: .nowhere,
        aliases: ["key", "token", "password", "secret"],
        help: "The workspace's API key, shown on its home page."),
      Field(
        "accepts", "Accepts", .labels, at: .nowhere, aliases: ["labels", "accept"],
        help: "Labels that a profile must carry to be pushed here, such as region=eu,stage=prod."),
      Field(
        "writers", "Logins that write", .choice(["warn", "refuse", "allow"]), at: .nowhere,
        help: "What becomes of a login that can do more than read: warn, unless told; refuse does "
          + "not push it here."),
    ],
    rules: [.exactlyOne(["region", "baseURL"])],
    notes: [
      "A workspace lives in one region; the wrong one looks like a wrong key.",
      "With accepts, EU never goes to US by mistake, nor prod to staging.",
      "With writers=refuse, a login is pushed once a check saw that it can only read.",
    ])

  static let secret = ProfileType(
    "secret", "Free secret", "One secret of any kind, kept and audited but not pushed.",
    purpose: .free, aliases: ["generic", "password", "token"],
    fields: [
      Field(
        "value", "Value", .bytes, [.required, .secret], at: .nowhere,
        aliases: ["secret", "password", "token"], help: "The secret; line breaks are kept.")
    ])
}
