import Foundation
import Glibc
import Synchronization

/// A server on loopback that counts what arrives and answers, or misbehaves, as it is told.
///
/// It speaks HTTP/1.1 by hand, a thread a connection, so that nothing but the client decides what
/// is sent.
final class Server: Sendable {
  /// A request as it came.
  struct Seen: Sendable {
    /// The how-manieth connection, from 1.
    let connection: Int
    /// The how-manieth request on that connection, from 1.
    let turn: Int
    let head: String
    let body: [UInt8]

    var line: String { String(head.prefix { $0 != "\r\n" }) }
    var text: String { String(decoding: body, as: UTF8.self) }

    /// The values under a name, in the order in which they came.
    func values(_ name: String) -> [String] {
      head.components(separatedBy: "\r\n").dropFirst().compactMap { line in
        guard let colon = line.firstIndex(of: ":"),
          line[..<colon].lowercased() == name.lowercased()
        else { return nil }
        return line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
      }
    }
  }

  /// What to do with a request, one after the other; the connection is kept unless it is closed.
  enum Step: Sendable {
    case send(String)
    /// So many bytes, one every so often, until the client leaves.
    case trickle(count: Int, every: Duration)
    case close
    /// Nothing until the client leaves.
    case hang
  }

  /// What to do with a new connection.
  enum Welcome: Sendable {
    case read
    /// Takes what comes first, as it is, and then does nothing until the client leaves.
    case listen
    /// Closes before anything is read.
    case close
  }

  private struct State {
    var requests: [Seen] = []
    var connections = 0
    var open: Set<Int32> = []
    var first: [UInt8] = []
    var isStopped = false
  }

  let port: UInt16
  private let listener: Int32
  private let welcome: Welcome
  private let answering: @Sendable (Seen) -> [Step]
  private let state = Mutex(State())

  init(
    _ welcome: Welcome = .read,
    answering: @escaping @Sendable (Seen) -> [Step] = { _ in [.ok()] }
  ) throws {
    (listener, port) = try Self.listen()
    self.welcome = welcome
    self.answering = answering
    Thread.detachNewThread {
      while true {
        let number = accept(self.listener, nil, nil)
        guard number >= 0 else { break }
        guard let connection = self.open(number) else {
          close(number)
          break
        }
        Thread.detachNewThread { self.serve(number, connection) }
      }
      close(self.listener)
    }
  }

  /// Ends everything; tests defer this.
  func stop() {
    state.withLock { state in
      guard !state.isStopped else { return }
      state.isStopped = true
      shutdown(listener, Int32(SHUT_RDWR))
      for number in state.open { shutdown(number, Int32(SHUT_RDWR)) }
    }
  }

  var requests: [Seen] { state.withLock { $0.requests } }
  var connections: Int { state.withLock { $0.connections } }
  /// What came first on a connection that is only listened to.
  var first: [UInt8] { state.withLock { $0.first } }

  func url(_ path: String = "/") -> String { "http://127.0.0.1:\(port)\(path)" }

  // MARK: A connection

  private func open(_ number: Int32) -> Int? {
    state.withLock { state in
      guard !state.isStopped else { return nil }
      state.open.insert(number)
      state.connections += 1
      return state.connections
    }
  }

  private func serve(_ number: Int32, _ connection: Int) {
    defer {
      _ = state.withLock { $0.open.remove(number) }
      // Also where a program that was started meanwhile has inherited it.
      shutdown(number, Int32(SHUT_RDWR))
      close(number)
    }
    var arrived: [UInt8] = []
    switch welcome {
    case .close: return
    case .listen:
      guard Self.receive(number, &arrived) else { return }
      state.withLock { [arrived] in $0.first = arrived }
      while Self.receive(number, &arrived) {}
      return
    case .read: break
    }
    var turn = 0
    while let seen = Self.request(number, &arrived, connection, turn + 1) {
      turn += 1
      state.withLock { $0.requests.append(seen) }
      for step in answering(seen) {
        switch step {
        case .send(let text): guard Self.send(number, text) else { return }
        case .trickle(let count, let pause):
          for _ in 0..<count {
            guard Self.send(number, "x") else { return }
            usleep(UInt32(pause / .microseconds(1)))
          }
        case .close: return
        case .hang:
          while Self.receive(number, &arrived) {}
          return
        }
      }
    }
  }

  /// Reads one whole request; nothing if the client has left before.
  private static func request(
    _ number: Int32, _ arrived: inout [UInt8], _ connection: Int, _ turn: Int
  ) -> Seen? {
    let blank = Array("\r\n\r\n".utf8)
    var searched = 0
    while true {
      if let end = arrived[searched...].firstRange(of: blank) {
        let head = String(decoding: arrived[..<end.lowerBound], as: UTF8.self)
        let seen = Seen(connection: connection, turn: turn, head: head, body: [])
        let count = seen.values("content-length").first.flatMap { Int($0) } ?? 0
        while arrived.count < end.upperBound + count {
          guard receive(number, &arrived) else { return nil }
        }
        let body = Array(arrived[end.upperBound..<end.upperBound + count])
        arrived.removeFirst(end.upperBound + count)
        return Seen(connection: connection, turn: turn, head: head, body: body)
      }
      searched = max(0, arrived.count - 3)
      guard receive(number, &arrived) else { return nil }
    }
  }

  private static func receive(_ number: Int32, _ arrived: inout [UInt8]) -> Bool {
    var piece = [UInt8](repeating: 0, count: 65_536)
    let count = unsafe recv(number, &piece, piece.count, 0)
    guard count > 0 else { return false }
    arrived += piece.prefix(count)
    return true
  }

  private static func send(_ number: Int32, _ text: String) -> Bool {
    var left = Array(text.utf8)[...]
    while !left.isEmpty {
      let count = unsafe left.withUnsafeBytes {
        unsafe Glibc.send(number, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      left = left.dropFirst(count)
    }
    return true
  }

  // MARK: A port

  /// Listens on a port that the system chose.
  static func listen() throws -> (Int32, UInt16) {
    let number = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let outcome = unsafe withUnsafeMutableBytes(of: &address) { bytes in
      let generic = unsafe bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self)
      guard unsafe bind(number, generic, size) == 0, Glibc.listen(number, 512) == 0 else {
        return false
      }
      return unsafe getsockname(number, generic, &size) == 0
    }
    guard outcome else { throw POSIXError(.EADDRINUSE) }
    return (number, UInt16(bigEndian: address.sin_port))
  }

  /// A port on which nobody listens.
  static func deadPort() throws -> UInt16 {
    let (number, port) = try listen()
    close(number)
    return port
  }
}

extension Server.Step {
  /// A whole answer, after which the connection is kept.
  static func ok(_ body: String = "fine", status: Int = 200, headers: [String] = []) -> Self {
    let lines = ["HTTP/1.1 \(status) Word", "Content-Length: \(body.utf8.count)"] + headers
    return .send(lines.map { $0 + "\r\n" }.joined() + "\r\n" + body)
  }
}
