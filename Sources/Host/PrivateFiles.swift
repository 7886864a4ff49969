import Glibc

extension Files {
  /// Makes a file that only we may read.
  ///
  /// Never overwrites, never follows a link, and is on the disk when this returns.
  package static func createPrivate(_ path: String, contents: borrowing Span<UInt8>)
    throws(HostError)
  {
    let file = try open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: 0o600)
    do throws(HostError) {
      try Output.write(file.number, contents)
      guard fsync(file.number) == 0 else { throw .about(path, doing: "sync", errno) }
      try syncFolder(folder(of: path))
    } catch {
      // Half a key file is worse than none.
      _ = unsafe unlink(path)
      throw error
    }
  }

  /// Refuses a file that others could have read or planted.
  package static func checkPrivate(_ path: String) throws(HostError) {
    let facts = try FileFacts(at: path, followingLinks: false)
    guard facts.kind != .symlink else { throw .symlink(path) }
    guard facts.kind == .regular else { throw .notRegular(path) }
    guard facts.owner == getuid() else { throw .otherOwner(path) }
    guard facts.mode & 0o077 == 0 else { throw .tooOpen(path) }
  }

  /// Makes a folder and those above it that are missing, for us alone, and refuses one in which
  /// others could put files.
  package static func makePrivateFolder(_ path: String) throws(HostError) {
    try makeMissing(path)
    try checkPrivateFolder(path)
  }

  private static func makeMissing(_ path: String) throws(HostError) {
    let above = folder(of: path)
    if above != path, !exists(above) { try makeMissing(above) }
    if unsafe mkdir(path, 0o700) == 0 {
      try syncFolder(above)
    } else if errno != EEXIST {
      throw .about(path, doing: "make the folder", errno)
    }
  }
}
