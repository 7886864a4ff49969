import Glibc

/// Waiting until a server that stays is asked to go.
package struct Shutdown: ~Copyable {
  private var signals = sigset_t()

  /// From here on the wish to end is noted instead of ending the process.
  ///
  /// Make it before the first thread, as threads inherit what they may be told.
  package init() {
    unsafe sigemptyset(&signals)
    unsafe sigaddset(&signals, SIGTERM)
    unsafe sigaddset(&signals, SIGINT)
    _ = unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
  }

  /// Returns when asked by a signal or, if wished, when standard input closes.
  package borrowing func wait(orInputCloses: Bool) {
    if orInputCloses { Self.watchInput() }
    var awaited = signals
    var came: Int32 = 0
    while unsafe sigwait(&awaited, &came) == EINTR {}
  }

  /// Starts a thread that asks the process to end when nobody holds its standard input any more.
  private static func watchInput() {
    var thread = pthread_t()
    _ = unsafe pthread_create(
      &thread, nil,
      { _ in
        var room = [UInt8](repeating: 0, count: 4_096)
        while true {
          let count = unsafe read(0, &room, room.count)
          if count == 0 || (count < 0 && errno != EINTR) { break }
        }
        _ = kill(getpid(), SIGTERM)
        return nil
      }, nil)
    pthread_detach(thread)
  }
}
