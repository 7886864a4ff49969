import Glibc

/// The very socket that a path led to when it was made, not merely what has its name now.
///
/// While somebody listens on it the system gives its number to no other file.
package struct SocketFile: Equatable, Sendable {
  private let path: String
  private let device: UInt64
  private let number: UInt64

  init?(at path: String) {
    var facts = stat()
    guard unsafe lstat(path, &facts) == 0, facts.st_mode & S_IFMT == S_IFSOCK else { return nil }
    self.path = path
    device = UInt64(facts.st_dev)
    number = UInt64(facts.st_ino)
  }

  /// Whether the path still leads to it.
  package var isInPlace: Bool { SocketFile(at: path) == self }

  /// Takes it away, so that no new client finds it; a socket that took its place stays.
  package func withdraw() {
    if isInPlace { _ = unsafe unlink(path) }
  }
}

/// A socket on which we listen, with the file by which clients find it.
package struct ListeningSocket: ~Copyable, Sendable {
  package let socket: Descriptor
  package let file: SocketFile

  package var number: Int32 { socket.number }

  package consuming func takeSocket() -> Descriptor { socket }
}
