package import Sealing

/// Base64 with padding, from and into locked memory.
package enum Base64 {
  private static let pad = UInt8(ascii: "=")

  package static func encodedSize(_ count: Int) -> Int { (count + 2) / 3 * 4 }

  @_lifetime(output: copy output)
  package static func encode(_ bytes: Span<UInt8>, into output: inout OutputSpan<UInt8>) {
    var index = 0
    while index < bytes.count {
      let left = bytes.count - index
      var group = UInt32(bytes[index]) << 16
      if left > 1 { group |= UInt32(bytes[index + 1]) << 8 }
      if left > 2 { group |= UInt32(bytes[index + 2]) }
      output.append(letter(group >> 18))
      output.append(letter(group >> 12 & 63))
      output.append(left > 1 ? letter(group >> 6 & 63) : pad)
      output.append(left > 2 ? letter(group & 63) : pad)
      index += 3
    }
  }

  /// Nothing if the text is not whole.
  package static func decode(_ range: Range<Int>, of bytes: Span<UInt8>) -> SecretBytes? {
    guard range.count.isMultiple(of: 4) else { return nil }
    var padding = 0
    while padding < 2, padding < range.count, bytes[range.upperBound - 1 - padding] == pad {
      padding += 1
    }
    var isWhole = true
    let decoded = SecretBytes(count: range.count / 4 * 3) { output in
      var held: UInt32 = 0
      var bits = 0
      for index in range.lowerBound..<range.upperBound - padding {
        guard let value = value(bytes[index]) else {
          isWhole = false
          return
        }
        held = held << 6 | UInt32(value)
        bits += 6
        guard bits >= 8 else { continue }
        bits -= 8
        output.append(UInt8(truncatingIfNeeded: held >> UInt32(bits)))
        held &= (1 << UInt32(bits)) - 1
      }
      if held != 0 { isWhole = false }
    }
    guard isWhole else { return nil }
    return decoded
  }

  private static func letter(_ value: UInt32) -> UInt8 {
    switch UInt8(value) {
    case 0..<26: UInt8(ascii: "A") + UInt8(value)
    case 26..<52: UInt8(ascii: "a") + UInt8(value) - 26
    case 52..<62: UInt8(ascii: "0") + UInt8(value) - 52
    case 62: UInt8(ascii: "+")
    default: UInt8(ascii: "/")
    }
  }

  private static func value(_ letter: UInt8) -> UInt8? {
    switch letter {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): letter - UInt8(ascii: "A")
    case UInt8(ascii: "a")...UInt8(ascii: "z"): letter - UInt8(ascii: "a") + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): letter - UInt8(ascii: "0") + 52
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}
