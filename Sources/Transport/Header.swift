package import Sealing

/// A line at the head of a request, whose value may be secret.
package struct Header: Sendable {
  package enum Value: Sendable {
    case text(String)
    /// A secret behind a word that is none, such as `Bearer `.
    case secret(prefix: String, Secret)
  }

  package let name: String
  package let value: Value

  package init(_ name: String, _ text: String) {
    self.name = name
    value = .text(text)
  }

  package init(_ name: String, prefix: String = "", _ secret: Secret) {
    self.name = name
    value = .secret(prefix: prefix, secret)
  }
}

extension Header {
  /// What decides where a request ends and to whom it goes is written by libcurl alone.
  private static let reserved = [
    "connection", "content-length", "expect", "host", "http2-settings", "keep-alive",
    "proxy-authorization", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade",
  ]

  /// Refuses a header that would write another line, or change how the request is framed.
  func check() throws(TransportError) {
    guard !name.isEmpty, name.utf8.allSatisfy(Self.isOfToken) else { throw .badHeader("") }
    guard !Self.reserved.contains(where: isNamed) else { throw .badHeader(name) }
    switch value {
    case .text(let text):
      guard text.utf8.allSatisfy(Self.isOfValue) else { throw .badHeader(name) }
    case .secret(let prefix, let secret):
      guard prefix.utf8.allSatisfy(Self.isOfValue) else { throw .badHeader(name) }
      let bytes = secret.span
      for index in bytes.indices where !Self.isOfValue(bytes[index]) { throw .badHeader(name) }
    }
  }

  /// Whether this is its name, whatever the case of its letters.
  func isNamed(_ other: String) -> Bool {
    name.utf8.count == other.utf8.count
      && zip(name.utf8, other.utf8).allSatisfy { $0 == $1 || $0 ^ $1 == 0x20 && $0 | 0x20 == $1 }
  }

  /// How many bytes follow the colon.
  var valueCount: Int {
    switch value {
    case .text(let text): text.utf8.count
    case .secret(let prefix, let secret): prefix.utf8.count + secret.count
    }
  }

  private static func isOfToken(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
      UInt8(ascii: "."):
      true
    default: false
    }
  }

  private static func isOfValue(_ byte: UInt8) -> Bool {
    byte >= 0x20 && byte != 0x7F || byte == 0x09
  }
}
