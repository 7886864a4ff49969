package import Sandboxing
import Serving

/// Asks a server on loopback, one connection a request, and hides nothing of what it answers.
package struct LoopbackClient: Sendable {
  package struct Reply: Equatable, Sendable {
    /// 0 where the connection was closed without an answer.
    package let status: Int
    package let head: String
    package let body: [UInt8]

    package var json: JSONValue? { JSONValue(reading: body) }

    /// The value of a header.
    package func header(_ name: String) -> String? {
      for line in head.split(separator: "\r\n") {
        let parts = line.split(separator: ":", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == name.lowercased() else { continue }
        return String(parts[1].drop(while: \.isWhitespace))
      }
      return nil
    }
  }

  package let port: UInt16
  package var key: String?

  package init(port: UInt16, key: String? = nil) {
    self.port = port
    self.key = key
  }

  /// Sends a request as clients usually do.
  package func ask(
    _ method: String, _ path: String, _ body: JSONValue? = nil, headers: [String] = []
  ) throws -> Reply {
    var lines = ["\(method) \(path) HTTP/1.1", "Host: 127.0.0.1:\(port)", "Connection: close"]
    if let key { lines.append("Authorization: Bearer \(key)") }
    let bytes = body?.bytes ?? []
    if body != nil {
      lines += ["Content-Type: application/json", "Content-Length: \(bytes.count)"]
    }
    let text = (lines + headers).joined(separator: "\r\n") + "\r\n\r\n"
    return try send(Array(text.utf8) + bytes)
  }

  /// Sends bytes as they are, and reads until the server closes.
  package func send(_ bytes: [UInt8]) throws -> Reply {
    let stream = try TCPStream(to: "127.0.0.1", port: port, deadline: .now + .seconds(180))
    try stream.write(bytes)
    var answer: [UInt8] = []
    while true {
      // A server that drops a connection may also reset it.
      guard let more = try? stream.read(), !more.isEmpty else { break }
      answer += more
    }
    let end = Array("\r\n\r\n".utf8)
    let split = answer.indices.first { answer[$0...].starts(with: end) } ?? answer.count
    let head = String(decoding: answer[..<split], as: UTF8.self)
    let words = head.prefix { !$0.isNewline }.split(separator: " ")
    return Reply(
      status: words.count > 1 ? Int(words[1]) ?? 0 : 0, head: head,
      body: Array(answer.dropFirst(split + end.count)))
  }
}
