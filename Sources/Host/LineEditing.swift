/// The keys that correct a line which is typed without echo, where the kernel no longer helps.
enum LineEditing {
  static let endOfInput: UInt8 = 0x04

  /// Takes a key into the line; false if it ends the line.
  ///
  /// When the line is full the rest of it is taken and dropped: left unread it would be the shell's
  /// next command.
  static func take(_ key: UInt8, into line: inout OutputSpan<UInt8>) -> Bool {
    switch key {
    case UInt8(ascii: "\n"), UInt8(ascii: "\r"), endOfInput: return false
    case 0x08, 0x7F: removeCharacter(from: &line)
    case 0x15: line.removeAll()
    case 0x17: removeWord(from: &line)
    default: if !line.isFull { line.append(key) }
    }
    return true
  }

  /// A character may be several bytes of UTF-8: those that continue go with the one that begins.
  private static func removeCharacter(from line: inout OutputSpan<UInt8>) {
    while let byte = removeLast(from: &line), byte & 0xC0 == 0x80 {}
  }

  private static func removeWord(from line: inout OutputSpan<UInt8>) {
    var sawWord = false
    while let byte = removeLast(from: &line) {
      if byte == UInt8(ascii: " "), sawWord {
        line.append(byte)
        return
      }
      sawWord = sawWord || byte != UInt8(ascii: " ")
    }
  }

  private static func removeLast(from line: inout OutputSpan<UInt8>) -> UInt8? {
    line.isEmpty ? nil : line.removeLast()
  }
}
