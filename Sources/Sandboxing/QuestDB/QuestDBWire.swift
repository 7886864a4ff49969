import Serving

/// PostgreSQL's protocol from the server's side, as far as QuestDB's open source goes.
struct QuestDBWire {
  struct Message {
    let kind: UInt8
    let payload: [UInt8]
  }

  struct Start {
    let user: String
  }

  private static let longest = 1 << 20
  private static let wishForTLS = 80_877_103

  private let peer: TCPPeer
  private var buffer: [UInt8] = []

  init(_ peer: TCPPeer) { self.peer = peer }

  /// Who wants to sign in; a wish for TLS is answered by a no.
  mutating func start() -> Start? {
    while true {
      guard let head = take(8) else { return nil }
      let length = Self.number(head[0..<4])
      guard 8...Self.longest ~= length, let rest = take(length - 8) else { return nil }
      if Self.number(head[4..<8]) == Self.wishForTLS {
        guard peer.say([UInt8(ascii: "N")]) else { return nil }
        continue
      }
      let texts = rest.split(separator: 0, omittingEmptySubsequences: false).map {
        String(decoding: $0, as: UTF8.self)
      }
      guard let place = texts.firstIndex(of: "user"), place + 1 < texts.count else { return nil }
      return Start(user: texts[place + 1])
    }
  }

  mutating func message() -> Message? {
    guard let head = take(5) else { return nil }
    let length = Self.number(head[1..<5])
    guard 4...Self.longest ~= length, let payload = take(length - 4) else { return nil }
    return Message(kind: head[0], payload: payload)
  }

  func send(_ kind: Unicode.Scalar, _ payload: [UInt8]) {
    peer.say([UInt8(ascii: kind)] + PostgresWire.number(payload.count + 4) + payload)
  }

  /// One column of text.
  func send(_ rows: [String], under column: String) {
    send(
      "T",
      [0, 1] + Array(column.utf8) + [0, 0, 0, 0, 0, 0, 0] + PostgresWire.number(1_043)
        + [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0])
    for row in rows {
      send("D", [0, 1] + PostgresWire.number(row.utf8.count) + Array(row.utf8))
    }
    send("C", Array("SELECT \(rows.count)".utf8) + [0])
  }

  /// As QuestDB words it: a severity, and a code that says nothing.
  func refuse(_ text: String) {
    send(
      "E",
      Array("C00000".utf8) + [0] + Array("M\(text)".utf8) + [0] + Array("SERROR".utf8) + [0, 0])
  }

  private mutating func take(_ count: Int) -> [UInt8]? {
    while buffer.count < count {
      let more = peer.hear()
      guard !more.isEmpty else { return nil }
      buffer += more
    }
    defer { buffer.removeFirst(count) }
    return Array(buffer.prefix(count))
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> Int {
    bytes.reduce(0) { $0 << 8 | Int($1) }
  }
}
