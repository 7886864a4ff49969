import Sealing

/// Where the agent of a vault's session listens, the same for whoever asks.
package struct SessionPlace: Equatable, Sendable {
  /// A folder of ours alone, for sockets and locks.
  package let folder: String
  package let socket: String
  /// Where an agent leaves word of what the record lacks.
  package let debt: String

  /// The place that belongs to a vault, by its canonical path.
  ///
  /// Makes the folder.
  package init(vault path: String) throws(HostError) {
    folder = try Self.folder()
    let name = Digest.of(path.utf8.span).prefix(8).map(Self.hex).joined()
    socket = folder + "/" + name + ".sock"
    debt = folder + "/" + name + ".debt"
    guard socket.utf8.count <= LocalSocket.longestPath else {
      throw .pathTooLong(limit: LocalSocket.longestPath)
    }
  }

  /// The lock under which agents queue for deriving keys from passphrases.
  package static func derivationQueue() throws(HostError) -> String {
    try folder() + "/derivation.lock"
  }

  /// A folder of ours alone, for what all agents of this user share; it is made.
  package static func folder() throws(HostError) -> String {
    let folder: String
    if let runtime = Environment.runtimeFolder {
      folder = runtime + "/coffer"
    } else if let state = Environment.folder("XDG_STATE_HOME") {
      folder = state + "/coffer/run"
    } else if let home = Environment.home {
      folder = home + "/.local/state/coffer/run"
    } else {
      throw .notFound("the home folder")
    }
    try Files.makePrivateFolder(folder)
    return folder
  }

  private static func hex(_ byte: UInt8) -> String {
    let text = String(byte, radix: 16)
    return text.count == 1 ? "0" + text : text
  }
}

extension Files {
  /// The absolute path with every link in its folders resolved and the last part as given, also of
  /// a file that does not exist.
  package static func canonicalPlace(_ path: String) throws(HostError) -> String {
    guard !path.isEmpty, !path.utf8.contains(0) else { throw .notFound("'\(path)'") }
    let absolute = path.hasPrefix("/") ? path : try canonicalPath(".") + "/" + path
    var name = absolute[...]
    while name.count > 1, name.last == "/" { name.removeLast() }
    guard let slash = name.lastIndex(of: "/") else { return absolute }
    name = name[name.index(after: slash)...]
    guard !name.isEmpty, name != ".", name != ".." else { throw .notRegular(path) }
    let above = folder(of: absolute)
    guard exists(above) else { return absolute }
    let canonical = try canonicalPath(above)
    return canonical == "/" ? "/" + name : canonical + "/" + name
  }
}
