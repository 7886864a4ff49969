import CLinux
import Glibc

/// Two connected ends of a conversation.
package struct SocketPair: ~Copyable, Sendable {
  package let near: Descriptor
  package let far: Descriptor

  /// Gives away both ends: one to keep, one for the child.
  package consuming func split<Result: ~Copyable, Failure: Error>(
    _ body: (_ near: consuming Descriptor, _ far: consuming Descriptor) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(near, far)
  }
}

/// Sockets that only processes of this machine and this user can reach.
package enum LocalSocket {
  /// How many clients may wait to be accepted.
  private static let backlog: Int32 = 1_024
  /// How long a client waits for its place among them.
  private static let patience = Duration.seconds(2)

  /// How many bytes the path of a socket may have.
  package static var longestPath: Int { Int(clinux_longest_socket_path()) }

  /// Two connected ends, for a child that we start ourselves.
  package static func pair() throws(HostError) -> SocketPair {
    var ends: [Int32] = [-1, -1]
    guard unsafe clinux_socketpair(&ends) == 0 else {
      throw .failed("make a pair of sockets", errno)
    }
    return SocketPair(near: Descriptor(ends[0]), far: Descriptor(ends[1]))
  }

  /// Listens at `path`, in place of a socket on which nobody listens any more.
  package static func listen(at path: String) throws(HostError) -> ListeningSocket {
    try check(path)
    // Two that start at once would each remove the other's socket as a stale one.
    let lock = try lock(beside: path)
    defer { withExtendedLifetime(lock.number) {} }
    try removeStale(path)
    let socket = try make()
    guard clinux_set_socket_mode(socket.number, 0o600) == 0 else {
      throw .failed("close a socket to other users", errno)
    }
    guard unsafe clinux_bind(socket.number, path) == 0 else {
      throw .about(path, doing: "make the socket", errno)
    }
    guard Glibc.listen(socket.number, backlog) == 0 else {
      throw .failed("listen on \(path)", errno)
    }
    try socket.setBlocking(false)
    guard let file = SocketFile(at: path) else { throw .notFound(path) }
    return ListeningSocket(socket: socket, file: file)
  }

  /// Connects to who listens at `path`, if it is a process of our own user.
  package static func connect(to path: String) throws(HostError) -> Descriptor {
    try check(path)
    let socket = try make()
    // Whoever listens but never accepts must not hold us up for ever.
    try socket.setBlocking(false)
    let end = Clock.boot + patience
    while unsafe clinux_connect(socket.number, path) != 0 {
      switch errno {
      case EINTR: continue
      case EAGAIN where Clock.boot < end: Clock.sleep(.milliseconds(10))
      case EAGAIN: throw .busy(path)
      case ECONNREFUSED: throw .nobodyListens
      case let number: throw .about(path, doing: "connect to", number)
      }
    }
    try socket.setBlocking(true)
    _ = try Peer.ours(of: socket)
    return socket
  }

  private static func make() throws(HostError) -> Descriptor {
    let number = clinux_socket()
    guard number >= 0 else { throw .failed("make a socket", errno) }
    return Descriptor(number)
  }

  private static func check(_ path: String) throws(HostError) {
    if path.utf8.count > longestPath { throw .pathTooLong(limit: longestPath) }
    // A path with a zero byte would end there without a word.
    if path.isEmpty || path.utf8.contains(0) { throw .notFound(path) }
  }

  /// Holds the file beside the socket under which listeners take turns.
  private static func lock(beside path: String) throws(HostError) -> Descriptor {
    let path = path + ".lock"
    let number = unsafe clinux_open(path, O_RDWR | O_CREAT | O_NOFOLLOW, 0o600)
    guard number >= 0 else { throw .about(path, doing: "open", errno) }
    let lock = Descriptor(number)
    while clinux_lock(lock.number, LOCK_EX) != 0 {
      guard errno == EINTR else { throw .failed("lock \(path)", errno) }
    }
    return lock
  }

  private static func removeStale(_ path: String) throws(HostError) {
    var facts = stat()
    guard unsafe lstat(path, &facts) == 0 else {
      if errno == ENOENT { return }
      throw .about(path, doing: "look at", errno)
    }
    guard facts.st_mode & S_IFMT == S_IFSOCK else { throw .alreadyExists(path) }
    guard facts.st_uid == getuid() else { throw .otherOwner(path) }
    let probe = try make()
    // Never waits, even where the other's queue of clients is full.
    try probe.setBlocking(false)
    if unsafe clinux_connect(probe.number, path) == 0 { throw .alreadyListening }
    switch errno {
    case EAGAIN: throw .alreadyListening
    case ENOENT: return
    case ECONNREFUSED: break
    case let number: throw .about(path, doing: "connect to", number)
    }
    guard unsafe unlink(path) == 0 || errno == ENOENT else {
      throw .about(path, doing: "replace", errno)
    }
  }
}
