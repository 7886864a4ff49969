/// SHA-1, which the sign-ins of MySQL's protocol are still made of; nothing else may use it.
package enum SHA1 {
  package static let size = 20

  /// The digest of the bytes, as what is hashed once more to make a verifier is a secret itself.
  package static func of(_ bytes: borrowing Span<UInt8>) -> SecretBytes {
    var state = State()
    let padded = padded(bytes)
    let blocks = padded.bytes
    var start = 0
    while start < blocks.count {
      state.mix(blocks.extracting(start..<start + 64))
      start += 64
    }
    return SecretBytes(count: size) { output in
      for word in [state.a, state.b, state.c, state.d, state.e] {
        for shift in [24, 16, 8, 0] as [UInt32] {
          output.append(UInt8(truncatingIfNeeded: word >> shift))
        }
      }
    }
  }

  private static func padded(_ bytes: borrowing Span<UInt8>) -> SecretBytes {
    let count = bytes.count
    let size = (count + 9 + 63) / 64 * 64
    return SecretBytes(count: size) { output in
      for index in bytes.indices { output.append(bytes[index]) }
      output.append(0x80)
      while output.count < size - 8 { output.append(0) }
      let bits = UInt64(count) * 8
      for shift in stride(from: 56, through: 0, by: -8) {
        output.append(UInt8(truncatingIfNeeded: bits >> UInt64(shift)))
      }
    }
  }

  private struct State {
    var a: UInt32 = 0x6745_2301
    var b: UInt32 = 0xEFCD_AB89
    var c: UInt32 = 0x98BA_DCFE
    var d: UInt32 = 0x1032_5476
    var e: UInt32 = 0xC3D2_E1F0

    mutating func mix(_ block: Span<UInt8>) {
      var words = InlineArray<80, UInt32>(repeating: 0)
      for index in 0..<16 {
        for place in 0..<4 { words[index] = words[index] << 8 | UInt32(block[index * 4 + place]) }
      }
      for index in 16..<80 {
        words[index] = Self.left(
          words[index - 3] ^ words[index - 8] ^ words[index - 14] ^ words[index - 16], 1)
      }
      var (a, b, c, d, e) = (self.a, self.b, self.c, self.d, self.e)
      for index in 0..<80 {
        let (choice, constant): (UInt32, UInt32) =
          switch index / 20 {
          case 0: (b & c | ~b & d, 0x5A82_7999)
          case 1: (b ^ c ^ d, 0x6ED9_EBA1)
          case 2: (b & c | b & d | c & d, 0x8F1B_BCDC)
          default: (b ^ c ^ d, 0xCA62_C1D6)
          }
        let next = Self.left(a, 5) &+ choice &+ e &+ constant &+ words[index]
        (e, d, c, b, a) = (d, c, Self.left(b, 30), a, next)
      }
      self.a &+= a
      self.b &+= b
      self.c &+= c
      self.d &+= d
      self.e &+= e
    }

    private static func left(_ word: UInt32, _ count: UInt32) -> UInt32 {
      word << count | word >> (32 - count)
    }
  }
}
