extension Fault {
  /// What to do about it.
  package var remedy: String {
    switch self {
    case .empty: "give a value, or leave the field out"
    case .tooLong: "check that this is the right file or text"
    case .nul, .notUTF8: "check that this is a text and not some other file"
    case .lineBreak: "give one line; check that nothing else was copied along"
    case .notToken: "copy it again, without spaces or line breaks around it"
    case .surroundingSpace: "remove the space; values are stored as typed"
    case .hidden: "type it by hand instead of copying it"
    case .notNumber(let range): "give a number from \(range.lowerBound) to \(range.upperBound)"
    case .notBoolean: "give true or false"
    case .notUUID: "give it like 123e4567-e89b-12d3-a456-426614174000"
    case .notLabels: "give KEY=VALUE, several separated by commas, such as stage=prod,region=eu"
    case .notChoice(let choices): "give \(choices.joined(separator: " or "))"
    case .notHost:
      "give a name such as db.example.com, or an address; write non-ASCII names as xn--"
    case .hostHasScheme, .hostHasPath: "give the bare name, such as db.example.com"
    case .hostHasPort: "give the bare name here and the port in its own field"
    case .notURL(.web): "give http:// or https://, a host, and perhaps a port and path"
    case .notURL(.api): "give https:// and a host; http:// only to this machine"
    case .notURL(.databricks): "give jdbc:databricks://HOST:443/..., as Databricks shows it"
    case .credentialInURL(let field?): "remove it from the URL and give it in the field \(field)"
    case .credentialInURL(nil): "remove it from the URL"
    case .notJSON, .notObject, .tooDeep: "give one complete JSON object"
    case .repeatedKey: "keep the one that is meant"
    case .notSwitchOrObject: "give true, false, or options such as {\"rejectUnauthorized\":false}"
    case .missingKey: "give the whole key file, as it was downloaded"
    case .escapedKey: "write the key as it is, without backslashes"
    case .secretKey: "use type custom, whose credentials are secret as a whole"
    case .notPEM: "give the file with the lines BEGIN PRIVATE KEY and END PRIVATE KEY"
    case .escapedPEM: "give the key file itself, not its copy inside JSON or an environment file"
    case .unfinishedPEM: "add a line break at the end: the driver does not add it"
    case .wrongPEM("PUBLIC KEY"), .wrongPEM("RSA PUBLIC KEY"), .wrongPEM("CERTIFICATE"):
      "give the private key that belongs to it"
    case .wrongPEM: "convert it: openssl pkcs8 -topk8 -nocrypt -in KEY -out KEY.p8"
    }
  }
}
