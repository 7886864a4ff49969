import CLinux
import Glibc

/// A place in a queue that processes share; given up when dropped, and by the kernel when the
/// process dies.
package struct FileLock: ~Copyable, Sendable {
  private let file: Descriptor

  /// Takes any of `slots` places (files beside each other, `path` or `path.0`, `path.1` ...),
  /// waiting on this thread until one is free.
  package static func acquire(path: String, slots: Int = 1, waiting: Duration)
    throws(HostError) -> FileLock
  {
    let end = Clock.boot + waiting
    var pause = Duration.milliseconds(2)
    while true {
      for slot in 0..<max(slots, 1) {
        let name = slots > 1 ? "\(path).\(slot)" : path
        if let lock = try take(ifFree: name) { return lock }
      }
      guard Clock.boot < end else { throw .busy(path) }
      Clock.sleep(min(pause, end - Clock.boot))
      pause = min(pause * 2, .milliseconds(50))
    }
  }

  /// Takes the only place of a folder, which leaves no file behind; nil where somebody has it.
  package static func take(ifFreeFolder path: String) throws(HostError) -> FileLock? {
    let folder = try Files.open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW)
    guard try lock(folder.number, path) else { return nil }
    return FileLock(folder)
  }

  private init(_ file: consuming Descriptor) {
    self.file = file
  }

  private static func take(ifFree path: String) throws(HostError) -> FileLock? {
    let file = try Files.open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK, mode: 0o600)
    guard try lock(file.number, path) else { return nil }
    return FileLock(file)
  }

  /// Whether the lock was had.
  private static func lock(_ number: Int32, _ path: String) throws(HostError) -> Bool {
    while clinux_lock(number, LOCK_EX | LOCK_NB) != 0 {
      switch errno {
      case EINTR: continue
      case EWOULDBLOCK: return false
      case let error: throw .about(path, doing: "lock", error)
      }
    }
    return true
  }
}
