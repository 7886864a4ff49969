/// Small looks at bytes, so that secrets among them need not become anything else.
package enum Bytes {
  /// The text, if these bytes are UTF-8.
  package static func text(_ bytes: Span<UInt8>) -> String? {
    guard let text = try? UTF8Span(validating: bytes) else { return nil }
    return String(copying: text)
  }

  package static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

  /// The place without the blanks at both ends.
  package static func trimmed(_ range: Range<Int>, of bytes: Span<UInt8>) -> Range<Int> {
    var (start, end) = (range.lowerBound, range.upperBound)
    while start < end, isBlank(bytes[start]) { start += 1 }
    while start < end, isBlank(bytes[end - 1]) { end -= 1 }
    return start..<end
  }

  /// Where a byte stands first.
  package static func first(
    _ byte: UInt8, in range: Range<Int>, of bytes: Span<UInt8>
  ) -> Int? {
    var index = range.lowerBound
    while index < range.upperBound {
      if bytes[index] == byte { return index }
      index += 1
    }
    return nil
  }

  package static func starts(
    _ bytes: Span<UInt8>, at position: Int, with text: StaticString
  ) -> Bool {
    let wanted = text.description.utf8
    guard bytes.count - position >= wanted.count else { return false }
    var index = position
    for byte in wanted {
      if bytes[index] != byte { return false }
      index += 1
    }
    return true
  }

  static func hexDigit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
