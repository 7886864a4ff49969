/// Walks over JSON where it lies and says whether it is well-formed; it copies nothing.
///
/// The bytes must be valid UTF-8 already. Depth and number of keys are bounded, as the bytes are
/// not ours.
struct JSONScanner: ~Escapable {
  private static let deepest = 64
  private static let mostKeys = 1_024

  private let bytes: Span<UInt8>
  private var index = 0

  @_lifetime(copy bytes)
  init(_ bytes: Span<UInt8>) {
    self.bytes = bytes
  }

  /// Scans one object and nothing after it; gives where its own keys lie, quotes not included.
  mutating func objectKeys() throws(Fault) -> [Range<Int>] {
    skipSpace()
    guard peek == UInt8(ascii: "{") else { throw .notObject }
    let keys = try object(depth: 1)
    skipSpace()
    guard index == bytes.count else { throw fault }
    return keys
  }

  private var peek: UInt8? { index < bytes.count ? bytes[index] : nil }
  private var fault: Fault { .notJSON(offset: index) }

  private mutating func skipSpace() {
    while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      index += 1
    }
  }

  private mutating func expect(_ byte: UInt8) throws(Fault) {
    guard peek == byte else { throw fault }
    index += 1
  }

  private mutating func skip(_ byte: UInt8) -> Bool {
    guard peek == byte else { return false }
    index += 1
    return true
  }

  private mutating func value(depth: Int) throws(Fault) {
    guard depth <= Self.deepest else { throw .tooDeep }
    switch peek {
    case UInt8(ascii: "{"): _ = try object(depth: depth)
    case UInt8(ascii: "["): try array(depth: depth)
    case UInt8(ascii: "\""): _ = try string()
    case UInt8(ascii: "t"): try word("true")
    case UInt8(ascii: "f"): try word("false")
    case UInt8(ascii: "n"): try word("null")
    default: try number()
    }
  }

  private mutating func object(depth: Int) throws(Fault) -> [Range<Int>] {
    try expect(UInt8(ascii: "{"))
    skipSpace()
    var keys: [Range<Int>] = []
    if skip(UInt8(ascii: "}")) { return keys }
    repeat {
      skipSpace()
      keys.append(try string())
      guard keys.count <= Self.mostKeys else { throw .tooDeep }
      skipSpace()
      try expect(UInt8(ascii: ":"))
      skipSpace()
      try value(depth: depth + 1)
      skipSpace()
    } while skip(UInt8(ascii: ","))
    try expect(UInt8(ascii: "}"))
    return keys
  }

  private mutating func array(depth: Int) throws(Fault) {
    try expect(UInt8(ascii: "["))
    skipSpace()
    if skip(UInt8(ascii: "]")) { return }
    repeat {
      skipSpace()
      try value(depth: depth + 1)
      skipSpace()
    } while skip(UInt8(ascii: ","))
    try expect(UInt8(ascii: "]"))
  }

  private mutating func string() throws(Fault) -> Range<Int> {
    try expect(UInt8(ascii: "\""))
    let start = index
    while let byte = peek {
      switch byte {
      case UInt8(ascii: "\""):
        index += 1
        return start..<(index - 1)
      case UInt8(ascii: "\\"): try escape()
      case 0..<0x20: throw fault
      default: index += 1
      }
    }
    throw fault
  }

  private mutating func escape() throws(Fault) {
    index += 1
    guard let byte = peek else { throw fault }
    index += 1
    if "\"\\/bfnrt".utf8.contains(byte) { return }
    guard byte == UInt8(ascii: "u") else { throw fault }
    for _ in 0..<4 {
      guard let digit = peek, TextCheck.isHexDigit(digit) else { throw fault }
      index += 1
    }
  }

  private mutating func word(_ text: String) throws(Fault) {
    guard bytes.starts(with: text, at: index) else { throw fault }
    index += text.utf8.count
  }

  private mutating func number() throws(Fault) {
    _ = skip(UInt8(ascii: "-"))
    if !skip(UInt8(ascii: "0")) { try digits() }
    if skip(UInt8(ascii: ".")) { try digits() }
    if skip(UInt8(ascii: "e")) || skip(UInt8(ascii: "E")) {
      if !skip(UInt8(ascii: "+")) { _ = skip(UInt8(ascii: "-")) }
      try digits()
    }
  }

  private mutating func digits() throws(Fault) {
    let start = index
    while let byte = peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { index += 1 }
    guard index > start else { throw fault }
  }
}
