import Glibc
import Synchronization

/// Runs what blocks on a thread of its own, never on one that others share.
package enum Blocking {
  /// Small: nothing here goes deep.
  private static let stack = 512 << 10

  /// The result of the work, which is waited for without holding a thread.
  package static func run<Result: Sendable>(
    _ work: @escaping @Sendable () -> Result
  ) async -> Result {
    await withCheckedContinuation { continuation in
      let job = Job { continuation.resume(returning: work()) }
      guard !job.start(stack: stack) else { return }
      // No thread can be had: it is done here, so that it is done.
      job.work()
    }
  }

  private final class Job: Sendable {
    let work: @Sendable () -> Void

    init(_ work: @escaping @Sendable () -> Void) { self.work = work }

    func start(stack: Int) -> Bool {
      var attributes = pthread_attr_t()
      guard unsafe pthread_attr_init(&attributes) == 0 else { return false }
      defer { unsafe pthread_attr_destroy(&attributes) }
      unsafe pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
      unsafe pthread_attr_setstacksize(&attributes, stack)
      let held = unsafe Unmanaged.passRetained(self)
      var thread = pthread_t()
      let failure = unsafe pthread_create(
        &thread, &attributes,
        { held in
          // A broken pipe is told by the call; all other signals are for other threads.
          var all = sigset_t()
          unsafe sigfillset(&all)
          unsafe pthread_sigmask(SIG_BLOCK, &all, nil)
          if let held = unsafe held {
            unsafe Unmanaged<Job>.fromOpaque(held).takeRetainedValue().work()
          }
          return nil
        }, held.toOpaque())
      if failure != 0 { unsafe held.release() }
      return failure == 0
    }
  }
}
