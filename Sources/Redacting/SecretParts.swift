import Moving
import Sealing

/// What of a large secret is secret by itself: the lines of a key, the values within a key file.
package enum SecretParts {
  /// Shorter lines and values say too little, and are words elsewhere.
  private static let shortest = 6
  private static let words = [
    "password", "passwd", "pwd", "secret", "token", "privatekey", "private_key", "passphrase",
    "apikey", "api_key",
  ]

  /// What a document that is secret as a whole may show: without these words nobody understands what
  /// a driver says.
  private static let clear: Set<String> = [
    "account", "auth_provider_x509_cert_url", "auth_uri", "authenticator", "catalog",
    "client_email", "client_x509_cert_url", "database", "driver", "host", "hostname", "port",
    "project_id", "projectid", "protocol", "region", "role", "schema", "server", "token_uri",
    "type", "universe_domain", "user", "username", "warehouse",
  ]

  /// Whether what stands under a key commonly is a secret.
  package static func isSecret(key: String) -> Bool {
    let folded = key.lowercased()
    return words.contains(where: folded.contains)
  }

  static func of(_ secret: Secret) -> [Secret] {
    let bytes = secret.span
    var cursor = JSONCursor(0..<bytes.count)
    if cursor.take(UInt8(ascii: "{"), bytes) {
      var parts: [Secret] = []
      var cursor = JSONCursor(0..<bytes.count)
      if let value = try? cursor.value(bytes) {
        collect(value, of: bytes, into: &parts)
      }
      return parts
    }
    return lines(of: bytes)
  }

  /// Every text in it, but for what stands under a clear key and under no secret one.
  private static func collect(
    _ value: JSONCursor.Value, of bytes: Span<UInt8>, under key: String = "",
    mayBeClear: Bool = true, into parts: inout [Secret]
  ) {
    switch value {
    case .null, .word: return
    case .string(let place, let isEscaped):
      guard !mayBeClear || !clear.contains(key.lowercased()), place.count >= shortest,
        let text = try? JSONString.bytes(place, isEscaped: isEscaped, of: bytes)
      else { return }
      let part = Secret(text)
      parts += [part] + lines(of: part.span)
    case .object(let place):
      let mayBeClear = mayBeClear && !isSecret(key: key)
      var cursor = JSONCursor(place)
      guard cursor.take(UInt8(ascii: "{"), bytes) else { return }
      // Not by `members`: that ends at a key with an escape, and what follows would be seen.
      repeat {
        guard case .string(let key, let isEscaped)? = try? cursor.value(bytes),
          cursor.take(UInt8(ascii: ":"), bytes), let value = try? cursor.value(bytes)
        else { return }
        let name = (try? JSONString.text(key, isEscaped: isEscaped, of: bytes)) ?? ""
        collect(value, of: bytes, under: name, mayBeClear: mayBeClear, into: &parts)
      } while cursor.take(UInt8(ascii: ","), bytes)
    case .array(let place):
      let mayBeClear = mayBeClear && !isSecret(key: key)
      var cursor = JSONCursor(place)
      try? cursor.elements(bytes) { (value) throws(MovingError) in
        collect(value, of: bytes, mayBeClear: mayBeClear, into: &parts)
      }
    }
  }

  /// Each line of several, but for those that only frame a key.
  private static func lines(of bytes: Span<UInt8>) -> [Secret] {
    var parts: [Secret] = []
    var start = 0
    for index in 0...bytes.count where index == bytes.count || bytes[index] == 0x0A {
      let line = start..<index
      start = index + 1
      guard line.count >= shortest, line.count < bytes.count,
        bytes[line.lowerBound] != UInt8(ascii: "-")
      else { continue }
      parts.append(Secret(SecretBytes(copying: bytes.extracting(line))))
    }
    return parts
  }
}
