/// A key of 256 bits as text that a person can write down and type again.
///
/// Thirteen groups of five characters, joined by dashes: four of Crockford's base 32, most
/// significant bit first, and a check character. Four bits are left at the end, which are zero.
/// The check finds every single wrong character, every exchange of two characters in a group, and
/// every group in a wrong place.
package enum RecoveryCode {
  /// How many groups a code has.
  package static let groups = 13
  /// How many characters a group has, its check character included.
  package static let groupLength = 5

  private static let keySize = 32
  private static let dash = UInt8(ascii: "-")
  /// More than any honest way to type a code needs.
  private static let longestText = 1_024

  /// Writes a key of 32 bytes as a code.
  package static func encode(_ key: borrowing SecretBytes) -> SecretBytes {
    precondition(key.count == keySize, "a recovery key has 32 bytes")
    let bytes = key.bytes
    return SecretBytes(count: groups * (groupLength + 1) - 1) { text in
      for group in 0..<groups {
        if group > 0 { text.append(dash) }
        var check = RecoverySymbol.Check(group: group)
        for position in group * (groupLength - 1)..<(group + 1) * (groupLength - 1) {
          let value = symbol(position, of: bytes)
          check.add(value)
          text.append(RecoverySymbol.character(of: value))
        }
        text.append(RecoverySymbol.character(of: check.symbol))
      }
    }
  }

  /// Reads a code, whatever its case, spaces and dashes, with O for 0 and I or L for 1.
  package static func decode(_ text: borrowing Span<UInt8>) throws(SealingError) -> SecretBytes {
    let lengths = try groupLengths(in: text)
    if lengths.count == groups, let wrong = lengths.firstIndex(where: { $0 != groupLength }) {
      throw .malformedCode(group: wrong + 1)
    }
    let typed = characters(of: text)
    let symbols = typed.bytes
    return try SecretBytes(count: keySize, in: .guarded) {
      (key: inout OutputSpan<UInt8>) throws(SealingError) in
      var bits: UInt32 = 0
      var held = 0
      for group in 0..<groups {
        var check = RecoverySymbol.Check(group: group)
        for position in group * groupLength..<(group + 1) * groupLength {
          guard position < symbols.count,
            let value = RecoverySymbol.value(of: symbols[position])
          else { throw .malformedCode(group: group + 1) }
          check.add(value)
          guard position % groupLength < groupLength - 1 else { continue }
          bits = bits << 5 | UInt32(value)
          held += 5
          guard held >= 8, !key.isFull else { continue }
          held -= 8
          key.append(UInt8(truncatingIfNeeded: bits >> UInt32(held)))
          bits &= (1 << UInt32(held)) - 1
        }
        guard check.isRight else { throw .malformedCode(group: group + 1) }
      }
      guard bits == 0 else { throw .malformedCode(group: groups) }
      guard symbols.count == groups * groupLength else { throw .malformedCode(group: nil) }
    }
  }

  /// The `number`th group (from 1) as `encode` writes it, to compare with what was typed back.
  ///
  /// A group on its own is group 1 of itself. What is not there is empty.
  package static func group(_ number: Int, of text: borrowing Span<UInt8>) -> SecretBytes {
    let typed = characters(of: text)
    let symbols = typed.bytes
    return SecretBytes(count: groupLength) { group in
      guard 1...groups ~= number else { return }
      let start = (number - 1) * groupLength
      for position in start..<start + groupLength where position < symbols.count {
        let character = symbols[position]
        group.append(
          RecoverySymbol.value(of: character).map(RecoverySymbol.character) ?? character)
      }
    }
  }

  /// The five bits at a position, with zeros behind the end.
  private static func symbol(_ position: Int, of bytes: borrowing Span<UInt8>) -> UInt8 {
    let first = position * 5 / 8
    let high = UInt16(bytes[first]) << 8
    let low = first + 1 < bytes.count ? UInt16(bytes[first + 1]) : 0
    return UInt8(truncatingIfNeeded: (high | low) >> UInt16(11 - position * 5 % 8)) & 0x1F
  }

  /// How long each run of characters between dashes or blanks is.
  private static func groupLengths(
    in text: borrowing Span<UInt8>
  ) throws(SealingError) -> [Int] {
    guard text.count <= longestText else { throw .malformedCode(group: nil) }
    var lengths: [Int] = []
    var length = 0
    for position in text.indices {
      if !RecoverySymbol.isSeparator(text[position]) {
        length += 1
      } else if length > 0 {
        lengths.append(length)
        length = 0
      }
    }
    return length > 0 ? lengths + [length] : lengths
  }

  /// What was typed, without dashes and blanks.
  private static func characters(of text: borrowing Span<UInt8>) -> SecretBytes {
    let text = copy text
    return SecretBytes(count: min(text.count, longestText)) { output in
      for position in text.indices where !RecoverySymbol.isSeparator(text[position]) {
        guard !output.isFull else { return }
        output.append(text[position])
      }
    }
  }
}
