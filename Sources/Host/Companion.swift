import CLinux
import Glibc

/// A program that runs beside this one for as long as it is wanted: its standard input and output
/// are one socket, which closes when we end, however we end.
package struct Companion: ~Copyable {
  private let socket: Descriptor
  private let pid: pid_t
  private let name: String

  /// Starts the program; what it says on its errors goes where ours do.
  package init(program: String, arguments: [String], environment: [String]) throws(HostError) {
    let pair = try LocalSocket.pair()
    // Above 2, so that no step of the start can meet its own target.
    let number = clinux_duplicate(pair.far.number, 64)
    guard number >= 0 else { throw .failed("duplicate a descriptor", errno) }
    let far = Descriptor(number)
    let near = try pair.near.duplicate()
    pid = try Self.start(program, arguments, environment, socket: far.number)
    socket = near
    name = program
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
    var all = sigset_t()
    var none = sigset_t()
    _ = unsafe sigfillset(&all)
    _ = unsafe sigemptyset(&none)
    let steps: [Int32] = [
      unsafe posix_spawn_file_actions_adddup2(&actions, socket, 0),
      unsafe posix_spawn_file_actions_adddup2(&actions, socket, 1),
      unsafe clinux_spawn_closes_from(&actions, 3),
      unsafe posix_spawnattr_setsigdefault(&attributes, &all),
      unsafe posix_spawnattr_setsigmask(&attributes, &none),
      unsafe posix_spawnattr_setflags(
        &attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK)),
    ]
    guard steps.allSatisfy({ $0 == 0 }) else { throw .cannotStart(program) }
    let words = CStrings([program] + arguments)
    let variables = CStrings(environment)
    var pid: pid_t = 0
    let status = unsafe posix_spawn(
      &pid, program, &actions, &attributes, words.pointers, variables.pointers)
    guard status == 0 else { throw .cannotStart(program) }
    return pid
  }

  /// The next line that it prints; nil if it ends before.
  package func line(limit: Int = 4_096) throws(HostError) -> String? {
    var line: [UInt8] = []
    while line.count <= limit {
      var byte: UInt8 = 0
      switch unsafe read(socket.number, &byte, 1) {
      case 1 where byte == UInt8(ascii: "\n"):
        guard let text = String(validating: line, as: UTF8.self) else { throw .notText(name) }
        return text
      case 1: line.append(byte)
      case 0: return nil
      default: guard errno == EINTR else { throw .failed("listen to \(name)", errno) }
      }
    }
    throw .tooLarge("a line of \(name)", limit: limit)
  }

  /// Whether it ends within this time.
  package func ends(within patience: Duration) -> Bool {
    var waiting = [pollfd(fd: socket.number, events: Int16(POLLIN), revents: 0)]
    let (seconds, attoseconds) = patience.components
    let milliseconds = Int32(clamping: seconds * 1_000 + attoseconds / 1_000_000_000_000_000)
    guard unsafe poll(&waiting, 1, milliseconds) > 0 else { return false }
    // What else it prints is of no interest, only that it is there.
    var rest = [UInt8](repeating: 0, count: 4_096)
    return unsafe read(socket.number, &rest, rest.count) == 0
  }

  /// Closes the socket, and waits until it has ended.
  package consuming func finish() {
    let pid = pid
    _ = consume self
    var status: Int32 = 0
    while unsafe waitpid(pid, &status, 0) < 0, errno == EINTR {}
  }
}
