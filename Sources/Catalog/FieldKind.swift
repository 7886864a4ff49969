/// What may stand in a field, which also decides its JSON kind when it is pushed.
package enum FieldKind: Equatable, Sendable {
  /// One line of text.
  case text
  /// Printable ASCII without spaces: identifiers and keys that travel in headers.
  case token
  case uuid
  /// Any bytes, line breaks included.
  case bytes
  case boolean
  /// A name or an address, without scheme, port or path.
  case host
  case url(URLForm)
  /// An unencrypted or encrypted PKCS#8 private key.
  case pem
  /// A comma-separated list of KEY=VALUE.
  case labels
  case integer(ClosedRange<Int>)
  /// A whole number that the far side wants as a string.
  case wireText(ClosedRange<Int>)
  case choice([String])
  /// A JSON object that has at least these keys.
  case json(requiring: [String])
  /// `true`, `false`, or a JSON object of options.
  case switchOrObject

  static let ports = 1...65_535
  static let port = FieldKind.integer(ports)

  /// The shapes of URL that fields hold.
  package enum URLForm: Equatable, Sendable {
    /// `http://` or `https://`.
    case web
    /// `https://`, or `http://` to this very machine.
    case api
    /// `jdbc:databricks://`.
    case databricks
  }

  /// How a value is written in JSON.
  package enum WireShape: Equatable, Sendable {
    case string, number, boolean
    /// The text is JSON already and is sent as it stands.
    case json
  }

  package var wireShape: WireShape {
    switch self {
    case .integer: .number
    case .boolean: .boolean
    case .json, .switchOrObject: .json
    case .text, .token, .uuid, .bytes, .host, .url, .pem, .labels, .wireText, .choice: .string
    }
  }

  /// A few words for help and the Manual.
  package var summary: String {
    switch self {
    case .text: "text"
    case .token: "text without spaces"
    case .uuid: "UUID"
    case .bytes: "any bytes"
    case .boolean: "true or false"
    case .host: "host name or address"
    case .url: "URL"
    case .pem: "private key, PKCS#8 PEM"
    case .labels: "KEY=VALUE, comma-separated"
    case .integer(Self.ports), .wireText(Self.ports): "port number"
    case .integer(let range), .wireText(let range): "\(range.lowerBound) to \(range.upperBound)"
    case .choice(let choices): choices.joined(separator: " or ")
    case .json: "JSON object"
    case .switchOrObject: "true, false or a JSON object"
    }
  }
}
