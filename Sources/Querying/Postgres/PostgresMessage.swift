/// One message of PostgreSQL's protocol, as the server sends them.
package struct PostgresMessage: Equatable, Sendable {
  package let kind: UInt8
  package let payload: [UInt8]

  /// What a message may be at most; a row of ours is far shorter.
  package static let longest = 1 << 18

  package init(kind: UInt8, payload: [UInt8]) {
    self.kind = kind
    self.payload = payload
  }

  /// The kind of a message and the length of what follows, from its first five bytes.
  package static func head(_ bytes: ArraySlice<UInt8>) -> (kind: UInt8, length: Int)? {
    guard bytes.count >= 5, let kind = bytes.first else { return nil }
    let length = bytes.dropFirst().prefix(4).reduce(0) { $0 << 8 | Int($1) }
    guard length >= 4, length - 4 <= longest else { return nil }
    return (kind, length - 4)
  }

  func `is`(_ letter: Unicode.Scalar) -> Bool { kind == UInt8(ascii: letter) }

  /// The way of signing in that is asked for, and what comes with it.
  package var wish: (way: UInt32, rest: ArraySlice<UInt8>)? {
    guard payload.count >= 4 else { return nil }
    return (payload.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }, payload.dropFirst(4))
  }

  /// The names of ways to sign in, each ended by a zero byte.
  package static func names(_ bytes: ArraySlice<UInt8>) -> [String] {
    bytes.split(separator: 0).prefix(16).map { String(decoding: $0, as: UTF8.self) }
  }

  /// A setting that the server tells of.
  package var setting: (name: String, value: String)? {
    let parts = payload.split(separator: 0, maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3 else { return nil }
    return (String(decoding: parts[0], as: UTF8.self), String(decoding: parts[1], as: UTF8.self))
  }

  /// What an error says.
  package func refusal(passwordWasTaken: Bool = false) -> Refusal {
    var state = ""
    var text = ""
    for field in payload.split(separator: 0) {
      let words = String(decoding: field.dropFirst().prefix(4096), as: UTF8.self)
      switch field.first {
      case UInt8(ascii: "C"): state = words
      case UInt8(ascii: "M"): text = words
      default: continue
      }
    }
    return Refusal(state: state, text: text, passwordWasTaken: passwordWasTaken)
  }

  /// The values of a row; nothing where the message is not one.
  package var row: [String?]? {
    var rest = payload[...]
    func number(_ size: Int) -> Int? {
      guard rest.count >= size else { return nil }
      defer { rest = rest.dropFirst(size) }
      return rest.prefix(size).reduce(0) { $0 << 8 | Int($1) }
    }
    guard let count = number(2) else { return nil }
    var values: [String?] = []
    for _ in 0..<count {
      guard let length = number(4) else { return nil }
      if length == 0xFFFF_FFFF {
        values.append(nil)
        continue
      }
      guard length <= rest.count else { return nil }
      values.append(String(decoding: rest.prefix(length), as: UTF8.self))
      rest = rest.dropFirst(length)
    }
    return rest.isEmpty ? values : nil
  }
}
