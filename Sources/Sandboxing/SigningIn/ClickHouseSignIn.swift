import Serving

/// Signs in to ClickHouse over HTTP, and asks for one row.
struct ClickHouseSignIn {
  private struct Reply {
    let status: Int
    let body: String
  }

  private static let longestReply = 65_536
  private static let longestCause = 2_000

  private let host: String
  private let port: UInt16
  private let isPlain: Bool
  private let database: String
  private let authorization: String

  init(_ connection: StoredConnection) throws(SignIn.Refused) {
    let credentials = connection.credentials
    host = credentials["host"]?.text ?? "localhost"
    isPlain = credentials["protocol"]?.text != "https:"
    let port = credentials["port"].map { $0.count ?? -1 } ?? 8123
    guard let port = UInt16(exactly: port) else {
      throw Self.refused("Invalid URL")
    }
    self.port = port
    database = credentials["database"]?.text ?? "default"
    // `user` is what the field was called once; the driver does not look there any more.
    let user = credentials["username"]?.text ?? "default"
    let password = credentials["password"]?.text ?? ""
    authorization = "Basic " + Base64.encoded(Array("\(user):\(password)".utf8))
  }

  func attempt(until deadline: ContinuousClock.Instant) throws(SignIn.Refused) -> SignIn.Verdict {
    guard isPlain else { return .cannotTell }
    try expect(ask("GET /ping", "", until: deadline))
    try expect(
      ask("POST /?database=" + Percent.encoded(database), "SELECT 1", until: deadline))
    return .passed
  }

  private func expect(_ reply: Reply) throws(SignIn.Refused) {
    guard reply.status != 200 else { return }
    let words = reply.body.split(whereSeparator: \.isNewline).joined(separator: " ")
    throw Self.refused(
      words.isEmpty ? "HTTP status \(reply.status)" : String(words.prefix(Self.longestCause)))
  }

  private func ask(
    _ line: String, _ body: String, until deadline: ContinuousClock.Instant
  ) throws(SignIn.Refused) -> Reply {
    // The older protocol, so that the answer comes in one piece and then ends.
    let request = """
      \(line) HTTP/1.0\r\nHost: \(host):\(port)\r\nAuthorization: \(authorization)\r\n\
      Content-Length: \(body.utf8.count)\r\n\r\n\(body)
      """
    var answer: [UInt8] = []
    do throws(ServingError) {
      let stream = try TCPStream(to: host, port: port, deadline: deadline)
      try stream.write(Array(request.utf8))
      while answer.count < Self.longestReply {
        let more = try stream.read()
        if more.isEmpty { break }
        answer += more
      }
    } catch {
      let refused = SignIn.words(error, timedOut: "Timeout error.", closed: "socket hang up")
      throw Self.refused(refused.cause)
    }
    return try Self.reply(String(decoding: answer, as: UTF8.self))
  }

  private static func reply(_ text: String) throws(SignIn.Refused) -> Reply {
    let words = text.prefix { !$0.isNewline }.split(separator: " ")
    guard words.count >= 2, words[0].hasPrefix("HTTP/1."), let status = Int(words[1]) else {
      throw refused("Parse Error: Expected HTTP/")
    }
    // A carriage return and a line feed are one character.
    let lines = text.split(separator: "\r\n", omittingEmptySubsequences: false)
    let body = lines.drop { !$0.isEmpty }.dropFirst().joined(separator: "\n")
    return Reply(status: status, body: body)
  }

  private static func refused(_ cause: String) -> SignIn.Refused {
    SignIn.Refused(cause: "Connection check failed: " + cause)
  }
}
