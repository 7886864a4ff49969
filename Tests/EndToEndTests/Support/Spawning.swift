import Foundation
import Glibc

/// Starts processes in sessions of their own, on pipes or on a terminal.
enum Spawning {
  /// Descriptors of one child must not be inherited by another.
  private static let lock = NSLock()

  /// Starts a process on three pipes; gives our ends of them.
  static func start(
    _ words: [String], environment: [String: String], folder: String, closingInput: Bool
  ) throws -> (pid_t, [Int32]) {
    _ = signal(SIGPIPE, SIG_IGN)
    return try lock.withLock {
      let pipes = try (0..<3).map { _ in try pipe() }
      defer { for index in 0..<3 { close(pipes[index][index == 0 ? 0 : 1]) } }
      let process = try unsafe spawn(words, environment, folder) { actions in
        for index in 0..<3 {
          let theirs = pipes[index][index == 0 ? 0 : 1]
          _ = unsafe posix_spawn_file_actions_adddup2(actions, theirs, Int32(index))
        }
        if closingInput { _ = unsafe posix_spawn_file_actions_addclose(actions, 0) }
      }
      let ours = [pipes[0][1], pipes[1][0], pipes[2][0]]
      _ = fcntl(ours[0], F_SETFL, O_NONBLOCK)
      return (process, ours)
    }
  }

  /// Starts a process on a new terminal of 24 lines; gives the terminal's other side.
  static func startOnTerminal(
    _ words: [String], environment: [String: String], folder: String, columns: UInt16
  ) throws -> (pid_t, Int32) {
    _ = signal(SIGPIPE, SIG_IGN)
    return try lock.withLock {
      let master = unsafe open("/dev/ptmx", O_RDWR | O_NOCTTY)
      keepPrivate(master)
      var isLocked: Int32 = 0
      var number: Int32 = 0
      // TIOCSPTLCK and TIOCGPTN, which Swift does not see.
      guard master >= 0, unsafe ioctl(master, 0x4004_5431, &isLocked) == 0,
        unsafe ioctl(master, 0x8004_5430, &number) == 0
      else { throw Trouble("no pseudo-terminal: \(errno)") }
      let name = "/dev/pts/\(number)"
      var size: [UInt16] = [24, columns, 0, 0]
      _ = unsafe ioctl(master, UInt(TIOCSWINSZ), &size)
      let process = try unsafe spawn(words, environment, folder) { actions in
        // The first terminal that the leader of a session opens becomes its own.
        _ = unsafe posix_spawn_file_actions_addopen(actions, 0, name, O_RDWR, 0)
        _ = unsafe posix_spawn_file_actions_adddup2(actions, 0, 1)
        _ = unsafe posix_spawn_file_actions_adddup2(actions, 0, 2)
      }
      return (process, master)
    }
  }

  /// The exit status, 128 and more for a signal; nil while the process runs.
  static func wait(_ process: pid_t, hanging: Bool) -> Int32? {
    var status: Int32 = 0
    while true {
      let found = unsafe waitpid(process, &status, hanging ? 0 : WNOHANG)
      if found == process { return status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F }
      if found == 0 { return nil }
      guard errno == EINTR else { return -1 }
    }
  }

  private static func pipe() throws -> [Int32] {
    var ends: [Int32] = [-1, -1]
    guard unsafe Glibc.pipe(&ends) == 0 else { throw Trouble("no pipe: \(errno)") }
    ends.forEach(keepPrivate)
    return ends
  }

  private static func keepPrivate(_ number: Int32) {
    _ = fcntl(number, F_SETFD, FD_CLOEXEC)
  }

  private static func spawn(
    _ words: [String], _ environment: [String: String], _ folder: String,
    _ arrange: (UnsafeMutablePointer<posix_spawn_file_actions_t>) -> Void
  ) throws -> pid_t {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { _ = unsafe posix_spawn_file_actions_destroy(&actions) }
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { _ = unsafe posix_spawnattr_destroy(&attributes) }
    unsafe arrange(&actions)
    // What we were started with ourselves is not for our children.
    let open = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
    for number in open.compactMap({ Int32($0) }) where number > 2 {
      _ = unsafe posix_spawn_file_actions_addclose(&actions, number)
    }
    var all = sigset_t()
    var none = sigset_t()
    unsafe sigfillset(&all)
    unsafe sigemptyset(&none)
    unsafe posix_spawnattr_setsigdefault(&attributes, &all)
    unsafe posix_spawnattr_setsigmask(&attributes, &none)
    // A session of its own (POSIX_SPAWN_SETSID), so that our terminal cannot be asked.
    let flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | 0x80
    unsafe posix_spawnattr_setflags(&attributes, Int16(flags))
    // `env` changes the folder, which posix_spawn cannot do everywhere.
    let line = ["/usr/bin/env", "-C", folder] + words
    let variables = environment.map { "\($0.key)=\($0.value)" }
    let arguments = unsafe (line.map { unsafe strdup($0) }) + [nil]
    let settings = unsafe (variables.map { unsafe strdup($0) }) + [nil]
    defer { unsafe (arguments + settings).forEach { unsafe free($0) } }
    var process: pid_t = 0
    let status = unsafe posix_spawn(&process, line[0], &actions, &attributes, arguments, settings)
    guard status == 0 else { throw Trouble("cannot start \(words[0]): \(status)") }
    return process
  }
}
