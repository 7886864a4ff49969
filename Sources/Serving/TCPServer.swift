import CMicrohttpd  // whose headers some of the system's names come with
import Glibc

/// A server on loopback for protocols that are not HTTP: each who comes is served by one closure on
/// a thread of its own.
package final class TCPServer: Sendable {
  /// Where it listens, also where any free port was asked for.
  package let port: UInt16
  private let socket: Int32

  package init(
    port: UInt16 = 0, serving: @escaping @Sendable (TCPPeer) -> Void
  ) throws(ServingError) {
    let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    let made = Glibc.socket(AF_INET, kind, 0)
    guard made >= 0 else { throw .cannotListen(port: port) }
    var on: Int32 = 1
    _ = unsafe setsockopt(made, SOL_SOCKET, SO_REUSEADDR, &on, 4)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { general in
        unsafe bind(made, general, size) == 0 && listen(made, 64) == 0
          && getsockname(made, general, &size) == 0
      }
    }
    guard isBound else {
      _ = Glibc.close(made)
      throw .cannotListen(port: port)
    }
    socket = made
    self.port = UInt16(bigEndian: address.sin_port)
    Self.start(Accepting(socket: made, serving: serving))
  }

  deinit {
    // Wakes the thread that waits for clients, which then closes it.
    _ = shutdown(socket, Int32(SHUT_RDWR))
  }

  /// What a thread is given when it starts.
  private final class Accepting: Sendable {
    let socket: Int32
    let serving: @Sendable (TCPPeer) -> Void

    init(socket: Int32, serving: @escaping @Sendable (TCPPeer) -> Void) {
      self.socket = socket
      self.serving = serving
    }

    func run() {
      while true {
        let peer = accept(socket, nil, nil)
        if peer < 0 {
          if errno == EINTR || errno == ECONNABORTED { continue }
          break
        }
        var on: Int32 = 1
        _ = unsafe setsockopt(peer, Int32(IPPROTO_TCP), TCP_NODELAY, &on, 4)
        TCPServer.start(Visit(peer: TCPPeer(socket: peer), serving: serving))
      }
      _ = Glibc.close(socket)
    }
  }

  private final class Visit: Sendable {
    let peer: TCPPeer
    let serving: @Sendable (TCPPeer) -> Void

    init(peer: TCPPeer, serving: @escaping @Sendable (TCPPeer) -> Void) {
      self.peer = peer
      self.serving = serving
    }
  }

  private static func start(_ accepting: Accepting) {
    var thread = pthread_t()
    let context = unsafe Unmanaged.passRetained(accepting).toOpaque()
    let outcome = unsafe pthread_create(
      &thread, nil,
      { context in
        guard let context = unsafe context else { return nil }
        unsafe Unmanaged<Accepting>.fromOpaque(context).takeRetainedValue().run()
        return nil
      }, context)
    if outcome == 0 {
      pthread_detach(thread)
    } else {
      unsafe Unmanaged<Accepting>.fromOpaque(context).release()
    }
  }

  private static func start(_ work: Visit) {
    var thread = pthread_t()
    let context = unsafe Unmanaged.passRetained(work).toOpaque()
    let outcome = unsafe pthread_create(
      &thread, nil,
      { context in
        guard let context = unsafe context else { return nil }
        let work = unsafe Unmanaged<Visit>.fromOpaque(context).takeRetainedValue()
        work.serving(work.peer)
        return nil
      }, context)
    if outcome == 0 {
      pthread_detach(thread)
    } else {
      unsafe Unmanaged<Visit>.fromOpaque(context).release()
    }
  }
}

/// Who came to a `TCPServer`; cut off when nobody holds it any more.
package final class TCPPeer: Sendable {
  private let socket: Int32

  init(socket: Int32) { self.socket = socket }

  deinit { _ = Glibc.close(socket) }

  /// Says something; false once nobody listens any more.
  @discardableResult
  package func say(_ bytes: [UInt8]) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { buffer in
        guard let base = buffer.baseAddress else { return 0 }
        return unsafe send(socket, base + sent, bytes.count - sent, Int32(MSG_NOSIGNAL))
      }
      if count > 0 {
        sent += count
      } else if count == 0 || errno != EINTR {
        return false
      }
    }
    return true
  }

  /// What comes next; nothing at the end.
  package func hear(most: Int = 65_536) -> [UInt8] {
    var room = [UInt8](repeating: 0, count: max(1, most))
    while true {
      let count = unsafe recv(socket, &room, room.count, 0)
      if count >= 0 { return Array(room.prefix(count)) }
      if errno != EINTR { return [] }
    }
  }
}
