import CMicrohttpd  // whose headers some of the system's names come with
import Glibc

/// A connection to a server, on which the calling thread waits, but never beyond a deadline.
///
/// A class: the compiler forgot to end a noncopyable one that was read in a loop.
package final class TCPStream {
  private let socket: Int32
  private let deadline: ContinuousClock.Instant

  /// Connects to the first address of `host` that answers; everything after has to be done by
  /// `deadline` too.
  package init(
    to host: String, port: UInt16, deadline: ContinuousClock.Instant
  ) throws(ServingError) {
    self.socket = try Self.connected(to: host, port: port, deadline: deadline)
    self.deadline = deadline
  }

  deinit {
    _ = Glibc.close(socket)
  }

  /// Sends every byte.
  package func write(_ bytes: [UInt8]) throws(ServingError) {
    var sent = 0
    while sent < bytes.count {
      try Self.wait(for: POLLOUT, on: socket, until: deadline)
      let count = unsafe bytes.withUnsafeBytes { buffer in
        guard let base = buffer.baseAddress else { return 0 }
        return unsafe send(socket, base + sent, bytes.count - sent, Int32(MSG_NOSIGNAL))
      }
      if count >= 0 {
        sent += count
      } else if errno != EINTR, errno != EAGAIN {
        throw .closed
      }
    }
  }

  /// What has arrived, at most `most` bytes; nothing at the end.
  package func read(most: Int = 65_536) throws(ServingError) -> [UInt8] {
    var room = [UInt8](repeating: 0, count: max(1, most))
    while true {
      try Self.wait(for: POLLIN, on: socket, until: deadline)
      let count = unsafe recv(socket, &room, room.count, 0)
      if count >= 0 { return Array(room.prefix(count)) }
      if errno != EINTR, errno != EAGAIN { throw .closed }
    }
  }

  private static func wait(
    for events: Int32, on socket: Int32, until deadline: ContinuousClock.Instant
  ) throws(ServingError) {
    while true {
      let left = deadline - ContinuousClock.now
      let milliseconds =
        left.components.seconds * 1_000
        + left.components.attoseconds / 1_000_000_000_000_000
      guard left > .zero else { throw .timedOut }
      var wanted = pollfd(fd: socket, events: Int16(events), revents: 0)
      let ready = unsafe poll(&wanted, 1, Int32(clamping: milliseconds + 1))
      if ready > 0 { return }
      if ready < 0, errno != EINTR { throw .closed }
    }
  }

  private static func connected(
    to host: String, port: UInt16, deadline: ContinuousClock.Instant
  ) throws(ServingError) -> Int32 {
    var hints = unsafe addrinfo()
    unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var found: UnsafeMutablePointer<addrinfo>?
    guard unsafe getaddrinfo(host, String(port), &hints, &found) == 0 else {
      throw .unknownHost(host)
    }
    defer { unsafe freeaddrinfo(found) }
    var failure = ServingError.unknownHost(host)
    var next = unsafe found
    while let address = unsafe next?.pointee {
      do throws(ServingError) {
        return unsafe try connected(to: address, named: "\(host):\(port)", deadline: deadline)
      } catch {
        failure = error
      }
      unsafe next = address.ai_next
    }
    throw failure
  }

  private static func connected(
    to address: addrinfo, named place: String, deadline: ContinuousClock.Instant
  ) throws(ServingError) -> Int32 {
    let kind =
      Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
      | Int32(SOCK_NONBLOCK.rawValue)
    let made = unsafe Glibc.socket(address.ai_family, kind, address.ai_protocol)
    guard made >= 0 else { throw .unreachable(place, reason: words(errno)) }
    var on: Int32 = 1
    _ = unsafe setsockopt(made, Int32(IPPROTO_TCP), TCP_NODELAY, &on, 4)
    if unsafe connect(made, address.ai_addr, address.ai_addrlen) == 0 { return made }
    var number = errno
    if number == EINPROGRESS {
      do throws(ServingError) {
        try wait(for: POLLOUT, on: made, until: deadline)
      } catch {
        _ = Glibc.close(made)
        throw error
      }
      var size = socklen_t(MemoryLayout<Int32>.size)
      _ = unsafe getsockopt(made, SOL_SOCKET, SO_ERROR, &number, &size)
      if number == 0 { return made }
    }
    _ = Glibc.close(made)
    throw number == ECONNREFUSED ? .refused(place) : .unreachable(place, reason: words(number))
  }

  private static func words(_ number: Int32) -> String {
    guard let text = unsafe strerror(number) else { return "error \(number)" }
    return unsafe String(cString: text).lowercased()
  }
}
