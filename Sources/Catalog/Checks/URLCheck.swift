/// Whether a text is a URL of the form wanted, and holds nothing that must not be shown.
enum URLCheck {
  static func check(
    _ value: String, _ form: FieldKind.URLForm, secretField: String?
  ) throws(Fault) {
    let bytes = Array(value.utf8)
    guard bytes.allSatisfy({ (0x21...0x7E).contains($0) && !"\\\"<>^`{|}".utf8.contains($0) }),
      let rest = afterScheme(value, form)
    else { throw .notURL(form) }
    let authority = rest.prefix { !"/?#;".contains($0) }
    guard !authority.contains("@"), !hasSecretParameter(rest.dropFirst(authority.count)) else {
      throw .credentialInURL(use: secretField)
    }
    guard let host = host(of: authority) else { throw .notURL(form) }
    if form == .api {
      let isPlain = value.lowercased().hasPrefix("http:")
      let tail = rest.dropFirst(authority.count)
      guard !isPlain || isLoopback(host), !tail.contains("?"), !tail.contains("#") else {
        throw .notURL(form)
      }
    }
  }

  private static func afterScheme(_ value: String, _ form: FieldKind.URLForm) -> Substring? {
    let schemes =
      switch form {
      case .web, .api: ["https://", "http://"]
      case .databricks: ["jdbc:databricks://"]
      }
    let lowered = value.lowercased()
    guard let scheme = schemes.first(where: lowered.hasPrefix) else { return nil }
    return value.dropFirst(scheme.count)
  }

  /// The host of `host`, `host:port` or `[v6]:port`; nil if either is malformed.
  private static func host(of authority: Substring) -> String? {
    var host = authority
    if let colon = authority.lastIndex(of: ":"), authority.last != "]" {
      let port = String(authority[authority.index(after: colon)...])
      guard (try? TextCheck.number(port, in: FieldKind.ports)) != nil else { return nil }
      host = authority[..<colon]
    }
    let isBare = host.contains(":") && !host.hasPrefix("[")
    guard !isBare, (try? HostCheck.check(String(host))) != nil else { return nil }
    return String(host)
  }

  private static func isLoopback(_ host: String) -> Bool {
    ["127.0.0.1", "[::1]", "localhost"].contains(host.lowercased())
  }

  /// Whether a `name=value` after the authority is known to carry a credential.
  private static func hasSecretParameter(_ tail: Substring) -> Bool {
    tail.split { "?&;#/".contains($0) }.contains { part in
      guard let equals = part.firstIndex(of: "=") else { return false }
      let name = decoded(part[..<equals]).lowercased().filter { $0 != "_" && $0 != "-" }
      return secretNames.contains { name.hasSuffix($0) }
    }
  }

  private static let secretNames = [
    "pwd", "password", "passwd", "pass", "passphrase", "token", "secret", "apikey", "accesskey",
  ]

  /// Percent escapes undone, so that `%50WD` is seen for what it is.
  private static func decoded(_ text: Substring) -> String {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      let digits = String(rest.prefix(2)) ?? ""
      if byte == UInt8(ascii: "%"), digits.utf8.count == 2, let value = UInt8(digits, radix: 16) {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
