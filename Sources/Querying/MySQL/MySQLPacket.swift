/// A packet of MySQL's protocol taken apart, from its first byte on.
///
/// Whatever is asked for and is not there is nothing: the bytes are not ours.
package struct MySQLReader {
  private var rest: ArraySlice<UInt8>

  package init(_ bytes: [UInt8]) { rest = bytes[...] }

  package var isAtEnd: Bool { rest.isEmpty }
  package var remaining: [UInt8] { Array(rest) }

  package mutating func bytes(_ count: Int) -> [UInt8]? {
    guard count >= 0, count <= rest.count else { return nil }
    defer { rest = rest.dropFirst(count) }
    return Array(rest.prefix(count))
  }

  /// A number, its least byte first.
  package mutating func number(_ size: Int) -> Int? {
    bytes(size)?.reversed().reduce(0) { $0 << 8 | Int($1) }
  }

  /// Bytes up to a zero byte, which is taken too.
  package mutating func ended() -> [UInt8]? {
    guard let end = rest.firstIndex(of: 0) else { return nil }
    defer { rest = rest[(end + 1)...] }
    return Array(rest[..<end])
  }

  /// A text with its length before it; `.some(nil)` for none.
  package mutating func value() -> String?? {
    guard let first = rest.first else { return nil }
    if first == 0xFB {
      rest = rest.dropFirst()
      return .some(nil)
    }
    guard let length = length(), let bytes = bytes(length) else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A length of one to nine bytes.
  package mutating func length() -> Int? {
    guard let first = number(1) else { return nil }
    switch first {
    case 0..<0xFB: return first
    case 0xFC: return number(2)
    case 0xFD: return number(3)
    case 0xFE: return number(8).flatMap { $0 >= 0 ? $0 : nil }
    default: return nil
    }
  }
}

/// The first thing that a server of MySQL's kind says.
package struct MySQLGreeting: Equatable, Sendable {
  package let version: String
  package let challenge: [UInt8]
  package let offersTLS: Bool
  package let plugin: String

  static let mayUseTLS = 0x800
  private static let isPluggable = 0x80000

  package init?(_ bytes: [UInt8]) {
    var reader = MySQLReader(bytes)
    guard reader.number(1) == 10, let version = reader.ended(), reader.number(4) != nil,
      let first = reader.bytes(8), reader.number(1) != nil, let low = reader.number(2),
      reader.number(1) != nil, reader.number(2) != nil, let high = reader.number(2),
      let length = reader.number(1), reader.bytes(10) != nil,
      let second = reader.bytes(max(12, length - 9)), reader.number(1) != nil
    else { return nil }
    let abilities = low | high << 16
    self.version = String(decoding: version.prefix(64), as: UTF8.self)
    challenge = first + second.prefix(12)
    offersTLS = abilities & Self.mayUseTLS != 0
    plugin =
      abilities & Self.isPluggable != 0
      ? String(decoding: reader.ended() ?? reader.remaining, as: UTF8.self)
      : "mysql_native_password"
  }
}

extension Refusal {
  /// Errors that come after the password was found to be right: about the database.
  private static let afterwards: Set<Int> = [1044, 1049]

  /// What an error packet says; nothing where it is none.
  package init?(mysql bytes: [UInt8], hasAnswered: Bool = false) {
    var reader = MySQLReader(bytes)
    guard reader.number(1) == 0xFF, let number = reader.number(2) else { return nil }
    var text = reader.remaining
    var state = ""
    // Before the sign-in some leave the state away.
    if text.first == UInt8(ascii: "#"), text.count >= 6 {
      state = String(decoding: text[1..<6], as: UTF8.self)
      text = Array(text.dropFirst(6))
    }
    self.init(
      state: state, number: number, text: String(decoding: text.prefix(4096), as: UTF8.self),
      passwordWasTaken: hasAnswered && Self.afterwards.contains(number))
  }
}
