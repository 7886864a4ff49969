/// Base64 with padding, as sign-ins write it.
package enum Base64 {
  private static let symbols = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  package static func encoded(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      var bits = group.reduce(0) { $0 << 8 | Int($1) }
      bits <<= 8 * (3 - group.count)
      for place in 0..<4 {
        text.append(
          place <= group.count ? symbols[bits >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The same of what is secret, into memory for secrets.
  @_lifetime(output: copy output)
  package static func append(
    _ bytes: borrowing Span<UInt8>, to output: inout OutputSpan<UInt8>
  ) {
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let size = min(3, bytes.count - start)
      var bits = 0
      for index in 0..<3 { bits = bits << 8 | (index < size ? Int(bytes[start + index]) : 0) }
      for place in 0..<4 {
        output.append(
          place <= size ? symbols[bits >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
      }
    }
  }

  /// How many symbols so many bytes are.
  package static func length(of count: Int) -> Int { (count + 2) / 3 * 4 }

  /// Nothing where it is not base64, whole and padded.
  package static func decoded(_ text: some StringProtocol) -> [UInt8]? {
    let padded = Array(text.utf8)
    guard padded.count % 4 == 0 else { return nil }
    let padding = padded.reversed().prefix { $0 == UInt8(ascii: "=") }.count
    guard padding <= 2 else { return nil }
    var bytes: [UInt8] = []
    var bits = 0
    var known = 0
    for symbol in padded.dropLast(padding) {
      guard let value = symbols.firstIndex(of: symbol) else { return nil }
      bits = (bits << 6 | value) & 0xFFFF
      known += 6
      if known >= 8 {
        known -= 8
        bytes.append(UInt8(truncatingIfNeeded: bits >> known))
      }
    }
    return bytes
  }
}
