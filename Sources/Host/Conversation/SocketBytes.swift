import CLinux
import Glibc

/// What one attempt to receive brought.
enum Received {
  case some
  case nothingYet
  case ended
}

/// Bytes in and out of a connected socket, without ever waiting.
extension Descriptor {
  /// Appends what is there, up to the span's room.
  borrowing func receive(into output: inout OutputSpan<UInt8>) throws(HostError) -> Received {
    while true {
      let count = unsafe output.withUnsafeMutableBufferPointer { buffer, initialized in
        let room = unsafe UnsafeMutableBufferPointer(rebasing: buffer[initialized...])
        let count = unsafe clinux_receive_now(number, room.baseAddress, room.count)
        initialized += max(count, 0)
        return count
      }
      if count > 0 { return .some }
      if count == 0 { return .ended }
      switch errno {
      case EINTR: continue
      case EAGAIN: return .nothingYet
      // What the other end leaves when it closes without having read everything.
      case ECONNRESET: return .ended
      case let number: throw .failed("receive from a socket", number)
      }
    }
  }

  /// Sends as much as the socket takes now, and returns how much that was.
  borrowing func send(_ bytes: borrowing Span<UInt8>) throws(HostError) -> Int {
    while true {
      let count = unsafe bytes.withUnsafeBufferPointer { buffer in
        unsafe clinux_send_now(number, buffer.baseAddress, buffer.count)
      }
      if count >= 0 { return count }
      switch errno {
      case EINTR: continue
      case EAGAIN: return 0
      case EPIPE, ECONNRESET: throw .closed
      case let number: throw .failed("send to a socket", number)
      }
    }
  }

  /// Waits until one of `events` is there, or throws `.timedOut`.
  borrowing func wait(for events: Int32, atMost time: Duration?) throws(HostError) {
    let clock = ContinuousClock()
    let end = time.map { clock.now + $0 }
    while true {
      var entry = pollfd(fd: number, events: Int16(events), revents: 0)
      let left = end.map { Polling.milliseconds(clock.now.duration(to: $0)) } ?? -1
      let count = unsafe poll(&entry, 1, left)
      if count > 0 { return }
      if count == 0 { throw .timedOut }
      guard errno == EINTR else { throw .failed("wait for a socket", errno) }
    }
  }
}

/// How `poll` wants its times.
enum Polling {
  /// Whole milliseconds, rounded up so that a wait never ends before its time.
  static func milliseconds(_ duration: Duration) -> Int32 {
    guard duration > .zero else { return 0 }
    let parts = duration.components
    guard parts.seconds < 1_000_000 else { return 1_000_000_000 }
    return Int32(
      parts.seconds * 1_000 + (parts.attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
  }
}
