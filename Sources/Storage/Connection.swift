import CSQLite

/// An open database file, hardened against what a stranger may have written into it.
///
/// It belongs to one owner and is used from one thread at a time; dropping it closes the file.
@safe
package struct Connection: ~Copyable {
  /// What the file is opened for.
  package enum Mode: Sendable {
    /// To write, making the file when it is not there. Who must be first makes it beforehand.
    case create
    /// To write a file that exists.
    case readWrite
    /// To read a file that exists.
    case readOnly
  }

  let handle: OpaquePointer
  let shelf: StatementShelf
  private let standing: Standing

  /// Opens a file; a symbolic link is refused, though its folders may be links.
  ///
  /// - Parameters:
  ///   - path: Where the file is.
  ///   - mode: What it is opened for.
  ///   - busyTimeout: How long to wait for other writers.
  ///   - applicationID: The mark that the file must carry, checked before anything is written.
  /// - Throws: `cannotOpen`, `notADatabase`, `damaged` when the header contradicts the file, `busy`.
  package init(
    path: String, mode: Mode, busyTimeout: Duration = .seconds(60), applicationID: Int32? = nil
  ) throws(StorageError) {
    let resolved = try FilePlace.resolve(path)
    let flags =
      switch mode {
      case .create: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
      case .readWrite: SQLITE_OPEN_READWRITE
      case .readOnly: SQLITE_OPEN_READONLY
      }
    let opened = try Self.open(resolved, flags: flags | SQLITE_OPEN_NOFOLLOW)
    // What cannot be written is opened for reading instead, and the log that is then made beside it
    // stays closed to writers even when the file no longer is.
    if mode != .readOnly, unsafe sqlite3_db_readonly(opened.handle, "main") != 0 {
      throw .readOnly
    }
    try opened.harden(busyTimeout: busyTimeout)
    try opened.recognize(mode: mode, applicationID: applicationID)
    if mode != .readOnly { try opened.useWriteAheadLog() }
    self = opened
  }

  /// A database that lives in memory only, with the same hardening.
  package static func inMemory() throws(StorageError) -> Connection {
    let opened = try open(":memory:", flags: SQLITE_OPEN_READWRITE)
    try opened.harden(busyTimeout: .zero)
    return opened
  }

  private init(owning handle: OpaquePointer) {
    unsafe self.handle = handle
    standing = Standing()
    shelf = StatementShelf()
  }

  /// Possible only before SQLite was first used, and harmless later.
  private static let isConfigured = csqlite_without_statistics() == SQLITE_OK

  private static func open(_ path: String, flags: Int32) throws(StorageError) -> Connection {
    _ = isConfigured
    var opened: OpaquePointer?
    let code = unsafe sqlite3_open_v2(
      path, &opened, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nil)
    guard code == SQLITE_OK, let database = unsafe opened else {
      // Even a failed open leaves something that knows the reason and must be closed.
      let failure = unsafe StorageError(code: code, on: opened)
      _ = unsafe sqlite3_close_v2(opened)
      throw failure
    }
    return unsafe Connection(owning: database)
  }

  deinit {
    shelf.clear()
    _ = unsafe sqlite3_close_v2(handle)
  }

  /// Whether the outcome of a COMMIT is unknown, so that the file must be opened again and read.
  ///
  /// A connection in this state refuses every further statement.
  package var mustBeDropped: Bool { standing.isDoubtful }

  /// Whether a transaction is open.
  package var isInTransaction: Bool { unsafe sqlite3_get_autocommit(handle) == 0 }

  /// How many rows the last statement inserted, updated or deleted.
  package var changes: Int { unsafe Int(sqlite3_changes64(handle)) }

  func doubt() { standing.isDoubtful = true }

  func requireCertainty() throws(StorageError) {
    guard !mustBeDropped else {
      throw .inputOutput("the outcome of the last change is not known")
    }
  }

  func check(_ code: Int32, sql: String = "") throws(StorageError) {
    guard code == SQLITE_OK else { throw unsafe StorageError(code: code, on: handle, sql: sql) }
  }
}

/// What a connection remembers about itself while it is lent.
private final class Standing {
  var isDoubtful = false
}
