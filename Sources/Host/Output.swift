import Glibc

/// Writing all of something to a descriptor.
package enum Output {
  /// Writes every byte, also when interrupted or when the other end is slow.
  package static func write(_ descriptor: Int32, _ bytes: borrowing Span<UInt8>)
    throws(HostError)
  {
    try unsafe bytes.withUnsafeBufferPointer { (buffer) throws(HostError) in
      var done = 0
      while let base = buffer.baseAddress, done < buffer.count {
        let count = unsafe Glibc.write(descriptor, base + done, buffer.count - done)
        if count >= 0 {
          done += count
        } else {
          try overcome(errno, on: descriptor)
        }
      }
    }
  }

  /// Writes text as UTF-8.
  ///
  /// Never for secrets, which are no strings.
  package static func write(_ descriptor: Int32, _ text: String) throws(HostError) {
    let bytes = Array(text.utf8)
    try write(descriptor, bytes.span)
  }

  /// Returns if the write is worth another try.
  private static func overcome(_ number: Int32, on descriptor: Int32) throws(HostError) {
    switch number {
    case EINTR: return
    case EAGAIN:
      var wanted = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
      _ = unsafe poll(&wanted, 1, -1)
    case EPIPE, ECONNRESET: throw .closed
    case ENOSPC, EDQUOT: throw .diskFull
    default: throw .failed("write", number)
    }
  }
}
