/// One thread that polls all sockets and never waits for any single one of them.
///
/// Whole frames come out of `events`; answers go in by `reply`. A connection is not read while a
/// frame of it awaits its answer, so memory is bounded by the number of connections. **Every frame
/// is to be answered once**, by `reply` or `close`, also where its client has left meanwhile: only
/// then is its place free for another connection.
package final class SocketLoop: Sendable {
  /// Names a connection; never used twice.
  package struct ConnectionID: Hashable, Sendable {
    let number: UInt64
  }

  package enum Event: Sendable {
    /// The first frame of this connection follows.
    case opened(ConnectionID, peer: Peer)
    case frame(ConnectionID, Frame)
    /// A connection that was opened has ended, perhaps with a frame unanswered.
    case closed(ConnectionID)
    /// The last event: stopped by `stop`, or nothing is left to listen to.
    case stopped
  }

  /// How many connections are served at once; further ones wait to be accepted.
  package static let mostConnections = 64

  /// For one consumer.
  package let events: AsyncStream<Event>
  private let inbox: SocketInbox

  /// Starts the thread, which serves `listener` and the connected `first`, whichever are given.
  package init(
    listener: consuming Descriptor? = nil, first: consuming Descriptor? = nil,
    limits: FrameLimits = .toAgent, sending: FrameLimits = .toClient,
    times: SocketTimes = SocketTimes(), most: Int = SocketLoop.mostConnections
  ) throws(HostError) {
    let (events, output) = AsyncStream.makeStream(of: Event.self)
    let inbox = try SocketInbox()
    let polling = try SocketPolling(
      rules: SocketRules(limits: limits, sending: sending, times: times, most: most),
      inbox: inbox, output: output, listener: listener, first: first)
    self.events = events
    self.inbox = inbox
    // A consumer that goes away takes the sockets with it.
    output.onTermination = { _ in inbox.post(.stop) }
    try polling.launch()
  }

  /// Answers the frame of this connection.
  ///
  /// A frame over the limits closes the connection instead: ask `FrameLimits.check` first where
  /// that may be.
  package func reply(to connection: ConnectionID, _ frame: Frame, thenClose: Bool = false) {
    inbox.post(.reply(connection, frame, thenClose: thenClose))
  }

  /// Ends a connection, without an answer to the frame that may await one.
  package func close(_ connection: ConnectionID) {
    inbox.post(.close(connection))
  }

  /// Ends everything once the replies given so far have gone out; frames not answered are dropped.
  package func stop() {
    inbox.post(.stop)
  }
}
