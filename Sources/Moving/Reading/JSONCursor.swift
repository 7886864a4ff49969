import Sealing

/// Walks over JSON in bytes that it never keeps: it gives out places, not values.
package struct JSONCursor {
  /// The deepest nesting that is walked into.
  private static let deepest = 32

  /// What a value is and where it stands.
  package enum Value {
    /// The place between the quotes, and whether there are escapes in it.
    case string(Range<Int>, isEscaped: Bool)
    /// A number, `true` or `false`.
    case word(Range<Int>)
    case null
    case object(Range<Int>)
    case array(Range<Int>)
  }

  package private(set) var position: Int
  private let start: Int
  private let end: Int

  package init(_ range: Range<Int>) {
    position = range.lowerBound
    start = range.lowerBound
    end = range.upperBound
  }

  func fault(_ what: String) -> MovingError {
    .notJSON(column: position - start + 1, what)
  }

  package mutating func skipBlanks(_ bytes: Span<UInt8>) {
    while position < end {
      switch bytes[position] {
      case 0x20, 0x09, 0x0A, 0x0D: position += 1
      default: return
      }
    }
  }

  /// Takes a character if it comes next.
  package mutating func take(_ character: UInt8, _ bytes: Span<UInt8>) -> Bool {
    skipBlanks(bytes)
    guard position < end, bytes[position] == character else { return false }
    position += 1
    return true
  }

  mutating func expect(_ character: UInt8, _ bytes: Span<UInt8>) throws(MovingError) {
    guard take(character, bytes) else {
      throw fault("'\(Character(Unicode.Scalar(character)))' is missing")
    }
  }

  package mutating func finish(_ bytes: Span<UInt8>) throws(MovingError) {
    skipBlanks(bytes)
    guard position == end else { throw fault("something follows the object") }
  }

  /// Any value; of one with others inside only the ends are found.
  package mutating func value(_ bytes: Span<UInt8>) throws(MovingError) -> Value {
    try value(bytes, depth: 0)
  }

  /// Hands over the key and the value of each member; the cursor stands before the object.
  package mutating func members(
    _ bytes: Span<UInt8>,
    _ body: (Range<Int>, Value) throws(MovingError) -> Void
  ) throws(MovingError) {
    try expect(UInt8(ascii: "{"), bytes)
    if take(UInt8(ascii: "}"), bytes) { return }
    repeat {
      skipBlanks(bytes)
      guard case .string(let key, let isEscaped) = try value(bytes), !isEscaped else {
        throw fault("a key is wanted")
      }
      try expect(UInt8(ascii: ":"), bytes)
      try body(key, try value(bytes))
    } while take(UInt8(ascii: ","), bytes)
    try expect(UInt8(ascii: "}"), bytes)
  }

  /// Hands over each element; the cursor stands before the array.
  package mutating func elements(
    _ bytes: Span<UInt8>, _ body: (Value) throws(MovingError) -> Void
  ) throws(MovingError) {
    try expect(UInt8(ascii: "["), bytes)
    if take(UInt8(ascii: "]"), bytes) { return }
    repeat { try body(try value(bytes)) } while take(UInt8(ascii: ","), bytes)
    try expect(UInt8(ascii: "]"), bytes)
  }

  private mutating func value(_ bytes: Span<UInt8>, depth: Int) throws(MovingError) -> Value {
    skipBlanks(bytes)
    guard position < end else { throw fault("it ends too early") }
    guard depth < Self.deepest else { throw fault("it is nested too deeply") }
    let begin = position
    switch bytes[position] {
    case UInt8(ascii: "\""): return try string(bytes)
    case UInt8(ascii: "{"):
      position += 1
      if !take(UInt8(ascii: "}"), bytes) {
        repeat {
          skipBlanks(bytes)
          guard position < end, bytes[position] == UInt8(ascii: "\"") else {
            throw fault("a key is wanted")
          }
          _ = try string(bytes)
          try expect(UInt8(ascii: ":"), bytes)
          _ = try value(bytes, depth: depth + 1)
        } while take(UInt8(ascii: ","), bytes)
        try expect(UInt8(ascii: "}"), bytes)
      }
      return .object(begin..<position)
    case UInt8(ascii: "["):
      position += 1
      if !take(UInt8(ascii: "]"), bytes) {
        repeat { _ = try value(bytes, depth: depth + 1) } while take(UInt8(ascii: ","), bytes)
        try expect(UInt8(ascii: "]"), bytes)
      }
      return .array(begin..<position)
    default: return try word(bytes)
    }
  }

  private mutating func string(_ bytes: Span<UInt8>) throws(MovingError) -> Value {
    position += 1
    let begin = position
    var isEscaped = false
    while position < end {
      switch bytes[position] {
      case UInt8(ascii: "\""):
        position += 1
        return .string(begin..<position - 1, isEscaped: isEscaped)
      case UInt8(ascii: "\\"):
        isEscaped = true
        position += 2
      case 0..<0x20: throw fault("a control character stands in a text")
      default: position += 1
      }
    }
    position = end
    throw fault("a text is never closed")
  }

  private mutating func word(_ bytes: Span<UInt8>) throws(MovingError) -> Value {
    let begin = position
    while position < end, Self.isWordByte(bytes[position]) { position += 1 }
    let range = begin..<position
    if Self.is(range, "null", bytes) { return .null }
    if Self.is(range, "true", bytes) || Self.is(range, "false", bytes) { return .word(range) }
    guard Self.isNumber(range, bytes) else {
      position = begin
      throw fault("a value is wanted")
    }
    return .word(range)
  }

  private static func `is`(
    _ range: Range<Int>, _ text: StaticString, _ bytes: Span<UInt8>
  ) -> Bool {
    range.count == text.utf8CodeUnitCount && Bytes.starts(bytes, at: range.lowerBound, with: text)
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"),
      UInt8(ascii: "."):
      true
    default: false
    }
  }

  /// A sign, digits without a leading zero, a fraction, an exponent.
  private static func isNumber(_ range: Range<Int>, _ bytes: Span<UInt8>) -> Bool {
    var index = range.lowerBound
    func digits() -> Int {
      var count = 0
      while index < range.upperBound,
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index])
      {
        index += 1
        count += 1
      }
      return count
    }
    func comes(_ byte: UInt8) -> Bool {
      guard index < range.upperBound, bytes[index] == byte else { return false }
      index += 1
      return true
    }
    _ = comes(UInt8(ascii: "-"))
    let first = index
    let whole = digits()
    guard whole > 0, whole == 1 || bytes[first] != UInt8(ascii: "0") else { return false }
    if comes(UInt8(ascii: ".")), digits() == 0 { return false }
    if comes(UInt8(ascii: "e")) || comes(UInt8(ascii: "E")) {
      if !comes(UInt8(ascii: "-")) { _ = comes(UInt8(ascii: "+")) }
      if digits() == 0 { return false }
    }
    return index == range.upperBound
  }
}
