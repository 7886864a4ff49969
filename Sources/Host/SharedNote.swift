import CLinux
import Glibc

/// A few words in a private file that processes take turns to read and rewrite.
///
/// Given up when dropped, and by the kernel when the process dies. Nothing in it has to last, so
/// nothing is synced; half a note reads like any other text that means nothing.
package struct SharedNote: ~Copyable {
  private static let limit = 4_096
  private let file: Descriptor
  private let path: String

  /// Has the turn, if nobody else has it.
  package static func take(ifFree path: String) throws(HostError) -> SharedNote? {
    let file = try Files.open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK, mode: 0o600)
    while clinux_lock(file.number, LOCK_EX | LOCK_NB) != 0 {
      switch errno {
      case EINTR: continue
      case EWOULDBLOCK: return nil
      case let error: throw .about(path, doing: "lock", error)
      }
    }
    return SharedNote(file, path)
  }

  private init(_ file: consuming Descriptor, _ path: String) {
    self.file = file
    self.path = path
  }

  package borrowing func read() throws(HostError) -> String {
    var bytes = [UInt8](repeating: 0, count: Self.limit)
    let count = unsafe pread(file.number, &bytes, bytes.count, 0)
    guard count >= 0 else { throw .about(path, doing: "read", errno) }
    return String(decoding: bytes.prefix(count), as: UTF8.self)
  }

  package borrowing func write(_ text: String) throws(HostError) {
    let bytes = Array(text.utf8.prefix(Self.limit))
    guard ftruncate(file.number, 0) == 0,
      unsafe pwrite(file.number, bytes, bytes.count, 0) == bytes.count
    else { throw .about(path, doing: "write", errno) }
  }
}
