import CCurl
import Synchronization

/// What other threads ask of the loop, and the bell that wakes it.
@safe
final class Inbox: Sendable {
  typealias Reply = CheckedContinuation<Order.Outcome, Never>

  enum Message: Sendable {
    case send(Order, Reply)
    case cancel(Order)
    case stop
  }

  private enum State {
    case open([Message])
    case closed
  }

  /// Used by the loop's thread only, but for `curl_multi_wakeup`, which any thread may call; it is
  /// here so that it outlives every bell that is being rung.
  nonisolated(unsafe) let multi: UnsafeMutableRawPointer
  private let state = Mutex(State.open([]))
  /// Whether something was left since the loop last looked.
  private let hasNews = Atomic(false)

  init() throws(TransportError) {
    guard Curl.isReady, let multi = unsafe curl_multi_init() else {
      throw .cannotStart("libcurl does not start")
    }
    unsafe self.multi = multi
  }

  deinit { unsafe curl_multi_cleanup(multi) }

  /// Leaves a message; says no if nobody will read it.
  func post(_ message: Message) -> Bool {
    let isTaken = state.withLock { state in
      guard case .open(var messages) = state else { return false }
      state = .closed
      messages.append(message)
      state = .open(messages)
      return true
    }
    // Many messages ring once: the loop takes them all.
    if isTaken, !hasNews.exchange(true, ordering: .acquiringAndReleasing) {
      unsafe curl_multi_wakeup(multi)
    }
    return isTaken
  }

  /// The messages so far, in the order in which they came.
  func take() -> [Message] {
    // First this, then the messages: what comes in between rings once too often, never too seldom.
    guard hasNews.exchange(false, ordering: .acquiringAndReleasing) else { return [] }
    return state.withLock { state in
      guard case .open(let messages) = state else { return [] }
      state = .open([])
      return messages
    }
  }

  /// Takes no more messages, and gives those that are left.
  func close() -> [Message] {
    state.withLock { state in
      guard case .open(let messages) = state else { return [] }
      state = .closed
      return messages
    }
  }
}
