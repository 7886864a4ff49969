import CCurl

/// The loop's own state; after `launch` only its thread touches it.
final class CourierLoop {
  private struct Running {
    let exchange: Exchange
    let lane: Lane
  }

  private struct Waiting {
    let order: Order
    let reply: Inbox.Reply
  }

  private struct Owed {
    let order: Order
    let reply: Inbox.Reply
    let outcome: Order.Outcome
  }

  /// How many handles without work are kept for the next requests.
  private static let mostIdle = 64
  /// How long a turn waits at most, in milliseconds; whatever there is to do ends it earlier.
  private static let longestWait: Int32 = 60_000

  private let settings: Courier.Settings
  private let inbox: Inbox
  private var idle: [Exchange] = []
  private var running: [UInt64: Running] = [:]
  private var waiting: [UInt64: Waiting] = [:]
  private var lanes: [String: Lane] = [:]
  /// What has ended; told after the next ones are on their way, as waking a caller takes longer.
  private var owed: [Owed] = []
  private var isStopping = false

  init(_ settings: Courier.Settings, _ inbox: Inbox) throws(TransportError) {
    self.settings = settings
    self.inbox = inbox
    // The first handle is made here, so that a setting that libcurl refuses is known at once.
    idle.append(try Exchange(settings))
  }

  func launch() throws(TransportError) -> LoopThread { try LoopThread(self) }

  func run() {
    LoopThread.blockSignals()
    while true {
      for message in inbox.take() { read(message) }
      if isStopping { break }
      var count: Int32 = 0
      let outcome = unsafe curl_multi_perform(inbox.multi, &count)
      if outcome != CURLM_OK { giveUp(Curl.words(for: outcome)) }
      tell()
      if !collect() { _ = unsafe curl_multi_poll(inbox.multi, nil, 0, Self.longestWait, nil) }
    }
    stop()
  }

  private func read(_ message: Inbox.Message) {
    switch message {
    case .send(let order, let reply):
      guard !order.isCancelled else {
        return owe(order, reply, .failure(.cancelled(sent: false)))
      }
      waiting[order.number] = Waiting(order: order, reply: reply)
      let lane = lane(to: order.address.origin)
      lane.wait(order.number)
      advance(lane)
    case .cancel(let order):
      if let waiting = waiting.removeValue(forKey: order.number) {
        owe(order, waiting.reply, .failure(.cancelled(sent: false)))
      } else if let exchange = running[order.number]?.exchange {
        end(exchange) { .failure(.cancelled(sent: $0.hasSent)) }
      }
    case .stop: isStopping = true
    }
  }

  private func lane(to origin: String) -> Lane {
    if let lane = lanes[origin] { return lane }
    let lane = Lane(to: origin)
    lanes[origin] = lane
    return lane
  }

  /// Gives their turn to as many as may be on their way to one server.
  private func advance(_ lane: Lane) {
    while let number = lane.pop(most: settings.connectionsPerHost) {
      // Not there: it was cancelled while it waited.
      guard let next = waiting.removeValue(forKey: number) else { continue }
      do throws(TransportError) {
        let exchange = if let kept = idle.popLast() { kept } else { try Exchange(settings) }
        try exchange.begin(next.order, next.reply, on: inbox)
        running[number] = Running(exchange: exchange, lane: lane)
        lane.start()
      } catch {
        owe(next.order, next.reply, .failure(error))
      }
    }
    if lane.isEmpty { lanes[lane.origin] = nil }
  }

  /// Hands over what has ended, and says whether there was any.
  private func collect() -> Bool {
    var found = false
    var code = CURLE_OK
    while let easy = unsafe ccurl_next_ended(inbox.multi, &code) {
      guard let exchange = unsafe Exchange.owner(of: easy) else { continue }
      found = true
      let ended = code
      end(exchange) { $0.outcome(ended) }
    }
    return found
  }

  /// Takes an exchange off libcurl and lets the next have its turn.
  private func end(_ exchange: Exchange, with outcome: (Exchange) -> Order.Outcome) {
    // Asked while libcurl still knows.
    let outcome = outcome(exchange)
    guard let (order, reply) = exchange.end(on: inbox) else { return }
    let lane = running.removeValue(forKey: order.number)?.lane
    if idle.count < Self.mostIdle { idle.append(exchange) }
    owe(order, reply, outcome)
    guard let lane else { return }
    lane.end()
    advance(lane)
  }

  private func owe(_ order: Order, _ reply: Inbox.Reply, _ outcome: Order.Outcome) {
    owed.append(Owed(order: order, reply: reply, outcome: outcome))
  }

  private func tell() {
    for one in owed {
      one.order.end()
      one.reply.resume(returning: one.outcome)
    }
    owed.removeAll(keepingCapacity: true)
  }

  /// Ends what is on its way when libcurl itself is at its end.
  private func giveUp(_ cause: String) {
    for exchange in running.values.map(\.exchange) {
      end(exchange) { .failure(.broken(sent: $0.hasSent, cause: cause)) }
    }
  }

  private func stop() {
    for message in inbox.close() { read(message) }
    for left in waiting.values { owe(left.order, left.reply, .failure(.stopped(sent: false))) }
    waiting = [:]
    for exchange in running.values.map(\.exchange) {
      end(exchange) { .failure(.stopped(sent: $0.hasSent)) }
    }
    tell()
    idle = []
  }
}
