import CSQLite
import Foundation
import Storage

/// A folder for one test, removed with its contents at the end.
final class Scratch: Sendable {
  let folder: String

  init() throws {
    folder = NSTemporaryDirectory() + "/storage-" + UUID().uuidString
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  func path(_ name: String = "file.db") -> String { "\(folder)/\(name)" }

  func bytes(_ name: String = "file.db") throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: path(name))))
  }

  func write(_ bytes: [UInt8], to name: String = "file.db") throws {
    try Data(bytes).write(to: URL(fileURLWithPath: path(name)))
  }

  /// A new file with one table for notes.
  func notebook(_ name: String = "file.db", waiting: Duration = .seconds(60)) throws -> Connection {
    let connection = try Connection(path: path(name), mode: .create, busyTimeout: waiting)
    try connection.execute(
      "CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE, data BLOB) STRICT")
    return connection
  }

  /// The same file again, as another program would open it.
  func again(
    _ mode: Connection.Mode = .readWrite, _ name: String = "file.db",
    waiting: Duration = .seconds(60)
  ) throws -> Connection {
    try Connection(path: path(name), mode: mode, busyTimeout: waiting)
  }

  /// Does to the file what a stranger with the plain library would.
  func asStranger(_ sql: String, on name: String = "file.db") throws {
    var database: OpaquePointer?
    defer { _ = unsafe sqlite3_close_v2(database) }
    let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
    guard unsafe sqlite3_open_v2(path(name), &database, flags, nil) == SQLITE_OK,
      unsafe sqlite3_exec(database, sql, nil, nil, nil) == SQLITE_OK
    else { throw unsafe StrangerFailed(text: String(cString: sqlite3_errmsg(database))) }
  }
}

/// The stranger's statement did not work, so the test shows nothing.
struct StrangerFailed: Error {
  let text: String
}

/// What a closure threw, for closures that may touch what cannot be copied.
func failure(_ body: () throws(StorageError) -> Void) -> StorageError? {
  do throws(StorageError) {
    try body()
    return nil
  } catch {
    return error
  }
}
