/// Whether lent bytes are one PKCS#8 private key in PEM, by its lines alone.
enum PEMCheck {
  private static let labels = ["PRIVATE KEY", "ENCRYPTED PRIVATE KEY"]
  private static let others = [
    "RSA PRIVATE KEY", "EC PRIVATE KEY", "DSA PRIVATE KEY", "OPENSSH PRIVATE KEY", "PUBLIC KEY",
    "RSA PUBLIC KEY", "CERTIFICATE",
  ]

  static func check(_ bytes: Span<UInt8>) throws(Fault) {
    if let other = others.first(where: { bytes.starts(with: "-----BEGIN \($0)-----", at: 0) }) {
      throw .wrongPEM(other)
    }
    guard let label = labels.first(where: { bytes.starts(with: "-----BEGIN \($0)-----", at: 0) })
    else { throw .notPEM }
    try checkLines(bytes, after: "-----BEGIN \(label)-----".utf8.count, label)
  }

  private static func checkLines(
    _ bytes: Span<UInt8>, after start: Int, _ label: String
  ) throws(Fault) {
    var index = start
    var digits = 0
    var atLineStart = false
    while index < bytes.count {
      let byte = bytes[index]
      if byte == 0x0A || byte == 0x0D {
        atLineStart = true
      } else if atLineStart, bytes.starts(with: "-----END \(label)-----", at: index) {
        guard digits > 0 else { throw .notPEM }
        return try checkEnd(bytes, from: index + "-----END \(label)-----".utf8.count)
      } else if byte == UInt8(ascii: "\\") {
        throw .escapedPEM
      } else if isBase64(byte), atLineStart || digits > 0 {
        digits += 1
        atLineStart = false
      } else {
        throw .notPEM
      }
      index += 1
    }
    throw .notPEM
  }

  /// After the END line only its line break may follow.
  private static func checkEnd(_ bytes: Span<UInt8>, from start: Int) throws(Fault) {
    guard start < bytes.count else { throw .unfinishedPEM }
    for index in start..<bytes.count where bytes[index] != 0x0A && bytes[index] != 0x0D {
      throw .notPEM
    }
  }

  private static func isBase64(_ byte: UInt8) -> Bool {
    isASCIILetterOrDigit(byte) || "+/=".utf8.contains(byte)
  }
}

extension Span<UInt8> {
  /// Whether the bytes from `index` on begin with that text.
  func starts(with text: String, at index: Int) -> Bool {
    let wanted = text.utf8
    guard count - index >= wanted.count else { return false }
    return zip(index..., wanted).allSatisfy { self[$0] == $1 }
  }
}
