import Glibc

/// A thread that is waited for.
struct LoopThread: Sendable {
  private let id: pthread_t

  /// Has a loop run on a new thread.
  init(_ loop: CourierLoop) throws(TransportError) {
    let held = unsafe Unmanaged.passRetained(loop)
    var thread = pthread_t()
    let failure = unsafe pthread_create(
      &thread, nil,
      { held in
        if let held = unsafe held {
          unsafe Unmanaged<CourierLoop>.fromOpaque(held).takeRetainedValue().run()
        }
        return nil
      }, held.toOpaque())
    guard failure == 0 else {
      unsafe held.release()
      throw .cannotStart("no thread: \(Curl.words(forSystem: failure))")
    }
    id = thread
  }

  /// Waits for its end; once only.
  func join() {
    pthread_join(id, nil)
  }

  /// Leaves signals to the other threads, also that of a broken pipe, which libcurl does not catch.
  static func blockSignals() {
    var all = sigset_t()
    unsafe sigfillset(&all)
    unsafe pthread_sigmask(SIG_BLOCK, &all, nil)
  }
}
