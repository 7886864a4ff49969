/// Whether bytes are UTF-8, found out without making anything else of them.
enum UTF8Check {
  static func isText(_ bytes: Span<UInt8>) -> Bool {
    var index = 0
    while index < bytes.count {
      let first = bytes[index]
      if first < 0x80 {
        index += 1
        continue
      }
      let (length, lowest): (Int, UInt32)
      switch first {
      case 0xC2...0xDF: (length, lowest) = (2, 0x80)
      case 0xE0...0xEF: (length, lowest) = (3, 0x800)
      case 0xF0...0xF4: (length, lowest) = (4, 0x10000)
      default: return false
      }
      guard index + length <= bytes.count else { return false }
      var scalar = UInt32(first) & (0x7F >> UInt32(length))
      for place in index + 1..<index + length {
        guard bytes[place] & 0xC0 == 0x80 else { return false }
        scalar = scalar << 6 | UInt32(bytes[place] & 0x3F)
      }
      guard scalar >= lowest, Unicode.Scalar(scalar) != nil else { return false }
      index += length
    }
    return true
  }
}
