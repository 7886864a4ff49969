import Dispatch

/// A thread of its own for an actor whose work blocks, so that it never holds up the others.
///
/// SQLite waits for disks and key derivation for a second; on two cores there are two shared threads.
package final class QueueExecutor: SerialExecutor {
  private let queue: DispatchQueue

  package init(label: String) { queue = DispatchQueue(label: label) }

  package func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { unsafe job.runSynchronously(on: self.asUnownedSerialExecutor()) }
  }

  /// For the actor's `unownedExecutor`; the actor keeps this executor for as long as it lives.
  @safe
  package var unowned: UnownedSerialExecutor { unsafe asUnownedSerialExecutor() }

  package func checkIsolated() { dispatchPrecondition(condition: .onQueue(queue)) }
}
