import Glibc
import Sealing

/// Reading all of something from a descriptor, up to a limit.
enum Input {
  /// Everything up to the end of input, as plain bytes.
  static func plain(_ descriptor: Int32, limit: Int, calling name: String)
    throws(HostError) -> [UInt8]
  {
    var result: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 16_384)
    while true {
      let count = try unsafe chunk.withUnsafeMutableBufferPointer {
        (buffer) throws(HostError) in
        try unsafe read(descriptor, into: UnsafeMutableRawBufferPointer(buffer), calling: name)
      }
      if count == 0 { return result }
      guard result.count + count <= limit else { throw .tooLarge(name, limit: limit) }
      result += chunk[..<count]
    }
  }

  /// Everything up to the end of input, never outside locked memory.
  static func secret(_ descriptor: Int32, limit: Int, expecting size: Int, calling name: String)
    throws(HostError) -> SecretBytes
  {
    // One byte more than allowed is enough to know that there is too much.
    var found = try SecretBytes(count: 0) { (_) throws(HostError) in }
    var capacity = min(max(size, 1_023), limit) + 1
    while true {
      let before = found.count
      let longer = try SecretBytes(count: capacity) { (output) throws(HostError) in
        let known = found.bytes
        for index in known.indices { output.append(known[index]) }
        try fill(&output, from: descriptor, calling: name)
      }
      found = longer
      if found.count < capacity || found.count == before { return found }
      guard found.count <= limit else { throw .tooLarge(name, limit: limit) }
      capacity = min(capacity * 2, limit + 1)
    }
  }

  /// Reads until `output` is full or the input ends.
  private static func fill(
    _ output: inout OutputSpan<UInt8>, from descriptor: Int32, calling name: String
  ) throws(HostError) {
    while !output.isFull {
      let count = try unsafe output.withUnsafeMutableBufferPointer {
        (buffer, initialized) throws(HostError) -> Int in
        let all = UnsafeMutableRawBufferPointer(buffer)
        let free = unsafe UnsafeMutableRawBufferPointer(rebasing: all[initialized...])
        let count = try unsafe read(descriptor, into: free, calling: name)
        initialized += count
        return count
      }
      if count == 0 { return }
    }
  }

  /// One read: how many bytes, 0 at the end.
  private static func read(
    _ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer, calling name: String
  ) throws(HostError) -> Int {
    while true {
      let count = unsafe Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      if count >= 0 { return count }
      switch errno {
      case EINTR: continue
      case EAGAIN:
        // Somebody made our standard input non-blocking.
        var wanted = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        _ = unsafe poll(&wanted, 1, -1)
      case EISDIR: throw .notRegular(name)
      case let number: throw .failed("read \(name)", number)
      }
    }
  }
}
