import Glibc

/// What the file system says about one file.
package struct FileFacts {
  package enum Kind {
    case regular, folder, symlink, other
  }

  package let kind: Kind
  package let size: Int
  package let owner: UInt32
  package let mode: UInt32
  package let device: UInt64

  /// About an open file, so that it cannot be swapped between the question and the use.
  init(of descriptor: borrowing Descriptor, calling name: String) throws(HostError) {
    var found = stat()
    guard unsafe fstat(descriptor.number, &found) == 0 else {
      throw .about(name, doing: "look at", errno)
    }
    self.init(found)
  }

  /// About what a path names, or about the link itself.
  package init(at path: String, followingLinks: Bool) throws(HostError) {
    var found = stat()
    let status = unsafe followingLinks ? stat(path, &found) : lstat(path, &found)
    guard status == 0 else { throw .about(path, doing: "look at", errno) }
    self.init(found)
  }

  private init(_ found: stat) {
    kind =
      switch found.st_mode & S_IFMT {
      case S_IFREG: .regular
      case S_IFDIR: .folder
      case S_IFLNK: .symlink
      default: .other
      }
    size = Int(found.st_size)
    owner = found.st_uid
    mode = found.st_mode & 0o7777
    device = UInt64(found.st_dev)
  }
}
