import Glibc

extension Files {
  /// Whether anything, be it a dangling link, has this name.
  package static func exists(_ path: String) -> Bool {
    (try? FileFacts(at: path, followingLinks: false)) != nil
  }

  /// The path without links, `.` and `..`.
  ///
  /// What it names must exist.
  package static func canonicalPath(_ path: String) throws(HostError) -> String {
    guard let found = unsafe realpath(path, nil) else {
      throw .about(path, doing: "resolve", errno)
    }
    defer { unsafe free(found) }
    guard let text = unsafe String(validatingCString: found) else { throw .notText(path) }
    return text
  }

  /// The folder that holds `path`: "." for a bare name, "/" for the root.
  package static func folder(of path: String) -> String {
    var rest = path[...]
    while rest.count > 1, rest.last == "/" { rest.removeLast() }
    guard let slash = rest.lastIndex(of: "/") else { return "." }
    rest = rest[..<slash]
    while rest.last == "/" { rest.removeLast() }
    return rest.isEmpty ? "/" : String(rest)
  }

  /// Makes new names in a folder durable.
  package static func syncFolder(_ path: String) throws(HostError) {
    let folder = try open(path, O_RDONLY | O_DIRECTORY)
    // Some file systems cannot sync a folder and say so by EINVAL; nothing is lost by it.
    guard fsync(folder.number) == 0 || errno == EINVAL else {
      throw .about(path, doing: "sync", errno)
    }
  }

  /// Gives a file another name, replacing what had it, durably.
  package static func rename(_ path: String, to other: String) throws(HostError) {
    guard unsafe Glibc.rename(path, other) == 0 else {
      throw .about(path, doing: "rename", errno)
    }
    try syncFolder(folder(of: other))
  }

  /// Removes a file; that it is gone already is no error.
  package static func remove(_ path: String) throws(HostError) {
    guard unsafe unlink(path) == 0 || errno == ENOENT else {
      throw .about(path, doing: "remove", errno)
    }
  }
}
