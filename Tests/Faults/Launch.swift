package import Glibc
import Synchronization

/// Starting a program as our own child, with one socket and nothing else of ours.
package enum Launch {
  /// Where the child finds the socket.
  private static let socketNumber: Int32 = 3
  /// Descriptors of one child must not be inherited by another.
  private static let lock = Mutex(())

  /// Starts the program; the socket stays the caller's, to be closed.
  package static func start(_ words: [String], socket: Int32) -> pid_t? {
    lock.withLock { _ in
      var actions = unsafe posix_spawn_file_actions_t()
      unsafe posix_spawn_file_actions_init(&actions)
      defer { _ = unsafe posix_spawn_file_actions_destroy(&actions) }
      // Well above the target, so that the copy is a real one that survives the start.
      let high = fcntl(socket, F_DUPFD_CLOEXEC, 64)
      defer { _ = close(high) }
      unsafe posix_spawn_file_actions_adddup2(&actions, high, socketNumber)
      for number in Int32(0)...2 {
        unsafe posix_spawn_file_actions_addopen(&actions, number, "/dev/null", O_RDWR, 0)
      }
      let arguments = unsafe words.map { unsafe strdup($0) } + [nil]
      defer { unsafe arguments.forEach { unsafe free($0) } }
      var process: pid_t = 0
      let status = unsafe posix_spawn(&process, words[0], &actions, nil, arguments, environ)
      return status == 0 ? process : nil
    }
  }

  /// How a child ended.
  package enum Ending: Equatable, Sendable {
    case exited(Int32)
    case killed(by: Int32)
    /// It had not ended in time, and was ended by us.
    case hung
  }

  /// Waits for a child's end.
  package static func wait(_ process: pid_t, atMost limit: Duration = .seconds(120)) -> Ending {
    let end = ContinuousClock.now + limit
    var status: Int32 = 0
    while unsafe waitpid(process, &status, WNOHANG) == 0 {
      guard ContinuousClock.now < end else {
        _ = kill(process, SIGKILL)
        _ = unsafe waitpid(process, &status, 0)
        return .hung
      }
      usleep(300)
    }
    return status & 0x7f == 0 ? .exited(status >> 8 & 0xff) : .killed(by: status & 0x7f)
  }
}
