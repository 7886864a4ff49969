import Glibc

/// One end of a conversation that waits: what a client holds, one frame out, one frame in.
package struct FrameChannel: ~Copyable, Sendable {
  private let descriptor: Descriptor
  private let sending: FrameLimits
  private let timeout: Duration?
  private var parser: FrameParser

  /// Takes over a connected socket.
  ///
  /// `limits` are those of what is received, `sending` of what is sent; `timeout` is the longest
  /// that the other end may be silent or not take what is sent.
  package init(
    _ descriptor: consuming Descriptor, limits: FrameLimits = .toClient,
    sending: FrameLimits = .toAgent, timeout: Duration? = nil
  ) {
    self.descriptor = descriptor
    self.sending = sending
    self.timeout = timeout
    parser = FrameParser(limits: limits)
  }

  /// Sends a whole frame.
  package mutating func send(_ frame: consuming Frame) throws(HostError) {
    var writer = try FrameWriter(frame, limits: sending)
    while try !writer.advance({ bytes throws(HostError) in try descriptor.send(bytes) }) {
      try descriptor.wait(for: POLLOUT, atMost: timeout)
    }
  }

  /// The next frame, or nil when the other end closed between two frames.
  package mutating func receive() throws(HostError) -> Frame? {
    while true {
      var received = Received.nothingYet
      let frame = try parser.take { output throws(HostError) in
        received = try descriptor.receive(into: &output)
      }
      if let frame { return frame }
      switch received {
      case .some: continue
      case .nothingYet: try descriptor.wait(for: POLLIN, atMost: timeout)
      case .ended where parser.hasBegun: throw .cutOff
      case .ended: return nil
      }
    }
  }
}
