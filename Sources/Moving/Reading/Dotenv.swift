import Sealing

/// One `NAME=VALUE` of a dotenv file, as shells and libraries read it.
struct Assignment {
  let name: String
  private let value: Range<Int>
  private let style: Style

  private enum Style {
    case plain
    /// In double quotes, where a backslash takes the next character's meaning.
    case escaped
  }

  /// Nothing for an empty line and a comment.
  static func read(
    _ line: Range<Int>, of bytes: Span<UInt8>
  ) throws(MovingError) -> Assignment? {
    var rest = Bytes.trimmed(line, of: bytes)
    guard !rest.isEmpty, bytes[rest.lowerBound] != UInt8(ascii: "#") else { return nil }
    if Bytes.starts(bytes.extracting(rest), at: 0, with: "export ") {
      rest = Bytes.trimmed(rest.lowerBound + 7..<rest.upperBound, of: bytes)
    }
    guard let equals = Bytes.first(UInt8(ascii: "="), in: rest, of: bytes) else {
      throw .notAssignment
    }
    let word = Bytes.trimmed(rest.lowerBound..<equals, of: bytes)
    guard let name = Bytes.text(bytes.extracting(word)), isName(name) else {
      throw .notAssignment
    }
    return try Assignment(name, equals + 1..<rest.upperBound, bytes)
  }

  private init(
    _ name: String, _ range: Range<Int>, _ bytes: Span<UInt8>
  ) throws(MovingError) {
    self.name = name
    let trimmed = Bytes.trimmed(range, of: bytes)
    let quote = trimmed.isEmpty ? 0 : bytes[trimmed.lowerBound]
    guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
      style = .plain
      value = Bytes.trimmed(Self.withoutComment(trimmed, bytes), of: bytes)
      return
    }
    style = quote == UInt8(ascii: "\"") ? .escaped : .plain
    let start = trimmed.lowerBound + 1
    var index = start
    while index < trimmed.upperBound, bytes[index] != quote {
      index += style == .escaped && bytes[index] == UInt8(ascii: "\\") ? 2 : 1
    }
    guard index < trimmed.upperBound else { throw .openQuote }
    value = start..<index
    let rest = Bytes.trimmed(index + 1..<trimmed.upperBound, of: bytes)
    guard rest.isEmpty || bytes[rest.lowerBound] == UInt8(ascii: "#") else { throw .openQuote }
  }

  /// A `#` after a blank begins a comment.
  private static func withoutComment(_ range: Range<Int>, _ bytes: Span<UInt8>) -> Range<Int> {
    var index = range.lowerBound
    while index < range.upperBound {
      let isMark = bytes[index] == UInt8(ascii: "#")
      if isMark, index == range.lowerBound || Bytes.isBlank(bytes[index - 1]) {
        return range.lowerBound..<index
      }
      index += 1
    }
    return range
  }

  private static func isName(_ name: String) -> Bool {
    !name.isEmpty
      && name.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."),
          UInt8(ascii: "-"):
          true
        default: false
        }
      }
  }

  /// What was assigned, in locked memory.
  func secret(of bytes: Span<UInt8>) -> SecretBytes {
    guard style == .escaped else { return SecretBytes(copying: bytes.extracting(value)) }
    return SecretBytes(count: value.count) { output in
      var index = value.lowerBound
      while index < value.upperBound {
        let byte = bytes[index]
        guard byte == UInt8(ascii: "\\"), index + 1 < value.upperBound else {
          output.append(byte)
          index += 1
          continue
        }
        switch bytes[index + 1] {
        case UInt8(ascii: "n"): output.append(0x0A)
        case UInt8(ascii: "r"): output.append(0x0D)
        case UInt8(ascii: "t"): output.append(0x09)
        case let plain:
          // Quotes, dollars and backslashes lose their backslash, anything else keeps it.
          if !"\"\\$`".utf8.contains(plain) { output.append(byte) }
          output.append(plain)
        }
        index += 2
      }
    }
  }
}
