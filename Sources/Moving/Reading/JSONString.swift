package import Sealing

/// What a JSON text between its quotes stands for.
package enum JSONString {
  /// The bytes, written straight into locked memory.
  package static func bytes(
    _ range: Range<Int>, isEscaped: Bool, of bytes: Span<UInt8>
  ) throws(MovingError) -> SecretBytes {
    guard isEscaped else { return SecretBytes(copying: bytes.extracting(range)) }
    return try SecretBytes(count: range.count) { output throws(MovingError) in
      var index = range.lowerBound
      while index < range.upperBound {
        let byte = bytes[index]
        if byte != UInt8(ascii: "\\") {
          output.append(byte)
          index += 1
          continue
        }
        guard index + 1 < range.upperBound else { throw badEscape(index, range) }
        let kind = bytes[index + 1]
        index += 2
        if kind == UInt8(ascii: "u") {
          let scalar = try scalar(&index, range, bytes)
          for byte in String(Character(scalar)).utf8 { output.append(byte) }
        } else {
          guard let plain = plain(kind) else { throw badEscape(index - 2, range) }
          output.append(plain)
        }
      }
    }
  }

  /// A text that is no secret.
  package static func text(
    _ range: Range<Int>, isEscaped: Bool, of bytes: Span<UInt8>
  ) throws(MovingError) -> String {
    let found: String?
    if isEscaped {
      let plain = try Self.bytes(range, isEscaped: true, of: bytes)
      found = Bytes.text(plain.bytes)
    } else {
      found = Bytes.text(bytes.extracting(range))
    }
    guard let found else { throw .notUTF8 }
    return found
  }

  private static func badEscape(_ index: Int, _ range: Range<Int>) -> MovingError {
    .notJSON(column: index - range.lowerBound + 1, "a text has a wrong escape")
  }

  private static func plain(_ kind: UInt8) -> UInt8? {
    switch kind {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): kind
    case UInt8(ascii: "b"): 0x08
    case UInt8(ascii: "f"): 0x0C
    case UInt8(ascii: "n"): 0x0A
    case UInt8(ascii: "r"): 0x0D
    case UInt8(ascii: "t"): 0x09
    default: nil
    }
  }

  /// `\u` and four digits, twice for what is beyond the first plane.
  private static func scalar(
    _ index: inout Int, _ range: Range<Int>, _ bytes: Span<UInt8>
  ) throws(MovingError) -> Unicode.Scalar {
    let start = index
    let first = try unit(&index, range, bytes)
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard first < 0xDC00, index + 1 < range.upperBound, bytes[index] == UInt8(ascii: "\\"),
      bytes[index + 1] == UInt8(ascii: "u")
    else { throw badEscape(start, range) }
    index += 2
    let second = try unit(&index, range, bytes)
    guard 0xDC00...0xDFFF ~= second,
      let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    else { throw badEscape(start, range) }
    return scalar
  }

  private static func unit(
    _ index: inout Int, _ range: Range<Int>, _ bytes: Span<UInt8>
  ) throws(MovingError) -> UInt32 {
    guard index + 4 <= range.upperBound else { throw badEscape(index, range) }
    var value: UInt32 = 0
    for place in index..<index + 4 {
      guard let digit = Bytes.hexDigit(bytes[place]) else { throw badEscape(place, range) }
      value = value << 4 | UInt32(digit)
    }
    index += 4
    return value
  }
}
