import Glibc

/// Finding an address that answers.
enum Dialing {
  /// A connected socket that does not block.
  static func socket(to place: Place) throws(QueryError) -> Int32 {
    var hints = unsafe addrinfo()
    unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    unsafe hints.ai_flags = AI_NUMERICSERV
    var found: UnsafeMutablePointer<addrinfo>?
    let host = bare(place.host)
    let outcome = unsafe getaddrinfo(host, String(place.port), &hints, &found)
    guard outcome == 0 else {
      throw outcome == EAI_AGAIN
        ? .unreachable(host: place.host, cause: "its name cannot be looked up now")
        : .nameNotFound(host: place.host)
    }
    defer { unsafe freeaddrinfo(found) }
    var failure = QueryError.nameNotFound(host: place.host)
    var next = unsafe found
    var left = 0
    while let address = unsafe next?.pointee {
      left += 1
      unsafe next = address.ai_next
    }
    unsafe next = found
    while let address = unsafe next?.pointee {
      do throws(QueryError) {
        let deadline = deadline(place.connectBy, now: .now, addresses: left)
        return unsafe try socket(to: address, place, by: deadline)
      } catch {
        failure = error
      }
      left -= 1
      unsafe next = address.ai_next
    }
    throw failure
  }

  /// By when the next of so many addresses has to answer, so that one that is silent leaves time for
  /// the others.
  static func deadline(
    _ end: ContinuousClock.Instant, now: ContinuousClock.Instant, addresses: Int
  ) -> ContinuousClock.Instant {
    now + (end - now) / max(addresses, 1)
  }

  /// An address of the sixth version is written in brackets elsewhere.
  static func bare(_ host: String) -> String {
    host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
  }

  /// Whether a host is an address and not a name.
  static func isAddress(_ host: String) -> Bool {
    var room = in6_addr()
    let host = bare(host)
    let isOld = unsafe inet_pton(AF_INET, host, &room) == 1
    let isNew = unsafe inet_pton(AF_INET6, host, &room) == 1
    return isOld || isNew
  }

  private static func socket(
    to address: addrinfo, _ place: Place, by deadline: ContinuousClock.Instant
  ) throws(QueryError) -> Int32 {
    let kind =
      Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
    let made = unsafe Glibc.socket(address.ai_family, kind, address.ai_protocol)
    guard made >= 0 else { throw .unreachable(host: place.host, cause: words(errno)) }
    var on: Int32 = 1
    _ = unsafe setsockopt(made, Int32(IPPROTO_TCP), TCP_NODELAY, &on, 4)
    if unsafe connect(made, address.ai_addr, address.ai_addrlen) == 0 { return made }
    var number = errno
    if number == EINPROGRESS {
      guard wait(for: POLLOUT, on: made, until: deadline) else {
        _ = Glibc.close(made)
        throw .timedOut(host: place.host)
      }
      var size = socklen_t(MemoryLayout<Int32>.size)
      _ = unsafe getsockopt(made, SOL_SOCKET, SO_ERROR, &number, &size)
      if number == 0 { return made }
    }
    _ = Glibc.close(made)
    throw .unreachable(host: place.host, cause: words(number))
  }

  /// Whether a socket became ready in time; a broken one is ready to tell so.
  static func wait(
    for events: Int32, on socket: Int32, until deadline: ContinuousClock.Instant
  ) -> Bool {
    while true {
      let left = deadline - ContinuousClock.now
      guard left > .zero else { return false }
      let milliseconds =
        left.components.seconds * 1_000 + left.components.attoseconds / 1_000_000_000_000_000
      var wanted = pollfd(fd: socket, events: Int16(events), revents: 0)
      let ready = unsafe poll(&wanted, 1, Int32(clamping: milliseconds + 1))
      if ready > 0 { return true }
      if ready < 0, errno != EINTR { return false }
    }
  }

  private static func words(_ number: Int32) -> String {
    guard let text = unsafe strerror(number) else { return "error \(number)" }
    return unsafe String(cString: text).lowercased()
  }
}
