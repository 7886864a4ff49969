import CCurl
import Synchronization

/// Carries requests to HTTP servers, many at once, on one thread of its own.
///
/// No redirect is followed, no cookie kept, no password file read, nothing taken from the
/// environment. A change is sent at most once.
package final class Courier: Sendable {
  private let inbox: Inbox
  private let thread: Mutex<LoopThread?>
  private let newest = Atomic<UInt64>(0)

  /// Starts the thread.
  package init(_ settings: Settings = Settings()) throws(TransportError) {
    try settings.check()
    inbox = try Inbox()
    thread = Mutex(try CourierLoop(settings, inbox).launch())
  }

  deinit { stop() }

  /// Asks and waits for the whole answer; also one that refuses is an answer.
  ///
  /// Cancelling the task ends the transfer. In any case this returns only when libcurl has let go
  /// of headers and body.
  package func send(_ request: Request) async throws(TransportError) -> Answer {
    let order = try Order(request, number: newest.add(1, ordering: .relaxed).newValue)
    let inbox = inbox
    let outcome = await withTaskCancellationHandler {
      await withCheckedContinuation { reply in
        if !inbox.post(.send(order, reply)) {
          order.end()
          reply.resume(returning: .failure(.stopped(sent: false)))
        }
      }
    } onCancel: {
      // First the mark, for a loop that has not seen the order yet; then the word, for one that has.
      order.cancel()
      _ = inbox.post(.cancel(order))
    }
    assert(order.hasEnded, "an order was told of before it had ended")
    return try outcome.get()
  }

  /// Ends all transfers and the thread; what is sent afterwards is refused.
  package func stop() {
    _ = inbox.post(.stop)
    thread.withLock { thread in
      thread?.join()
      thread = nil
    }
  }
}
