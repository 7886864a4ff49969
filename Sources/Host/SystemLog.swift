import CLinux
import Glibc

/// The system's log, which others keep and which may lie on another machine.
package enum SystemLog {
  package static let usualPlace = "/dev/log"

  /// Hands over a line as of a security matter (facility `authpriv`, severity `notice`).
  package static func write(
    _ line: String, as program: String = "coffer", to place: String = SystemLog.usualPlace
  ) throws(HostError) {
    let message = Array("<85>\(program)[\(getpid())]: \(line)".utf8)
    let number = unsafe message.withUnsafeBytes { bytes in
      unsafe clinux_send_datagram(place, bytes.baseAddress, bytes.count)
    }
    if number != 0 { throw .about(place, doing: "write to", number) }
  }
}

extension Files {
  /// Puts a line at the end of a file of ours, which is made where it is missing, and on the disk.
  package static func appendLine(_ line: String, to path: String) throws(HostError) {
    let isNew = !exists(path)
    let file = try openLines(path, O_CREAT)
    let size = try FileFacts(of: file, calling: path).size
    // What was cut off before must not become one line with this.
    var last: UInt8 = 0
    if size > 0, unsafe pread(file.number, &last, 1, size - 1) != 1 {
      throw .about(path, doing: "read", errno)
    }
    let isWithin = size > 0 && last != UInt8(ascii: "\n")
    try Output.write(file.number, (isWithin ? "\n" : "") + line + "\n")
    guard fsync(file.number) == 0 else { throw .about(path, doing: "sync", errno) }
    if isNew { try syncFolder(folder(of: path)) }
  }

  /// Refuses a place where no line could be put; nothing is changed there.
  package static func checkLines(of path: String) throws(HostError) {
    guard exists(path) else {
      let parent = folder(of: path)
      guard unsafe access(parent, W_OK | X_OK) == 0 else {
        throw .about(parent, doing: "write to", errno)
      }
      return
    }
    _ = try openLines(path)
  }

  private static func openLines(
    _ path: String, _ flags: Int32 = 0
  ) throws(HostError) -> Descriptor {
    let file = try open(path, O_RDWR | O_APPEND | O_NOFOLLOW | flags, mode: 0o600)
    let facts = try FileFacts(of: file, calling: path)
    guard facts.kind == .regular else { throw .notRegular(path) }
    guard facts.owner == getuid() else { throw .otherOwner(path) }
    return file
  }
}
