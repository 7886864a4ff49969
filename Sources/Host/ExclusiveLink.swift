import CLinux
import Glibc

extension Files {
  /// Gives a complete file its final name, durably, unless something has that name already.
  ///
  /// In one step: a crash leaves it with one name or the other, never with both.
  package static func linkExclusively(_ path: String, to name: String) throws(HostError) {
    if unsafe clinux_rename_exclusively(path, name) != 0 {
      // Not every file system can refuse to replace.
      guard errno == EINVAL || errno == ENOSYS else { throw .about(name, doing: "make", errno) }
      guard unsafe link(path, name) == 0 else { throw .about(name, doing: "make", errno) }
      try remove(path)
    }
    try syncFolder(folder(of: name))
  }

  /// Gives a file a second name, durably, unless something has that name already.
  package static func linkBeside(_ path: String, to name: String) throws(HostError) {
    guard unsafe link(path, name) == 0 else { throw .about(name, doing: "make", errno) }
    try syncFolder(folder(of: name))
  }

  /// Gives a file a second name, durably, in place of what has that name.
  package static func replaceByLink(_ path: String, to name: String) throws(HostError) {
    let step = path + ".link"
    try remove(step)
    guard unsafe link(path, step) == 0 else { throw .about(step, doing: "make", errno) }
    do throws(HostError) {
      try rename(step, to: name)
    } catch {
      _ = unsafe unlink(step)
      throw error
    }
  }

  /// Puts what was written to a file on the disk.
  package static func sync(_ path: String) throws(HostError) {
    let file = try open(path, O_RDONLY | O_NOFOLLOW)
    guard fsync(file.number) == 0 else { throw .about(path, doing: "sync", errno) }
  }
}
