import Glibc

/// Looks for a byte where it lies, as fast as the machine can.
package enum ByteSearch {
  /// Where the byte stands first, from a position on.
  package static func first(
    _ byte: UInt8, in bytes: borrowing Span<UInt8>, from position: Int = 0
  ) -> Int? {
    unsafe bytes.withUnsafeBufferPointer { buffer in
      guard position < buffer.count, let base = buffer.baseAddress else { return nil }
      let found = unsafe memchr(base + position, Int32(byte), buffer.count - position)
      guard let found = unsafe found else { return nil }
      return unsafe UnsafeRawPointer(found) - UnsafeRawPointer(base)
    }
  }
}
