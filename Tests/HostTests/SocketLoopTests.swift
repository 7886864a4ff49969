import Glibc
import Host
import Sealing
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(10))) struct SocketLoopTests {
  @Test func `answers 200 clients at once`() async throws {
    let folder = try ShortFolder()
    let path = folder.path + "/s"
    let loop = try SocketLoop(listener: LocalSocket.listen(at: path).takeSocket())
    let serving = Task { await serve(loop) }
    let answers = try await withThrowingTaskGroup(of: String?.self) { group in
      for number in 0..<200 {
        group.addTask {
          try await onThread {
            var channel = FrameChannel(try LocalSocket.connect(to: path), timeout: .seconds(180))
            var last: Frame?
            for round in 0..<3 {
              try channel.send(frame("\(number).\(round)", ["secret \(number)"]))
              last = try channel.receive()
            }
            return last.map { $0.text + $0.secretTexts.joined() }
          }
        }
      }
      return try await group.reduce(into: Set<String>()) { $0.insert($1 ?? "") }
    }
    #expect(answers == Set((0..<200).map { "\($0).2secret \($0)" }))
    loop.stop()
    let seen = await serving.value
    #expect(seen.opened == 200 && seen.frames == 600 && seen.stopped == 1)
  }

  @Test func `serves one connected descriptor and ends with it`() async throws {
    let ends = try ends()
    let loop = try SocketLoop(first: Descriptor(ends.far))
    let serving = Task { await serve(loop) }
    let answer = try await onThread {
      var channel = FrameChannel(Descriptor(ends.near), timeout: .seconds(180))
      try channel.send(frame("hello", ["secret"]))
      return try channel.receive()
    }
    #expect(answer?.secretTexts == ["secret"])
    let seen = await serving.value
    #expect(seen == Seen(opened: 1, frames: 1, closed: 1, stopped: 1))
  }

  @Test func `serves a listener and a first connection alike`() async throws {
    let folder = try ShortFolder()
    let path = folder.path + "/s"
    let ends = try ends()
    let loop = try SocketLoop(
      listener: LocalSocket.listen(at: path).takeSocket(), first: Descriptor(ends.far))
    let serving = Task { await serve(loop) }
    let first = try await onThread {
      var channel = FrameChannel(Descriptor(ends.near), timeout: .seconds(180))
      try channel.send(frame("first"))
      return try channel.receive()?.text
    }
    let second = try await ask("second", at: path)
    #expect(first == "first" && second == "second")
    loop.stop()
    #expect(await serving.value.opened == 2)
  }

  @Test func `reads a client that sends one byte at a time`() async throws {
    let ends = try ends()
    let loop = try SocketLoop(first: Descriptor(ends.far))
    let serving = Task { await serve(loop) }
    let answer = try await onThread {
      for byte in wire(frame("slow", ["secret"])) { sendRaw([byte], to: ends.near) }
      var channel = FrameChannel(Descriptor(ends.near), timeout: .seconds(180))
      return try channel.receive()
    }
    #expect(answer?.text == "slow" && answer?.secretTexts == ["secret"])
    #expect(await serving.value.frames == 1)
  }

  @Test func `does not read on while a frame awaits its answer`() async throws {
    let ends = try ends()
    let loop = try SocketLoop(first: Descriptor(ends.far))
    sendRaw((0..<50).flatMap { wire(frame("\($0)")) }, to: ends.near)
    var texts: [String] = []
    var unanswered = 0
    for await event in loop.events {
      guard case .frame(let id, let frame) = event else { continue }
      unanswered += 1
      #expect(unanswered == 1)
      texts.append(frame.text)
      unanswered -= 1
      loop.reply(to: id, frame, thenClose: texts.count == 50)
    }
    #expect(texts == (0..<50).map { "\($0)" })
    close(ends.near)
  }

  @Test func `notices that a client leaves while its request is worked on`() async throws {
    let folder = try ShortFolder()
    let path = folder.path + "/s"
    let loop = try SocketLoop(listener: LocalSocket.listen(at: path).takeSocket(), most: 1)
    let client = try LocalSocket.connect(to: path).release()
    sendRaw(wire(frame("work")), to: client)
    var asked: SocketLoop.ConnectionID?
    for await event in loop.events {
      switch event {
      case .opened(_, let peer): #expect(peer == Peer(uid: getuid(), pid: getpid()))
      case .frame(let id, let frame) where frame.text == "work":
        asked = id
        close(client)
      case .closed(let id) where id == asked:
        // The place is taken until the frame is answered; only then is the next one served.
        loop.reply(to: id, frame("too late"))
        Task { _ = try? await ask("next", at: path) }
      case .frame(let id, let frame):
        #expect(frame.text == "next")
        loop.reply(to: id, frame, thenClose: true)
        loop.stop()
      default: break
      }
    }
    #expect(asked != nil)
  }

  @Test func `keeps further connections waiting, not refused`() async throws {
    let folder = try ShortFolder()
    let path = folder.path + "/s"
    let loop = try SocketLoop(listener: LocalSocket.listen(at: path).takeSocket(), most: 2)
    let serving = Task { await serve(loop) }
    let idle = try (0..<2).map { _ in try LocalSocket.connect(to: path).release() }
    for number in idle { sendRaw(wire(frame("occupied")), to: number) }
    let waiting = Task { try await ask("patient", at: path) }
    for number in idle {
      let answer = try await onThread {
        var channel = FrameChannel(Descriptor(number), timeout: .seconds(180))
        return try channel.receive()?.text
      }
      #expect(answer == "occupied")
    }
    #expect(try await waiting.value == "patient")
    loop.stop()
    _ = await serving.value
  }

  @Test(arguments: [
    wire(0xFFFF_FFFF, 0), wire(0, 0xFFFF_FFFF), wire(0, 1, 0xFFFF_FFFF),
    wire(0, 3, 2 << 20, 2 << 20, 1),
  ])
  func `hangs up on hostile sizes and serves on`(_ bytes: [UInt8]) async throws {
    let folder = try ShortFolder()
    let path = folder.path + "/s"
    let loop = try SocketLoop(listener: LocalSocket.listen(at: path).takeSocket())
    let serving = Task { await serve(loop) }
    let end = try await onThread {
      let number = try LocalSocket.connect(to: path).release()
      sendRaw(bytes, to: number)
      var channel = FrameChannel(Descriptor(number), timeout: .seconds(180))
      return try channel.receive()
    }
    #expect(end == nil)
    #expect(try await ask("good", at: path) == "good")
    loop.stop()
    #expect(await serving.value == Seen(opened: 1, frames: 1, closed: 1, stopped: 1))
  }

  @Test func `survives clients that vanish in the middle`() async throws {
    let folder = try ShortFolder()
    let path = folder.path + "/s"
    let loop = try SocketLoop(listener: LocalSocket.listen(at: path).takeSocket())
    let serving = Task { await serve(loop) }
    let bytes = wire(frame("header", ["secret"]))
    for round in 0..<200 {
      let number = try LocalSocket.connect(to: path).release()
      sendRaw(Array(bytes.prefix(round % (bytes.count + 1))), to: number)
      close(number)
    }
    #expect(try await ask("still here", at: path) == "still here")
    loop.stop()
    let seen = await serving.value
    #expect(seen.opened == seen.closed && seen.stopped == 1)
  }

  @Test func `gives up on a frame that never becomes whole`() async throws {
    let ends = try ends()
    let loop = try SocketLoop(
      first: Descriptor(ends.far), times: SocketTimes(frame: .milliseconds(30)))
    sendRaw(Array(wire(frame("header")).dropLast()), to: ends.near)
    #expect(await serve(loop) == Seen(stopped: 1))
    close(ends.near)
  }

  @Test func `gives up on a client that never reads its reply`() async throws {
    let ends = try ends()
    let loop = try SocketLoop(
      first: Descriptor(ends.far), times: SocketTimes(reply: .milliseconds(30)))
    sendRaw(wire(frame("?")), to: ends.near)
    let large = Frame(header: [UInt8](repeating: 7, count: 32 << 20))
    #expect(
      await serve(loop, answering: large) == Seen(opened: 1, frames: 1, closed: 1, stopped: 1))
    close(ends.near)
  }

  @Test func `a client that never reads holds up nobody`() async throws {
    let folder = try ShortFolder()
    let path = folder.path + "/s"
    let loop = try SocketLoop(listener: LocalSocket.listen(at: path).takeSocket())
    let large = Frame(header: [UInt8](repeating: 7, count: 32 << 20))
    let serving = Task { await serve(loop, answering: large, to: "stuck") }
    let stuck = try LocalSocket.connect(to: path).release()
    sendRaw(wire(frame("stuck")), to: stuck)
    for number in 0..<20 { #expect(try await ask("\(number)", at: path) == "\(number)") }
    close(stuck)
    loop.stop()
    #expect(await serving.value.frames == 21)
  }

  @Test func `closes idle connections but not the first`() async throws {
    let folder = try ShortFolder()
    let path = folder.path + "/s"
    let ends = try ends()
    let loop = try SocketLoop(
      listener: LocalSocket.listen(at: path).takeSocket(), first: Descriptor(ends.far),
      times: SocketTimes(idle: .milliseconds(30)))
    let serving = Task { await serve(loop) }
    let end = try await onThread {
      var channel = FrameChannel(try LocalSocket.connect(to: path), timeout: .seconds(180))
      return try channel.receive()
    }
    #expect(end == nil)
    let first = try await onThread {
      var channel = FrameChannel(Descriptor(ends.near), timeout: .seconds(180))
      try channel.send(frame("patient"))
      return try channel.receive()?.text
    }
    #expect(first == "patient")
    loop.stop()
    _ = await serving.value
  }

  @Test func `lets replies go out before it stops`() async throws {
    let ends = try ends()
    let loop = try SocketLoop(first: Descriptor(ends.far))
    let large = Frame(
      header: [UInt8](repeating: 7, count: 16 << 20),
      attachments: frame("", attachmentOf: 1 << 20).attachments)
    let serving = Task {
      for await event in loop.events {
        guard case .frame(let id, _) = event else { continue }
        loop.reply(to: id, large)
        loop.stop()
      }
    }
    let answer = try await onThread {
      var channel = FrameChannel(Descriptor(ends.near), timeout: .seconds(180))
      try channel.send(frame("?"))
      return try channel.receive()
    }
    #expect(answer?.header.count == 16 << 20)
    #expect(answer?.secrets == large.secrets)
    await serving.value
  }

  @Test func `a reply over the limits closes its connection and frees its place`() async throws {
    let folder = try ShortFolder()
    let path = folder.path + "/s"
    let loop = try SocketLoop(
      listener: LocalSocket.listen(at: path).takeSocket(), sending: FrameLimits(header: 10), most: 1
    )
    let serving = Task { await serve(loop) }
    #expect(try await ask("longer than ten bytes", at: path) == nil)
    #expect(try await ask("short", at: path) == "short")
    loop.stop()
    #expect(await serving.value.closed == 2)
  }

  @Test func `lets go of the secrets of a reply once it is sent`() async throws {
    let ends = try ends()
    let loop = try SocketLoop(first: Descriptor(ends.far))
    let held = Mutex<Held>(Held())
    let serving = Task {
      for await event in loop.events {
        guard case .frame(let id, _) = event else { continue }
        let answer = frame("answer", ["secret"])
        held.withLock { $0.secret = answer.attachments.first }
        loop.reply(to: id, answer)
      }
    }
    // The connection stays open: nothing but the loop's own promptness frees the secret.
    sendRaw(wire(frame("?")), to: ends.near)
    let answer = try await onThread {
      var found = [UInt8](repeating: 0, count: 24)
      let count = unsafe recv(ends.near, &found, 24, Int32(MSG_WAITALL))
      return Array(found.prefix(max(count, 0)))
    }
    #expect(answer == wire(frame("answer", ["secret"])))
    var isGone = false
    for _ in 0..<1_000 where !isGone {
      isGone = held.withLock { $0.secret == nil }
      if !isGone { try await Task.sleep(for: .milliseconds(1)) }
    }
    #expect(isGone)
    close(ends.near)
    await serving.value
  }

  @Test func `stops when its consumer goes away`() async throws {
    let ends = try ends()
    let loop = try SocketLoop(first: Descriptor(ends.far))
    let serving = Task { await serve(loop) }
    serving.cancel()
    _ = await serving.value
    var channel = FrameChannel(Descriptor(ends.near), timeout: .seconds(180))
    #expect(try channel.receive() == nil)
  }

  // MARK: Help

  /// What a loop told its consumer.
  private struct Seen: Equatable {
    var opened = 0
    var frames = 0
    var closed = 0
    var stopped = 0
  }

  private struct Held {
    weak var secret: Secret?
  }

  /// Sends every frame back (or `answer` to those with this text), to the end.
  private func serve(
    _ loop: SocketLoop, answering answer: Frame? = nil, to text: String? = nil
  ) async -> Seen {
    var seen = Seen()
    for await event in loop.events {
      switch event {
      case .opened: seen.opened += 1
      case .frame(let id, let frame):
        seen.frames += 1
        let isMeant = text == nil || text == frame.text
        loop.reply(to: id, isMeant ? answer ?? frame : frame)
      case .closed: seen.closed += 1
      case .stopped: seen.stopped += 1
      }
    }
    return seen
  }

  private func ask(_ text: String, at path: String) async throws -> String? {
    try await onThread {
      var channel = FrameChannel(try LocalSocket.connect(to: path), timeout: .seconds(180))
      try channel.send(frame(text))
      return try channel.receive()?.text
    }
  }
}
