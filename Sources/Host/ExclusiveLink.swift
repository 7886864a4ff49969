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
}
