import CLinux
import Glibc

/// Starting a program that gets one socket from us and nothing else.
package enum Spawner {
  /// Where the program finds its socket.
  package static let socketNumber: Int32 = 3
  /// How the program ends where it found itself traced.
  package static let tracedStatus: Int32 = 113
  /// How it ends where it could not close itself to other processes.
  package static let unsafeStatus: Int32 = 114

  /// Starts `program` with the socket as descriptor 3, nothing as its standard input and outputs,
  /// and only the environment given.
  ///
  /// Returns when the program has forked its lasting half away.
  package static func spawn(
    program: String, arguments: [String], environment: [String], socket: consuming Descriptor
  ) throws(HostError) {
    // Well above 3, so that no step below can meet its own target.
    let number = clinux_duplicate(socket.number, 64)
    guard number >= 0 else { throw .failed("duplicate a descriptor", errno) }
    let high = Descriptor(number)
    let pid = try start(program, arguments, environment, socket: high.number)
    try reap(pid, of: program)
  }

  private static func start(
    _ program: String, _ arguments: [String], _ environment: [String], socket: Int32
  ) throws(HostError) -> pid_t {
    var actions = unsafe posix_spawn_file_actions_t()
    guard unsafe posix_spawn_file_actions_init(&actions) == 0 else { throw .cannotStart(program) }
    defer { _ = unsafe posix_spawn_file_actions_destroy(&actions) }
    var attributes = posix_spawnattr_t()
    guard unsafe posix_spawnattr_init(&attributes) == 0 else { throw .cannotStart(program) }
    defer { _ = unsafe posix_spawnattr_destroy(&attributes) }

    var steps: [Int32] = []
    steps.append(unsafe posix_spawn_file_actions_adddup2(&actions, socket, socketNumber))
    for (standard, flags) in [(Int32(0), O_RDONLY), (1, O_WRONLY), (2, O_WRONLY)] {
      steps.append(
        unsafe posix_spawn_file_actions_addopen(&actions, standard, "/dev/null", flags, 0))
    }
    steps.append(unsafe clinux_spawn_closes_from(&actions, socketNumber + 1))

    // We ignore SIGPIPE and may block signals; the program starts with the defaults.
    var all = sigset_t()
    var none = sigset_t()
    _ = unsafe sigfillset(&all)
    _ = unsafe sigemptyset(&none)
    steps.append(unsafe posix_spawnattr_setsigdefault(&attributes, &all))
    steps.append(unsafe posix_spawnattr_setsigmask(&attributes, &none))
    let flags = Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK)
    steps.append(unsafe posix_spawnattr_setflags(&attributes, flags))
    guard steps.allSatisfy({ $0 == 0 }) else { throw .cannotStart(program) }

    let words = CStrings([program] + arguments)
    let variables = CStrings(environment)
    var pid: pid_t = 0
    let status = unsafe posix_spawn(
      &pid, program, &actions, &attributes, words.pointers, variables.pointers)
    guard status == 0 else { throw .cannotStart(program) }
    return pid
  }

  private static func reap(_ pid: pid_t, of program: String) throws(HostError) {
    var status: Int32 = 0
    while unsafe waitpid(pid, &status, 0) < 0 {
      guard errno == EINTR else { throw .failed("wait for \(program)", errno) }
    }
    guard clinux_exited(status) != 0 else { throw .cannotStart(program) }
    switch clinux_exit_status(status) {
    case 0: return
    case tracedStatus: throw .traced
    case unsafeStatus: throw .failed("close \(program) to other processes", EPERM)
    default: throw .cannotStart(program)
    }
  }
}
