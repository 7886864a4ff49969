import Foundation

/// How a process ended and what it said.
struct Outcome: Sendable {
  let status: Int32
  let output: [UInt8]
  let errors: [UInt8]

  var out: String { String(decoding: output, as: UTF8.self) }
  var err: String { String(decoding: errors, as: UTF8.self) }
  /// The first line of the result.
  var line: String { out.split(separator: "\n").first.map(String.init) ?? "" }
}

struct Trouble: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

/// A process without a terminal, in a session of its own, that is ended when it takes too long.
final class Child {
  enum Input: Sendable {
    /// An input that ends at once.
    case nothing
    case bytes([UInt8])
    /// No descriptor 0 at all.
    case closed

    static func text(_ text: String) -> Input { .bytes(Array(text.utf8)) }
  }

  let process: pid_t
  private var status: Int32?
  private let ends: [Int32]
  private var input: ArraySlice<UInt8>
  private var streams: [[UInt8]] = [[], []]
  private var open = [true, true, true]

  init(
    _ words: [String], environment: [String: String], folder: String, input: Input = .nothing
  ) throws {
    let bytes: [UInt8] = if case .bytes(let bytes) = input { bytes } else { [] }
    let isClosed: Bool = if case .closed = input { true } else { false }
    self.input = bytes[...]
    (process, ends) = try Spawning.start(
      words, environment: environment, folder: folder, closingInput: isClosed)
  }

  deinit {
    end()
    for (index, number) in ends.enumerated() where open[index] { close(number) }
  }

  /// Ends the process and all that it started in its session's first group.
  func end() {
    guard status == nil else { return }
    _ = kill(-process, SIGKILL)
    _ = kill(process, SIGKILL)
    status = Spawning.wait(process, hanging: true)
  }

  func signal(_ number: Int32) { _ = kill(process, number) }

  var isRunning: Bool {
    if status == nil { status = Spawning.wait(process, hanging: false) }
    return status == nil
  }

  /// Waits for the end of the process and of its outputs; both must come in time.
  func finish(within limit: Duration) throws -> Outcome {
    let deadline = ContinuousClock.now + limit
    var left: ContinuousClock.Instant?
    while true {
      let wasRunning = isRunning
      exchange()
      if let status, !open[1], !open[2] {
        return Outcome(status: status, output: streams[0], errors: streams[1])
      }
      guard ContinuousClock.now < deadline else {
        end()
        throw Trouble("still running after \(limit); it had said: \(said)")
      }
      if !wasRunning {
        let since = left ?? ContinuousClock.now
        left = since
        if ContinuousClock.now - since > .seconds(3) {
          throw Trouble("ended, but something that it left behind holds its output: \(said)")
        }
      }
    }
  }

  private var said: String {
    streams.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " / ")
  }

  /// Hands over what can be handed over, for up to a few milliseconds.
  private func exchange() {
    if open[0], input.isEmpty { shut(0) }
    var waiting = (0..<3).map { index in
      pollfd(
        fd: open[index] ? ends[index] : -1, events: Int16(index == 0 ? POLLOUT : POLLIN),
        revents: 0)
    }
    guard open.contains(true) else {
      usleep(1_000)
      return
    }
    guard unsafe poll(&waiting, 3, 5) > 0 else { return }
    if waiting[0].revents != 0 { give() }
    for index in 1...2 where waiting[index].revents != 0 { take(index) }
  }

  private func give() {
    let count = unsafe input.prefix(4_096).withUnsafeBytes { bytes in
      unsafe write(ends[0], bytes.baseAddress, bytes.count)
    }
    if count > 0 { input = input.dropFirst(count) } else if errno != EAGAIN { shut(0) }
  }

  private func take(_ index: Int) {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = unsafe read(ends[index], &buffer, buffer.count)
    if count > 0 { streams[index - 1] += buffer.prefix(count) } else { shut(index) }
  }

  private func shut(_ index: Int) {
    close(ends[index])
    open[index] = false
  }
}
