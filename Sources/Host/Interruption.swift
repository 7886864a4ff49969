import Glibc

/// The wish of a person or a system that the program ends, kept until somebody looks.
///
/// While it lasts, Ctrl-C and its like end nothing by themselves. One that nobody looked at is
/// dropped at the end: what it was to end is over.
package struct Interruption: ~Copyable {
  private var wanted = sigset_t()
  private var before = sigset_t()

  package init() {
    _ = unsafe sigemptyset(&wanted)
    for number in [SIGINT, SIGTERM, SIGHUP] { _ = unsafe sigaddset(&wanted, number) }
    _ = unsafe pthread_sigmask(SIG_BLOCK, &wanted, &before)
  }

  deinit {
    _ = Self.next(of: wanted)
    var before = before
    _ = unsafe pthread_sigmask(SIG_SETMASK, &before, nil)
  }

  /// Whether the wish came up since somebody last looked.
  package func take() -> Bool { Self.next(of: wanted) }

  private static func next(of wanted: sigset_t) -> Bool {
    var wanted = wanted
    var atOnce = timespec()
    var hasCome = false
    while unsafe sigtimedwait(&wanted, nil, &atOnce) > 0 { hasCome = true }
    return hasCome
  }
}
