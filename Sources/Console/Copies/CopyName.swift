/// The names under which backups lie in their folder.
package enum CopyName {
  /// A point in time as it stands in the names of files, as `20260131T104107Z`.
  package static func stamp(_ milliseconds: Int64) -> String {
    Times.text(milliseconds).filter { $0 != "-" && $0 != ":" }
  }

  /// The start of the names of a vault's backups: the name of its file without the ending.
  package static func start(vault path: String) -> String {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    return (name.hasSuffix(".coffer") ? String(name.dropLast(7)) : name) + "-"
  }

  package static let ending = ".coffer"
  /// While it is being written.
  package static let partEnding = ".coffer.part"

  /// Whether this is what a backup of that vault that was never finished is called.
  package static func isPart(_ name: String, vault path: String) -> Bool {
    name.hasPrefix(start(vault: path)) && name.hasSuffix(partEnding)
  }

  /// Whether this is what a backup of that vault is called; that it is one only its contents tell.
  package static func isBackup(_ name: String, vault path: String) -> Bool {
    name.hasPrefix(start(vault: path)) && name.hasSuffix(ending)
  }

  /// The last part of a path, by which the record calls a file.
  package static func last(of path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }
}
