extension ProfileType {
  static let mssql = ProfileType(
    "mssql", "SQL Server", "A login of SQL Server or Azure SQL.",
    wireType: "mssql", aliases: ["sqlserver", "sql-server", "azuresql"],
    fields: [
      .server("Name or address of the server; here the field is called server, not host."),
      .port(1433),
      .database(),
      .user(),
      .password(),
      Field(
        "encrypt", "Encrypt", .boolean, .destination, default: "true",
        at: .credentials([["options", "encrypt"]]), aliases: ["ssl", "tls"],
        help: "Encrypt the connection; Azure needs it."),
      Field(
        "trustServerCertificate", "Trust any certificate", .boolean, .destination,
        default: "false", at: .credentials([["options", "trustServerCertificate"]]),
        help: "true accepts any certificate: encrypted, but not verified."),
      Field(
        "useUTC", "Times are UTC", .boolean, default: "false",
        at: .credentials([["options", "useUTC"]]),
        help: "How the driver reads times; false is what it does when no options are sent."),
      .reach,
    ],
    notes: [
      "The host field is server, not host; the user field is user, not username.",
      "Sending any option replaces the driver's whole set, so all three are always sent.",
      "For a named instance use x.options.instanceName=NAME, not SERVER\\NAME.",
    ])

  static let msfabric = ProfileType(
    "msfabric", "Microsoft Fabric", "A login of a Microsoft Fabric warehouse.",
    wireType: "msfabric", aliases: ["fabric", "synapse"],
    fields: [
      .server("Name of the warehouse's SQL endpoint; here the field is called server, not host."),
      .database(),
      Field(
        "tenantId", "Tenant ID", .token, [.required, .destination], aliases: ["tenant"],
        help: "The Microsoft Entra tenant that signs the user in."),
      Field(
        "authType", "Sign-in", .choice([servicePrincipal, "ActiveDirectoryPassword"]),
        [.required, .destination], default: servicePrincipal, aliases: ["auth", "authenticator"],
        help: "How to sign in: as an application, or as a person."),
      .username("For a service principal its client ID, else the user's sign-in name."),
      .password(
        [.required, .secret], "For a service principal its client secret, else the user's password."
      ),
      Field(
        "clientId", "Client ID", .token, .principal, aliases: ["appId", "applicationId"],
        help: "The application's client ID."),
      .reach,
    ],
    rules: [.requires(["clientId"], when: "authType", is: servicePrincipal)],
    notes: [
      "The host field is server, not host; the user field is username, not user.",
      "It is not said how clientId relates to username for a service principal: give the client "
        + "ID in both.",
    ])

  private static let servicePrincipal = "ActiveDirectoryServicePrincipal"
}
