import Glibc
import Sealing

/// Reading a large file in pieces, wherever it stands.
enum FilePieces {
  /// Up to `limit` bytes from `offset` on; fewer only at the end of the file.
  static func read(
    _ file: borrowing Descriptor, at offset: Int, limit: Int, calling name: String
  ) throws(HostError) -> SecretBytes {
    let number = file.number
    return try SecretBytes(count: limit) { output throws(HostError) in
      try unsafe output.withUnsafeMutableBufferPointer {
        (buffer, initialized) throws(HostError) in
        guard let base = buffer.baseAddress else { return }
        while initialized < buffer.count {
          let count = unsafe pread(
            number, base + initialized, buffer.count - initialized, offset + initialized)
          if count == 0 { return }
          if count > 0 {
            initialized += count
          } else if errno != EINTR {
            throw .failed("read \(name)", errno)
          }
        }
      }
    }
  }
}
