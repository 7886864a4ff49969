import CLinux
import Glibc

/// What both programs do to themselves before they read a byte.
package enum Hardening {
  /// Closes this process to debuggers, core files and crash reports.
  ///
  /// The first statement of `main`.
  package static func hardenClient() {
    _ = clinux_set_dumpable(0)
    _ = clinux_no_core_files()
    // Swift's runtime otherwise prints registers, and the memory they point at, when it crashes.
    for number in [SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV, SIGQUIT] {
      clinux_default_signal(number)
    }
    clinux_ignore_signal(SIGPIPE)
    _ = umask(0o077)
    _ = clinux_no_new_privileges()
    openMissingStdio()
  }

  /// All of `hardenClient`, then goes on as a child that nobody can have opened early, in a session
  /// of its own, with no descriptors but the standard ones and `descriptors`.
  ///
  /// The first statement of `main`, while there is only one thread.
  package static func hardenAgent(keeping descriptors: [Int32]) throws(HostError) {
    hardenClient()
    guard !ProcessFacts.isTraced else { throw .traced }
    // Somebody may have opened /proc/PID/mem before we closed ourselves; that shows them the
    // parent's memory, which ends here.
    switch clinux_fork() {
    case 0: break
    case -1: throw .failed("fork", errno)
    default: _exit(0)
    }
    guard !ProcessFacts.isTraced else { throw .traced }
    try closeAll(but: descriptors)
    _ = setsid()
    _ = clinux_no_parent_death_signal()
    guard unsafe chdir("/") == 0 else { throw .failed("go to /", errno) }
    guard clinux_is_dumpable() == 0 else { throw .failed("close the process to others", EPERM) }
  }

  /// Points the standard descriptors at nothing, for an agent that outlives its terminal.
  package static func detachStdio() {
    let null = unsafe clinux_open("/dev/null", O_RDWR, 0)
    guard null >= 0 else { return }
    for number in Int32(0)...2 { _ = dup2(null, number) }
    if null > 2 { _ = close(null) }
  }

  /// So that no file of ours can ever become standard output.
  private static func openMissingStdio() {
    for number in Int32(0)...2 where clinux_descriptor_flags(number) < 0 {
      let null = unsafe clinux_open("/dev/null", O_RDWR, 0)
      guard null >= 0 else { return }
      if null != number {
        _ = dup2(null, number)
        _ = close(null)
      } else {
        _ = clinux_set_descriptor_flags(null, 0)
      }
    }
  }

  private static func closeAll(but descriptors: [Int32]) throws(HostError) {
    var next: UInt32 = 3
    for kept in descriptors.filter({ $0 > 2 }).map(UInt32.init).sorted() where kept >= next {
      if kept > next { try closeRange(next, kept - 1) }
      next = kept + 1
    }
    try closeRange(next, UInt32(Int32.max))
  }

  private static func closeRange(_ first: UInt32, _ last: UInt32) throws(HostError) {
    guard clinux_close_range(first, last) != 0 else { return }
    // Kernels before 5.9, and sandboxes that refuse every call they do not know.
    guard errno == ENOSYS || errno == EPERM else { throw .failed("close descriptors", errno) }
    let limit = UInt32(clamping: sysconf(Int32(_SC_OPEN_MAX)))
    guard first < limit else { return }
    for number in first...min(last, limit) { _ = close(Int32(number)) }
  }
}
