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
        collect(value, of: bytes, isSecret: false, into: &parts)
      }
      return parts
    }
    return lines(of: bytes)
  }

  private static func collect(
    _ value: JSONCursor.Value, of bytes: Span<UInt8>, isSecret: Bool, into parts: inout [Secret]
  ) {
    switch value {
    case .null, .word: return
    case .string(let place, let isEscaped):
      guard isSecret, place.count >= shortest,
        let text = try? JSONString.bytes(place, isEscaped: isEscaped, of: bytes)
      else { return }
      let part = Secret(text)
      parts += [part] + lines(of: part.span)
    case .object(let place):
      var cursor = JSONCursor(place)
      try? cursor.members(bytes) { (key, value) throws(MovingError) in
        let name = Bytes.text(bytes.extracting(key)) ?? ""
        collect(
          value, of: bytes, isSecret: isSecret || Self.isSecret(key: name), into: &parts)
      }
    case .array(let place):
      var cursor = JSONCursor(place)
      try? cursor.elements(bytes) { (value) throws(MovingError) in
        collect(value, of: bytes, isSecret: isSecret, into: &parts)
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
