import Sealing

/// The messages of PostgreSQL's protocol over a stream, one after another.
final class PostgresWire {
  static let wishForTLS = number(8) + number(80_877_103)

  let stream: Stream
  private var buffer: [UInt8] = []
  private var start = 0

  init(_ stream: Stream) { self.stream = stream }

  var host: String { stream.place.host }

  static func number(_ value: Int) -> [UInt8] {
    let value = UInt32(clamping: value)
    return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }

  static func greeting(user: String, database: String) -> [UInt8] {
    var body = number(196_608)
    let settings = [
      "user", user, "database", database, "application_name", "coffer", "client_encoding", "UTF8",
    ]
    for text in settings { body += Array(text.utf8) + [0] }
    body.append(0)
    return number(body.count + 4) + body
  }

  /// Asks for TLS and goes on in it, or says that there is none.
  func startTLS() throws(QueryError) {
    try stream.write(Self.wishForTLS.span)
    // One byte and no more: what else came would be read as if it came under TLS.
    switch try stream.read(most: 1).first {
    case UInt8(ascii: "S"): try stream.startTLS()
    case UInt8(ascii: "N"): throw .withoutTLS(host: host)
    default: throw .garbled(host: host, what: "it answers neither yes nor no to TLS")
    }
  }

  func send(_ kind: Unicode.Scalar, _ payload: borrowing Span<UInt8>) throws(QueryError) {
    let count = payload.count
    // In one piece and in locked memory: it may be a password.
    let message = SecretBytes(count: count + 5) { output in
      output.append(UInt8(ascii: kind))
      for byte in Self.number(count + 4) { output.append(byte) }
      for index in 0..<count { output.append(payload[index]) }
    }
    try stream.write(message.bytes)
  }

  /// The next message that is not only a remark.
  func message() throws(QueryError) -> PostgresMessage {
    while true {
      try stream.checkTime()
      try fill(5)
      guard let head = PostgresMessage.head(buffer[start...]) else {
        throw .garbled(host: host, what: "a message has an impossible length")
      }
      try fill(5 + head.length)
      let payload = Array(buffer[(start + 5)..<(start + 5 + head.length)])
      start += 5 + head.length
      let message = PostgresMessage(kind: head.kind, payload: payload)
      if !message.is("N") && !message.is("A") { return message }
    }
  }

  private func fill(_ count: Int) throws(QueryError) {
    if start > 0, start == buffer.count {
      buffer.removeAll(keepingCapacity: true)
      start = 0
    }
    while buffer.count - start < count {
      buffer += try stream.read(most: 16_384)
    }
  }
}
