import Foundation

/// The built binaries, which lie beside the test bundle.
enum Programs {
  static let folder: URL = {
    let path = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    return path.deletingLastPathComponent()
  }()

  static let names = ["coffer", "coffer-agent"]

  /// Puts both programs into `folder` under names of its own, by which their processes are known.
  static func place(in folder: URL) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for name in names {
      let from = Self.folder.appendingPathComponent(name)
      let to = folder.appendingPathComponent(name)
      if unsafe link(from.path, to.path) != 0 { try FileManager.default.copyItem(at: from, to: to) }
    }
  }
}
