import CLinux
import Glibc
package import Sealing

/// Runs another program for what it prints, which goes from its pipe straight into locked memory.
package enum Runner {
  /// The first program of this name on the PATH, nil where there is none.
  package static func find(_ name: String) -> String? {
    let folders = (Environment.value("PATH") ?? "/usr/local/bin:/usr/bin:/bin").split(
      separator: ":")
    return folders.lazy.filter { $0.hasPrefix("/") }.map { "\($0)/\(name)" }
      .first { unsafe access($0, X_OK) == 0 }
  }

  /// What the program prints; nil if it ends with another status than 0.
  ///
  /// It reads nothing, and what it says on its errors is dropped.
  package static func output(
    of program: String, _ arguments: [String], environment: [String], limit: Int
  ) throws(HostError) -> SecretBytes? {
    let pair = try LocalSocket.pair()
    // Above 2, so that no step of the start can meet its own target.
    let number = clinux_duplicate(pair.far.number, 64)
    guard number >= 0 else { throw .failed("duplicate a descriptor", errno) }
    let near = try pair.near.duplicate()
    let pid = try start(program, arguments, environment, output: Descriptor(number))
    _ = consume pair
    let printed: SecretBytes
    do throws(HostError) {
      printed = try Files.readSecret(descriptor: near.number, limit: limit)
    } catch {
      _ = kill(pid, SIGKILL)
      _ = try? wait(for: pid)
      throw error
    }
    guard try wait(for: pid) else { return nil }
    return printed
  }

  private static func start(
    _ program: String, _ arguments: [String], _ environment: [String],
    output: consuming Descriptor
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
      unsafe posix_spawn_file_actions_adddup2(&actions, output.number, 1),
      unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0),
      unsafe posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0),
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

  private static func wait(for pid: pid_t) throws(HostError) -> Bool {
    var status: Int32 = 0
    while unsafe waitpid(pid, &status, 0) < 0 {
      guard errno == EINTR else { throw .failed("wait for a program", errno) }
    }
    return clinux_exited(status) != 0 && clinux_exit_status(status) == 0
  }
}
