import CLinux
import Glibc

/// The polling thread's own state; after `launch` only that thread touches it.
final class SocketPolling {
  private typealias ID = SocketLoop.ConnectionID
  private typealias Instant = ContinuousClock.Instant

  /// How long nothing is accepted after the system refused a descriptor.
  private static let pause = Duration.milliseconds(100)

  private let rules: SocketRules
  private let inbox: SocketInbox
  private let output: AsyncStream<SocketLoop.Event>.Continuation
  private var listener: Descriptor?
  private var connections: [ID: SocketConnection] = [:]
  /// Connections whose client has left while their frame awaits its answer.
  private var owed: Set<ID> = []
  private var newest: UInt64 = 0
  private var isStopping = false
  private var acceptsAgain: Instant?

  init(
    rules: SocketRules, inbox: SocketInbox,
    output: AsyncStream<SocketLoop.Event>.Continuation,
    listener: consuming Descriptor?, first: consuming Descriptor?
  ) throws(HostError) {
    self.rules = rules
    self.inbox = inbox
    self.output = output
    self.listener = listener
    switch self.listener {
    case .some(let listener): try listener.setBlocking(false)
    case .none: break
    }
    if let first = consume first {
      let peer = try Peer.ours(of: first)
      add(first, peer: peer, mayIdle: true, now: .now)
    }
  }

  func launch() throws(HostError) {
    let held = unsafe Unmanaged.passRetained(self)
    var thread = pthread_t()
    let failure = unsafe pthread_create(
      &thread, nil,
      { held in
        if let held = unsafe held {
          unsafe Unmanaged<SocketPolling>.fromOpaque(held).takeRetainedValue().run()
        }
        return nil
      }, held.toOpaque())
    guard failure == 0 else {
      unsafe held.release()
      throw .failed("start a thread", failure)
    }
    pthread_detach(thread)
  }

  private func run() {
    // Signals are for the other threads.
    var all = sigset_t()
    unsafe sigfillset(&all)
    unsafe pthread_sigmask(SIG_BLOCK, &all, nil)
    while true {
      for order in inbox.take() { carryOut(order) }
      if connections.isEmpty && (isStopping || listener == nil) { break }
      turn()
    }
    inbox.close()
    listener = nil
    output.yield(.stopped)
    output.finish()
  }

  // MARK: Orders

  private func carryOut(_ order: SocketInbox.Order) {
    switch order {
    case .reply(let id, let frame, let thenClose):
      owed.remove(id)
      guard let connection = connections[id] else { return }
      follow(connection, connection.reply(frame, thenClose: thenClose, now: .now))
    case .close(let id):
      owed.remove(id)
      if let connection = connections[id] { end(connection, isOwed: false) }
    case .stop:
      isStopping = true
      listener = nil
      for connection in connections.values where !connection.isWriting {
        end(connection, isOwed: false)
      }
    }
  }

  // MARK: A turn

  private func turn() {
    let accepts = mayAccept
    var served: [SocketConnection] = []
    var entries = [pollfd(fd: inbox.wake.descriptor.number, events: Int16(POLLIN), revents: 0)]
    for connection in connections.values {
      served.append(connection)
      entries.append(
        pollfd(fd: connection.descriptor.number, events: connection.interest, revents: 0))
    }
    if accepts, let number = listenerNumber {
      entries.append(pollfd(fd: number, events: Int16(POLLIN), revents: 0))
    }
    let found = unsafe poll(&entries, nfds_t(entries.count), longestWait)
    let now = Instant.now
    if let acceptsAgain, acceptsAgain <= now { self.acceptsAgain = nil }
    if found > 0 {
      if entries[0].revents != 0 { inbox.wake.silence() }
      for (index, connection) in served.enumerated() where entries[index + 1].revents != 0 {
        follow(connection, connection.advance(now: now))
      }
      if accepts, entries[entries.count - 1].revents != 0 { acceptAll(now) }
    }
    for connection in served {
      if let deadline = connection.deadline, deadline <= now {
        end(connection, isOwed: connection.isWorking)
      }
    }
  }

  private var longestWait: Int32 {
    let next = (connections.values.compactMap(\.deadline) + [acceptsAgain].compactMap(\.self)).min()
    guard let next else { return -1 }
    return Polling.milliseconds(Instant.now.duration(to: next))
  }

  private func follow(_ connection: SocketConnection, _ step: SocketConnection.Step) {
    switch step {
    case .waits: break
    case .frame(let frame):
      if !connection.isAnnounced {
        connection.isAnnounced = true
        output.yield(.opened(connection.id, peer: connection.peer))
      }
      output.yield(.frame(connection.id, frame))
    case .replied:
      if connection.closesAfterReply || isStopping { end(connection, isOwed: false) }
    case .ends: end(connection, isOwed: connection.isWorking)
    }
  }

  private func end(_ connection: SocketConnection, isOwed: Bool) {
    guard connections.removeValue(forKey: connection.id) != nil else { return }
    if isOwed { owed.insert(connection.id) }
    if connection.isAnnounced { output.yield(.closed(connection.id)) }
  }

  // MARK: New connections

  private var listenerNumber: Int32? {
    switch listener {
    case .some(let listener): listener.number
    case .none: nil
    }
  }

  private var mayAccept: Bool {
    listener != nil && connections.count + owed.count < rules.most && acceptsAgain == nil
  }

  private func acceptAll(_ now: Instant) {
    guard let listener = listenerNumber else { return }
    while mayAccept {
      let number = clinux_accept(listener)
      if number >= 0 {
        let descriptor = Descriptor(number)
        // Another user's process gets no answer.
        if let peer = try? Peer.ours(of: descriptor) {
          add(descriptor, peer: peer, mayIdle: false, now: now)
        }
        continue
      }
      switch errno {
      case EINTR, ECONNABORTED: continue
      case EAGAIN: return
      default: acceptsAgain = now + Self.pause
      }
    }
  }

  private func add(_ descriptor: consuming Descriptor, peer: Peer, mayIdle: Bool, now: Instant) {
    newest += 1
    let id = ID(number: newest)
    connections[id] = SocketConnection(
      descriptor, id: id, peer: peer, rules: rules, mayIdle: mayIdle, now: now)
  }
}
