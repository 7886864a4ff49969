import Sealing

/// The packets of MySQL's protocol over a stream, one after another.
final class MySQLWire {
  private static let longest = 1 << 18

  let stream: Stream
  private var buffer: [UInt8] = []
  private var start = 0
  private var sequence: UInt8 = 0

  init(_ stream: Stream) { self.stream = stream }

  var host: String { stream.place.host }

  /// A new question begins to count anew.
  func begin() { sequence = 0 }

  func packet() throws(QueryError) -> [UInt8] {
    try stream.checkTime()
    try fill(4)
    let head = buffer[start..<(start + 4)]
    let length = head.prefix(3).reversed().reduce(0) { $0 << 8 | Int($1) }
    guard length <= Self.longest, head.last == sequence else {
      throw .garbled(host: host, what: "a packet has an impossible length or number")
    }
    sequence &+= 1
    try fill(4 + length)
    let payload = Array(buffer[(start + 4)..<(start + 4 + length)])
    start += 4 + length
    return payload
  }

  /// Goes on in TLS; whatever came before it was asked for is refused.
  func startTLS() throws(QueryError) {
    guard start == buffer.count else {
      throw .garbled(host: host, what: "it speaks before TLS has begun")
    }
    try stream.startTLS()
  }

  func send(_ payload: borrowing Span<UInt8>) throws(QueryError) {
    let count = payload.count
    // In one piece and in locked memory: it may be a password.
    let packet = SecretBytes(count: count + 4) { output in
      for shift in [0, 8, 16] { output.append(UInt8(truncatingIfNeeded: count >> shift)) }
      output.append(sequence)
      for index in 0..<count { output.append(payload[index]) }
    }
    sequence &+= 1
    try stream.write(packet.bytes)
  }

  private func fill(_ count: Int) throws(QueryError) {
    if start > 0, start == buffer.count {
      buffer.removeAll(keepingCapacity: true)
      start = 0
    }
    while buffer.count - start < count {
      // Before TLS nothing may be read ahead: what came with the greeting would count as if
      // it had come under it.
      let most = stream.isEncrypted ? 16_384 : count - (buffer.count - start)
      buffer += try stream.read(most: most)
    }
  }
}
