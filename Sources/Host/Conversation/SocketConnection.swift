import CLinux
import Glibc

/// One connection as the polling thread sees it: reading a frame, waiting for its answer, or
/// writing that.
final class SocketConnection {
  enum Step {
    case waits
    case frame(Frame)
    case replied
    case ends
  }

  private enum State {
    case reading, working, writing
  }

  /// Pieces read in one turn, so that a large frame does not keep the others waiting.
  private static let piecesInTurn = 16

  let id: SocketLoop.ConnectionID
  let peer: Peer
  let descriptor: Descriptor
  /// Whether the consumer knows of it.
  var isAnnounced = false
  private(set) var deadline: ContinuousClock.Instant?
  private(set) var closesAfterReply = false

  private let rules: SocketRules
  private let mayIdle: Bool
  private var state = State.reading
  private var parser: FrameParser
  private var writer: FrameWriter?

  init(
    _ descriptor: consuming Descriptor, id: SocketLoop.ConnectionID, peer: Peer,
    rules: SocketRules, mayIdle: Bool, now: ContinuousClock.Instant
  ) {
    self.descriptor = descriptor
    self.id = id
    self.peer = peer
    self.rules = rules
    self.mayIdle = mayIdle
    parser = FrameParser(limits: rules.limits)
    deadline = mayIdle ? nil : now + rules.times.idle
  }

  var isWorking: Bool { state == .working }
  var isWriting: Bool { state == .writing }

  /// What to poll for: while a frame is worked on, nothing but the client's end.
  var interest: Int16 {
    switch state {
    case .reading: Int16(POLLIN)
    case .working: clinux_poll_hung_up
    case .writing: Int16(POLLOUT)
    }
  }

  /// Does what `poll` found possible.
  func advance(now: ContinuousClock.Instant) -> Step {
    do {
      switch state {
      case .reading: return try read(now)
      case .working: return .ends
      case .writing: return try write(now)
      }
    } catch {
      // Malformed, too large, or gone: there is nobody left to tell.
      return .ends
    }
  }

  /// Starts the reply, of which a small one has gone when this returns.
  func reply(_ frame: consuming Frame, thenClose: Bool, now: ContinuousClock.Instant) -> Step {
    guard state == .working else { return .waits }
    state = .writing
    closesAfterReply = thenClose
    do {
      writer = try FrameWriter(frame, limits: rules.sending)
    } catch {
      return .ends
    }
    deadline = now + rules.times.reply
    return advance(now: now)
  }

  private func read(_ now: ContinuousClock.Instant) throws(HostError) -> Step {
    for _ in 0..<Self.piecesInTurn {
      let hadBegun = parser.hasBegun
      var received = Received.nothingYet
      let frame = try parser.take { output throws(HostError) in
        received = try descriptor.receive(into: &output)
      }
      if let frame {
        (state, deadline) = (.working, nil)
        return .frame(frame)
      }
      if !hadBegun && parser.hasBegun { deadline = now + rules.times.frame }
      switch received {
      case .some: continue
      case .nothingYet: return .waits
      case .ended: return .ends
      }
    }
    return .waits
  }

  private func write(_ now: ContinuousClock.Instant) throws(HostError) -> Step {
    let isDone = try writer?.advance { bytes throws(HostError) in try descriptor.send(bytes) }
    guard isDone ?? true else { return .waits }
    writer = nil
    state = .reading
    deadline = mayIdle ? nil : now + rules.times.idle
    return .replied
  }
}
