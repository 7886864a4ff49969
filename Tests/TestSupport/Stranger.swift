import CSQLite
package import Foundation

/// Somebody who can write the file, with the plain library and without a key.
package struct Stranger: Sendable {
  private let path: String

  package init(path: String) { self.path = path }

  /// What did not work, so that the test shows nothing.
  package struct Failed: Error {
    package let text: String

    package init(text: String) {
      self.text = text
    }
  }

  /// Runs statements with no check switched on; `old` names another file to take rows from.
  package func run(_ sql: String, old: String? = nil) throws {
    var database: OpaquePointer?
    defer { _ = unsafe sqlite3_close_v2(database) }
    let attach = old.map { "ATTACH '\($0)' AS old;" } ?? ""
    guard unsafe sqlite3_open_v2(path, &database, SQLITE_OPEN_READWRITE, nil) == SQLITE_OK,
      unsafe sqlite3_exec(database, attach + sql, nil, nil, nil) == SQLITE_OK
    else { throw unsafe Failed(text: String(cString: sqlite3_errmsg(database))) }
  }

  /// Keeps the file as it is now under another name.
  package func copy(to other: String) throws {
    try run("PRAGMA wal_checkpoint(TRUNCATE)")
    try FileManager.default.copyItem(atPath: path, toPath: other)
  }

  /// Puts bytes in the place of the file, which nobody may have open.
  package func replace(by bytes: Data) throws {
    for suffix in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
    let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    try handle.truncate(atOffset: 0)
    try handle.write(contentsOf: bytes)
    try handle.close()
  }
}

extension TemporaryVault {
  package var stranger: Stranger { Stranger(path: path) }

  /// A copy of the file as it is now.
  package func snapshot(_ name: String = "old.coffer") throws -> String {
    try stranger.copy(to: folder.file(name))
    return folder.file(name)
  }
}
