import Glibc

/// A private file that is written piece by piece and gets its name only when it is whole.
package struct PrivateFile: ~Copyable {
  private let file: Descriptor
  private let draft: String
  private let path: String
  private var isDone = false

  /// Begins a file that only we may read.
  ///
  /// Something that has the name already stays as it is until the end.
  package init(at path: String) throws(HostError) {
    self.path = path
    draft = path + ".new-" + String(UInt64.random(in: 0...UInt64.max), radix: 36)
    file = try Files.open(draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: 0o600)
  }

  package func write(_ bytes: borrowing Span<UInt8>) throws(HostError) {
    try Output.write(file.number, bytes)
  }

  /// Gives the file its name, durably; what has the name already is only replaced if that is said.
  package consuming func keep(replacing: Bool) throws(HostError) {
    guard fsync(file.number) == 0 else { throw .about(path, doing: "sync", errno) }
    if replacing {
      try Files.rename(draft, to: path)
    } else {
      try Files.linkExclusively(draft, to: path)
    }
    isDone = true
  }

  deinit {
    // Half an export is worth nothing, and may hold secrets.
    if !isDone { _ = unsafe unlink(draft) }
  }
}
