import CLinux
import Glibc
package import Sealing

/// Files as Coffer needs them: small ones read whole, private ones made and checked.
package enum Files {
  /// The contents of a small file that holds no secret.
  package static func readSmall(_ path: String, limit: Int) throws(HostError) -> [UInt8] {
    let file = try openForReading(path, limit: limit)
    return try Input.plain(file.descriptor.number, limit: limit, calling: path)
  }

  /// The contents of a file with a key, refused if others could have read it or put it there.
  ///
  /// Links are followed: what counts is the file that is read. A descriptor of ours by its name in
  /// /dev/fd is taken as it is.
  package static func readPrivate(_ path: String, limit: Int) throws(HostError) -> SecretBytes {
    let file = try openForReading(path, limit: limit)
    if let owner = file.owner, owner != getuid(), owner != 0 { throw .otherOwner(path) }
    guard file.mode & 0o077 == 0 else { throw .tooOpen(path) }
    return try Input.secret(
      file.descriptor.number, limit: limit, expecting: file.size, calling: path)
  }

  /// The contents of a file that holds a secret.
  package static func readSecret(_ path: String, limit: Int) throws(HostError) -> SecretBytes {
    let file = try openForReading(path, limit: limit)
    return try Input.secret(
      file.descriptor.number, limit: limit, expecting: file.size, calling: path)
  }

  /// A secret from a descriptor that is open already, such as standard input, up to its end.
  package static func readSecret(descriptor: Int32, limit: Int)
    throws(HostError) -> SecretBytes
  {
    try Input.secret(descriptor, limit: limit, expecting: 0, calling: "the input")
  }

  /// What was opened, and what the file says of itself; a descriptor of ours says nothing.
  private struct Opened: ~Copyable {
    let descriptor: Descriptor
    var size = 0
    var owner: UInt32?
    var mode: UInt32 = 0
  }

  /// Opens an ordinary file, or a pipe of ours by its name in /dev/fd, as `<(command)` gives it.
  private static func openForReading(_ path: String, limit: Int) throws(HostError) -> Opened {
    if let number = inherited(path) {
      let copy = clinux_duplicate(number, 0)
      guard copy >= 0 else { throw .notFound(path) }
      return Opened(descriptor: Descriptor(copy))
    }
    // Without O_NONBLOCK a named pipe that nobody writes to would hold us for ever.
    let descriptor = try open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY)
    let facts = try FileFacts(of: descriptor, calling: path)
    guard facts.kind == .regular else { throw .notRegular(path) }
    guard facts.size <= limit else { throw .tooLarge(path, limit: limit) }
    return Opened(
      descriptor: descriptor, size: facts.size, owner: facts.owner, mode: facts.mode)
  }

  /// The number in a path such as `/dev/fd/63`.
  private static func inherited(_ path: String) -> Int32? {
    if path == "/dev/stdin" { return 0 }
    for folder in ["/dev/fd/", "/proc/self/fd/"] where path.hasPrefix(folder) {
      return Int32(path.dropFirst(folder.count))
    }
    return nil
  }

  /// Opens `path`, closed on exec, whatever else `flags` say.
  package static func open(_ path: String, _ flags: Int32, mode: UInt32 = 0)
    throws(HostError) -> Descriptor
  {
    let number = unsafe clinux_open(path, flags, mode)
    guard number >= 0 else { throw .about(path, doing: "open", errno) }
    return Descriptor(number)
  }
}
