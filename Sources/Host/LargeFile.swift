import Glibc
package import Sealing

/// An ordinary file that is open to be read in pieces, however large it is.
package struct LargeFile: ~Copyable {
  package let path: String
  package let size: Int
  private let file: Descriptor

  package init(reading path: String) throws(HostError) {
    // Without O_NONBLOCK a named pipe that nobody writes to would hold us for ever.
    let file = try Files.open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY)
    let facts = try FileFacts(of: file, calling: path)
    guard facts.kind == .regular else { throw .notRegular(path) }
    self.file = file
    size = facts.size
    self.path = path
  }

  /// Up to `limit` bytes from `offset` on; none at the end.
  package borrowing func piece(at offset: Int, limit: Int) throws(HostError) -> SecretBytes {
    try FilePieces.read(file, at: offset, limit: limit, calling: path)
  }
}
