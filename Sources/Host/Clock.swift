import Glibc

/// What time it is, and how long the machine has been up.
package enum Clock {
  /// Time since boot, suspended time included, so that a session ends while the lid is closed.
  package static var boot: Duration {
    let now = read(CLOCK_BOOTTIME)
    return .seconds(now.tv_sec) + .nanoseconds(now.tv_nsec)
  }

  /// Milliseconds since 1970, UTC.
  package static var wallMilliseconds: Int64 {
    let now = read(CLOCK_REALTIME)
    return Int64(now.tv_sec) * 1000 + Int64(now.tv_nsec) / 1_000_000
  }

  /// Blocks this thread.
  ///
  /// Never call it on a cooperative thread.
  package static func sleep(_ duration: Duration) {
    let (seconds, attoseconds) = duration.components
    guard seconds >= 0, attoseconds >= 0 else { return }
    var rest = timespec(tv_sec: Int(seconds), tv_nsec: Int(attoseconds / 1_000_000_000))
    var left = timespec()
    while unsafe nanosleep(&rest, &left) != 0, errno == EINTR { rest = left }
  }

  private static func read(_ clock: clockid_t) -> timespec {
    var now = timespec()
    _ = unsafe clock_gettime(clock, &now)
    return now
  }
}
