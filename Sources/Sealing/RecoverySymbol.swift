/// The characters of a recovery code, which stand for five bits each (Crockford's base 32).
enum RecoverySymbol {
  private static let alphabet = [UInt8]("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)

  /// The value of each byte that stands for one; 0xFF for the others.
  private static let values: [UInt8] = {
    var values = [UInt8](repeating: 0xFF, count: 256)
    for (value, character) in alphabet.enumerated() {
      values[Int(character)] = UInt8(value)
      values[Int(character | 0x20)] = UInt8(value)
    }
    for character in "oO".utf8 { values[Int(character)] = 0 }
    for character in "iIlL".utf8 { values[Int(character)] = 1 }
    return values
  }()

  /// The character of a value below 32.
  static func character(of value: UInt8) -> UInt8 { alphabet[Int(value & 0x1F)] }

  /// The value of a character, if it stands for one.
  static func value(of character: UInt8) -> UInt8? {
    let value = values[Int(character)]
    return value < 32 ? value : nil
  }

  /// Whether a byte only separates: a dash, a blank, a tab or the end of a line.
  static func isSeparator(_ character: UInt8) -> Bool {
    [0x2D, 0x20, 0x09, 0x0A, 0x0D].contains(character)
  }

  /// The check over one group.
  ///
  /// In the field of 32 elements (x^5 + x^2 + 1, root 2) the group number, each value times its own
  /// power of the root, and the check add up to zero. No two powers are the same, so neither one
  /// wrong value nor two exchanged ones can cancel out; and a group fits at its own place only.
  struct Check {
    private var sum: UInt8

    /// Starts with the number of the group, from 0.
    init(group: Int) {
      sum = UInt8(truncatingIfNeeded: group) & 0x1F
    }

    /// Adds the next value, the check last.
    mutating func add(_ value: UInt8) {
      sum = Self.doubled(sum) ^ value
    }

    /// The value that makes the check right.
    var symbol: UInt8 { Self.doubled(sum) }

    /// Whether all values, the check included, fit together.
    var isRight: Bool { sum == 0 }

    private static func doubled(_ value: UInt8) -> UInt8 {
      let shifted = value << 1
      return shifted & 0x20 == 0 ? shifted : (shifted ^ 0x25)
    }
  }
}
