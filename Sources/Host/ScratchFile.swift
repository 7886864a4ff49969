import CLinux
import Glibc
package import Sealing

/// A private file beside another one that goes away with its owner, however the owner ends.
///
/// It is locked while it is in use: of an owner who was killed the next one clears it away.
package struct ScratchFile: ~Copyable {
  package let path: String
  private let file: Descriptor
  private var isKept = false

  /// Makes an empty one named after the file beside it and the purpose.
  package init(beside path: String, for purpose: String) throws(HostError) {
    Self.sweep(beside: path, purpose)
    try self.init(named: "\(path).\(purpose)-" + Random.bytes(6).map(Self.hex).joined())
  }

  /// Makes an empty one of exactly this name, which must be free.
  package init(named name: String) throws(HostError) {
    let file = try Files.open(name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, mode: 0o600)
    // Not every disk that backups go to knows locks; then the file of one who was killed stays.
    _ = clinux_lock(file.number, LOCK_EX | LOCK_NB)
    path = name
    self.file = file
  }

  deinit {
    if !isKept { Self.remove(path) }
  }

  package var size: Int {
    get throws(HostError) { try FileFacts(of: file, calling: path).size }
  }

  package borrowing func append(_ bytes: borrowing Span<UInt8>) throws(HostError) {
    try Output.write(file.number, bytes)
  }

  package borrowing func piece(at offset: Int, limit: Int) throws(HostError) -> SecretBytes {
    try FilePieces.read(file, at: offset, limit: limit, calling: path)
  }

  /// Puts what was written on the disk.
  package borrowing func sync() throws(HostError) {
    guard fsync(file.number) == 0 else { throw .about(path, doing: "sync", errno) }
  }

  /// Takes the name away; the contents stay for as long as this is held.
  package borrowing func hide() { Self.remove(path) }

  /// Gives it its lasting name, in place of what had that name.
  package consuming func keep(as name: String) throws(HostError) {
    try Files.rename(path, to: name)
    isKept = true
  }

  /// Removes files of this purpose that nobody holds any more.
  private static func sweep(beside path: String, _ purpose: String) {
    let folder = Files.folder(of: path)
    let start = String(path.dropFirst(folder == "/" ? 1 : folder.count + 1)) + ".\(purpose)-"
    guard let names = try? Files.names(in: folder) else { return }
    for name in names where name.hasPrefix(start) && !name.dropFirst(start.count).contains("-") {
      removeIfFree(folder == "/" ? "/" + name : "\(folder)/\(name)")
    }
  }

  /// Removes a file that is of ours and locked by nobody.
  package static func removeIfFree(_ path: String) {
    guard let file = try? Files.open(path, O_RDWR | O_NOFOLLOW | O_NONBLOCK),
      let facts = try? FileFacts(of: file, calling: path), facts.kind == .regular,
      facts.owner == getuid(), clinux_lock(file.number, LOCK_EX | LOCK_NB) == 0
    else { return }
    remove(path)
  }

  private static func remove(_ path: String) {
    for suffix in ["", "-wal", "-shm", "-journal"] { try? Files.remove(path + suffix) }
  }

  private static func hex(_ byte: UInt8) -> String {
    (byte < 16 ? "0" : "") + String(byte, radix: 16)
  }
}
