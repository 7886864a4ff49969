/// The word by which a recipient tells somebody the public half of their key.
package enum RecipientWord {
  private static let prefix = "coffer-recipient-"
  private static let checkSize = 4

  package static func text(for publicKey: [UInt8]) -> String {
    prefix + (publicKey + check(of: publicKey)).map(hex).joined()
  }

  /// The public half in a word; nothing if the word is none or was mistyped.
  package static func publicKey(in word: String) -> [UInt8]? {
    guard word.utf8.starts(with: prefix.utf8) else { return nil }
    let digits = word.utf8.dropFirst(prefix.utf8.count).map { Character(UnicodeScalar($0)) }
    guard digits.count == 2 * (BoxKeys.size + checkSize) else { return nil }
    var bytes: [UInt8] = []
    for index in stride(from: 0, to: digits.count, by: 2) {
      guard let high = digits[index].hexDigitValue, let low = digits[index + 1].hexDigitValue
      else { return nil }
      bytes.append(UInt8(high << 4 | low))
    }
    let publicKey = Array(bytes.prefix(BoxKeys.size))
    return check(of: publicKey) == Array(bytes.suffix(checkSize)) ? publicKey : nil
  }

  private static func check(of publicKey: [UInt8]) -> [UInt8] {
    Array(Digest.of(publicKey.span).prefix(checkSize))
  }

  private static func hex(_ byte: UInt8) -> String {
    let text = String(byte, radix: 16)
    return text.count == 1 ? "0" + text : text
  }
}
