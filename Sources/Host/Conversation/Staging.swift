import CLinux
import Glibc
import Sealing

/// Locked memory in which the attachments of one frame gather until they are whole.
///
/// A `SecretBytes` is filled once, by one call; a socket delivers bytes when it pleases.
@safe
struct Staging: ~Copyable, Sendable {
  // Sound: one owner at a time, and no other reference to the memory exists.
  private nonisolated(unsafe) let base: UnsafeMutableRawPointer
  private let capacity: Int
  private var count = 0
  private var touched = 0

  init(capacity: Int) throws(HostError) {
    let size = max(capacity, 1)
    guard let base = unsafe clinux_staging_map(size) else {
      throw .failed("set memory aside for a message", errno)
    }
    unsafe self.base = base
    self.capacity = size
  }

  deinit {
    unsafe clinux_wipe(base, touched)
    unsafe clinux_staging_unmap(base, capacity)
  }

  /// Has `read` append at most `limit` bytes, and returns how many came.
  mutating func append(
    atMost limit: Int, from read: (inout OutputSpan<UInt8>) throws(HostError) -> Void
  ) throws(HostError) -> Int {
    let room = min(limit, capacity - count)
    touched = count + room
    let free = unsafe UnsafeMutableBufferPointer(
      start: (base + count).assumingMemoryBound(to: UInt8.self), count: room)
    var output = unsafe OutputSpan<UInt8>(buffer: free, initializedCount: 0)
    try read(&output)
    let come = unsafe output.finalize(for: free)
    count += come
    return come
  }

  /// The gathered bytes, cut into secrets of these sizes, which make up no more than was gathered.
  borrowing func secrets(of sizes: [Int]) -> [Secret] {
    let all = unsafe Span<UInt8>(
      _unsafeElements: UnsafeBufferPointer(
        start: base.assumingMemoryBound(to: UInt8.self), count: count))
    var secrets: [Secret] = []
    secrets.reserveCapacity(sizes.count)
    var start = 0
    for size in sizes {
      secrets.append(Secret(SecretBytes(copying: all.extracting(start..<start + size))))
      start += size
    }
    return secrets
  }
}
