import Glibc
import Host
import Sealing
import Testing

@Suite struct FrameChannelTests {
  @Test func `carries a header and its secrets`() throws {
    var ends: [Int32] = []
    let pair = try LocalSocket.pair()
    var near = pair.split { near, far in
      ends = [far.release()]
      return FrameChannel(near)
    }
    var far = FrameChannel(Descriptor(ends[0]))
    try near.send(frame("question", ["one", "", "three"]))
    let got = try far.receive()
    #expect(got?.text == "question")
    #expect(got?.secretTexts == ["one", "", "three"])
  }

  @Test func `puts on the wire what is written down`() throws {
    let ends = try ends()
    let sent = frame("header", ["secret", "x"])
    do {
      var near = FrameChannel(Descriptor(ends.near))
      try near.send(sent)
    }
    var found = [UInt8](repeating: 0, count: 100)
    let count = unsafe recv(ends.far, &found, 100, Int32(MSG_WAITALL))
    close(ends.far)
    #expect(Array(found.prefix(max(count, 0))) == wire(sent))
  }

  @Test func `carries what is larger than any socket's buffer`() async throws {
    let ends = try ends()
    let large = Frame(
      header: [UInt8](repeating: 7, count: 5 << 20),
      attachments: frame("", attachmentOf: 2 << 20).attachments)
    async let sending: Void = onThread {
      var near = FrameChannel(Descriptor(ends.near))
      try near.send(large)
    }
    let got = try await onThread {
      var far = FrameChannel(Descriptor(ends.far))
      return try far.receive()
    }
    try await sending
    #expect(got?.header == large.header)
    #expect(got?.secrets == large.secrets)
  }

  @Test func `tells a clean end from a cut in the middle`() throws {
    let bytes = wire(frame("header", ["secret"]))
    for count in 0..<bytes.count {
      let ends = try ends()
      sendRaw(Array(bytes.prefix(count)), to: ends.far)
      close(ends.far)
      var near = FrameChannel(Descriptor(ends.near))
      if count == 0 {
        #expect(try near.receive() == nil)
      } else {
        expect(.cutOff) { () throws(HostError) in _ = try near.receive() }
      }
    }
  }

  @Test func `gives up on an end that says nothing`() throws {
    let ends = try ends()
    var near = FrameChannel(Descriptor(ends.near), timeout: .milliseconds(20))
    expect(.timedOut) { () throws(HostError) in _ = try near.receive() }
    close(ends.far)
  }

  @Test func `gives up on an end that never reads`() throws {
    let ends = try ends()
    var near = FrameChannel(Descriptor(ends.near), timeout: .milliseconds(20))
    let large = Frame(header: [UInt8](repeating: 7, count: 4 << 20))
    expect(.timedOut) { () throws(HostError) in try near.send(large) }
    close(ends.far)
  }

  @Test func `says that the other end has closed`() throws {
    let ends = try ends()
    var near = FrameChannel(Descriptor(ends.near))
    close(ends.far)
    expect(.closed) { () throws(HostError) in try near.send(frame("to nobody")) }
  }

  @Test func `refuses to send what the other end would refuse`() throws {
    let ends = try ends()
    var near = FrameChannel(Descriptor(ends.near))
    let large = Frame(header: [UInt8](repeating: 7, count: (8 << 20) + 1))
    expect(.tooLarge("the header of a message", limit: 8 << 20)) { () throws(HostError) in
      try near.send(large)
    }
    close(ends.far)
  }

  /// `#expect` cannot lend a noncopyable value to its closure.
  private func expect(
    _ expected: HostError, sourceLocation: SourceLocation = #_sourceLocation,
    _ body: () throws(HostError) -> Void
  ) {
    do {
      try body()
      Issue.record("nothing was thrown", sourceLocation: sourceLocation)
    } catch {
      #expect(error == expected, sourceLocation: sourceLocation)
    }
  }
}
