import Serving

/// The messages of PostgreSQL's protocol, one after another.
struct PostgresWire: ~Copyable {
  struct Message {
    let kind: UInt8
    let payload: [UInt8]
  }

  /// No server has more to say to somebody who only signs in.
  private static let longest = 1 << 20
  static let wishForTLS = number(8) + number(80_877_103)

  private let stream: TCPStream
  private var buffer: [UInt8] = []

  init(
    to host: String, port: UInt16, deadline: ContinuousClock.Instant
  ) throws(SignIn.Refused) {
    do throws(ServingError) {
      stream = try TCPStream(to: host, port: port, deadline: deadline)
    } catch {
      throw Self.words(error)
    }
  }

  static func number(_ value: Int) -> [UInt8] {
    let value = UInt32(clamping: value)
    return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }

  static func start(user: String, database: String) -> [UInt8] {
    var body = number(196_608)
    for text in ["user", user, "database", database, "client_encoding", "UTF8"] {
      body += Array(text.utf8) + [0]
    }
    body.append(0)
    return number(body.count + 4) + body
  }

  borrowing func send(_ kind: Character, _ payload: [UInt8]) throws(SignIn.Refused) {
    try send(Array(String(kind).utf8) + Self.number(payload.count + 4) + payload)
  }

  borrowing func send(_ bytes: [UInt8]) throws(SignIn.Refused) {
    do throws(ServingError) {
      try stream.write(bytes)
    } catch {
      throw Self.words(error)
    }
  }

  mutating func byte() throws(SignIn.Refused) -> UInt8 {
    try fill(1)
    return buffer.removeFirst()
  }

  /// The next message; what reports an error is thrown instead.
  mutating func message() throws(SignIn.Refused) -> Message {
    try fill(5)
    let length = buffer[1..<5].reduce(0) { $0 << 8 | Int($1) }
    guard 4...Self.longest ~= length else {
      throw SignIn.Refused(cause: "Connection terminated unexpectedly")
    }
    try fill(length + 1)
    let message = Message(kind: buffer[0], payload: Array(buffer[5..<length + 1]))
    buffer.removeFirst(length + 1)
    guard message.kind == UInt8(ascii: "E") else { return message }
    throw SignIn.Refused(cause: Self.cause(in: message.payload))
  }

  private mutating func fill(_ count: Int) throws(SignIn.Refused) {
    do throws(ServingError) {
      while buffer.count < count {
        let more = try stream.read()
        if more.isEmpty { throw .closed }
        buffer += more
      }
    } catch {
      throw Self.words(error)
    }
  }

  /// The server's sentence, which the driver passes on; one of them it explains.
  private static func cause(in payload: [UInt8]) -> String {
    for field in payload.split(separator: 0) where field.first == UInt8(ascii: "M") {
      let text = String(decoding: field.dropFirst(), as: UTF8.self)
      return text.hasPrefix("no pg_hba.conf entry for host")
        ? "Please use CUBEJS_DB_SSL=true to connect: error: \(text)" : text
    }
    return "unknown error"
  }

  private static func words(_ error: ServingError) -> SignIn.Refused {
    SignIn.words(
      error, timedOut: "Connection terminated due to connection timeout",
      closed: "Connection terminated unexpectedly")
  }
}
