import Foundation
import TestSupport

/// The built binaries.
enum Programs {
  static let folder = BuiltPrograms.folder

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
