import Glibc

/// The files in a folder and in those below it.
package enum FolderTree {
  private static let deepest = 32

  /// Whether a path is a folder.
  package static func isFolder(_ path: String) -> Bool {
    (try? FileFacts(at: path, followingLinks: true))?.kind == .folder
  }

  /// The paths of the ordinary files that end so, from the folder on, in order; what begins with a
  /// dot is passed over, and so are links.
  package static func files(
    in folder: String, ending suffix: String
  ) throws(HostError) -> [String] {
    var found: [String] = []
    try gather(folder, "", suffix, depth: 0, into: &found)
    return found.sorted()
  }

  private static func gather(
    _ root: String, _ place: String, _ suffix: String, depth: Int, into found: inout [String]
  ) throws(HostError) {
    guard depth < deepest else { return }
    for name in try names(in: root + "/" + place) where !name.hasPrefix(".") {
      let path = place.isEmpty ? name : place + "/" + name
      switch try FileFacts(at: root + "/" + path, followingLinks: false).kind {
      case .folder: try gather(root, path, suffix, depth: depth + 1, into: &found)
      case .regular where name.hasSuffix(suffix): found.append(path)
      case .regular, .symlink, .other: continue
      }
    }
  }

  private static func names(in folder: String) throws(HostError) -> [String] {
    guard let stream = unsafe opendir(folder) else {
      throw .about(folder, doing: "list", errno)
    }
    defer { _ = unsafe closedir(stream) }
    var names: [String] = []
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { start in
        unsafe start.withMemoryRebound(to: CChar.self, capacity: 256) {
          unsafe String(validatingCString: $0)
        }
      }
      guard let name else { throw .notText("the name of a file in \(folder)") }
      names.append(name)
    }
    return names
  }
}
