import Glibc

extension Files {
  /// Gives a complete file its final name, durably, unless something has that name already.
  package static func linkExclusively(_ path: String, to name: String) throws(HostError) {
    guard unsafe link(path, name) == 0 else { throw .about(name, doing: "make", errno) }
    try remove(path)
    try syncFolder(folder(of: name))
  }
}
