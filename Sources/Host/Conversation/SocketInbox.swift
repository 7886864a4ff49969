import Synchronization

/// What other threads ask of the polling thread.
final class SocketInbox: Sendable {
  enum Order: Sendable {
    case reply(SocketLoop.ConnectionID, Frame, thenClose: Bool)
    case close(SocketLoop.ConnectionID)
    case stop
  }

  private enum State {
    case open([Order])
    case closed
  }

  let wake: Wake
  private let state = Mutex(State.open([]))

  init() throws(HostError) {
    wake = try Wake()
  }

  func post(_ order: Order) {
    let isFirst = state.withLock { state in
      // An order that nobody will carry out is dropped at once, with its secrets.
      guard case .open(var orders) = state else { return false }
      state = .closed
      orders.append(order)
      state = .open(orders)
      return orders.count == 1
    }
    if isFirst { wake.ring() }
  }

  /// The orders so far, in the order in which they came.
  func take() -> [Order] {
    state.withLock { state in
      guard case .open(let orders) = state else { return [] }
      state = .open([])
      return orders
    }
  }

  /// Takes no more orders.
  func close() {
    state.withLock { $0 = .closed }
  }
}
