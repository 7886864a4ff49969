import CLinux
import Glibc

extension Files {
  /// The names in a folder, in order; not `.` and `..`.
  package static func names(in folder: String) throws(HostError) -> [String] {
    guard let stream = unsafe opendir(folder) else {
      throw .about(folder, doing: "list", errno)
    }
    defer { _ = unsafe closedir(stream) }
    var names: [String] = []
    while let name = unsafe clinux_next_name(stream) {
      // What is no UTF-8 is none of ours.
      if let text = unsafe String(validatingCString: name), text != ".", text != ".." {
        names.append(text)
      }
    }
    return names.sorted()
  }

  /// Refuses a folder that is not ours, or in which others could put files.
  package static func checkPrivateFolder(_ path: String) throws(HostError) {
    let facts = try FileFacts(at: path, followingLinks: true)
    guard facts.kind == .folder else { throw .notFolder(path) }
    guard facts.owner == getuid() else { throw .otherOwner(path) }
    guard facts.mode & 0o022 == 0 else { throw .tooOpen(path) }
  }

  /// How many bytes are free where `path` is, for a user without privileges.
  package static func freeBytes(at path: String) throws(HostError) -> Int {
    let free = unsafe clinux_free_bytes(path)
    guard free >= 0 else { throw .about(path, doing: "look at", errno) }
    return Int(free)
  }

  /// Whether two paths are on the same file system, and so most likely on the same disk.
  package static func isOnSameFileSystem(_ path: String, as other: String) -> Bool {
    guard let one = try? FileFacts(at: path, followingLinks: true),
      let two = try? FileFacts(at: other, followingLinks: true)
    else { return false }
    return one.device == two.device
  }
}
