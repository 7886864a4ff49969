import Sealing

/// What a JavaScript text between its quotes stands for.
enum ScriptText {
  /// The bytes, written straight into locked memory.
  static func bytes(
    _ range: Range<Int>, isEscaped: Bool, of bytes: Span<UInt8>
  ) throws(MovingError) -> SecretBytes {
    guard UTF8Check.isText(bytes.extracting(range)) else { throw .notUTF8 }
    guard isEscaped else { return SecretBytes(copying: bytes.extracting(range)) }
    return try SecretBytes(count: range.count) { output throws(MovingError) in
      var index = range.lowerBound
      while index < range.upperBound {
        let byte = bytes[index]
        index += 1
        switch byte {
        case UInt8(ascii: "\\"): try escape(&index, range, bytes, &output)
        case 0x0D:
          // A line of a template ends as a line feed, however the file has it.
          if index < range.upperBound, bytes[index] == 0x0A { index += 1 }
          output.append(0x0A)
        default: output.append(byte)
        }
      }
    }
  }

  private static let wrong = MovingError.notScript("a text has a wrong escape")

  @_lifetime(output: copy output)
  private static func escape(
    _ index: inout Int, _ range: Range<Int>, _ bytes: Span<UInt8>,
    _ output: inout OutputSpan<UInt8>
  ) throws(MovingError) {
    guard index < range.upperBound else { throw wrong }
    let kind = bytes[index]
    index += 1
    switch kind {
    case UInt8(ascii: "n"): output.append(0x0A)
    case UInt8(ascii: "r"): output.append(0x0D)
    case UInt8(ascii: "t"): output.append(0x09)
    case UInt8(ascii: "b"): output.append(0x08)
    case UInt8(ascii: "f"): output.append(0x0C)
    case UInt8(ascii: "v"): output.append(0x0B)
    case 0x0A: break
    case 0x0D: if index < range.upperBound, bytes[index] == 0x0A { index += 1 }
    case UInt8(ascii: "x"): put(try digits(2, &index, range, bytes), &output)
    case UInt8(ascii: "u"): put(try unit(&index, range, bytes), &output)
    case UInt8(ascii: "0")...UInt8(ascii: "9"): throw wrong
    default: output.append(kind)
    }
  }

  @_lifetime(output: copy output)
  private static func put(_ scalar: Unicode.Scalar, _ output: inout OutputSpan<UInt8>) {
    for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter { output.append(byte) }
  }

  private static func digits(
    _ count: Int, _ index: inout Int, _ range: Range<Int>, _ bytes: Span<UInt8>
  ) throws(MovingError) -> Unicode.Scalar {
    guard let scalar = Unicode.Scalar(try number(count, &index, range, bytes)) else { throw wrong }
    return scalar
  }

  private static func number(
    _ count: Int, _ index: inout Int, _ range: Range<Int>, _ bytes: Span<UInt8>
  ) throws(MovingError) -> UInt32 {
    guard index + count <= range.upperBound else { throw wrong }
    var value: UInt32 = 0
    for place in index..<index + count {
      guard let digit = Bytes.hexDigit(bytes[place]) else { throw wrong }
      value = value << 4 | UInt32(digit)
    }
    index += count
    return value
  }

  /// `\u{1F600}`, `\u0041`, or two of the latter for what is beyond the first plane.
  private static func unit(
    _ index: inout Int, _ range: Range<Int>, _ bytes: Span<UInt8>
  ) throws(MovingError) -> Unicode.Scalar {
    if index < range.upperBound, bytes[index] == UInt8(ascii: "{") {
      guard let end = Bytes.first(UInt8(ascii: "}"), in: index..<range.upperBound, of: bytes),
        1...6 ~= end - index - 1
      else { throw wrong }
      index += 1
      defer { index = end + 1 }
      return try digits(end - index, &index, range, bytes)
    }
    let first = try number(4, &index, range, bytes)
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard first < 0xDC00, index + 1 < range.upperBound, bytes[index] == UInt8(ascii: "\\"),
      bytes[index + 1] == UInt8(ascii: "u")
    else { throw wrong }
    index += 2
    let second = try number(4, &index, range, bytes)
    guard 0xDC00...0xDFFF ~= second,
      let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    else { throw wrong }
    return scalar
  }
}
