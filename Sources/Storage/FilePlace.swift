import Glibc

/// Where a database file is, told so that SQLite cannot take the name for anything else.
enum FilePlace {
  /// The absolute path with every folder link resolved and the last part as given.
  ///
  /// SQLite refuses a link anywhere in a path, but a home folder may well be one; and an absolute
  /// path is never `:memory:` nor a URI.
  static func resolve(_ path: String) throws(StorageError) -> String {
    guard !path.utf8.contains(0) else { throw .cannotOpen("its name holds a zero byte") }
    let parts = path.split(separator: "/", omittingEmptySubsequences: true)
    guard let name = parts.last, name != ".", name != "..", !path.hasSuffix("/") else {
      throw .cannotOpen("it is a folder")
    }
    let folder = path.dropLast(name.count)
    guard let found = unsafe realpath(folder.isEmpty ? "." : String(folder), nil) else {
      throw .cannotOpen("its folder cannot be found")
    }
    defer { unsafe free(found) }
    let absolute = unsafe String(cString: found)
    return absolute == "/" ? "/\(name)" : "\(absolute)/\(name)"
  }
}
