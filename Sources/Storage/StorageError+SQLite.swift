import CSQLite
import Glibc

extension StorageError {
  /// Translates a result code of SQLite, with the details that the connection still remembers.
  ///
  /// - Parameters:
  ///   - code: The (extended) result code.
  ///   - database: The connection on which the call failed.
  ///   - sql: The statement, with its `?`.
  init(code: Int32, on database: OpaquePointer?, sql: String = "") {
    let text = Self.shown(unsafe sqlite3_errmsg(database).map { unsafe String(cString: $0) } ?? "")
    let cause = unsafe sqlite3_system_errno(database)
    self =
      switch code & 0xff {
      case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL: .busy
      case SQLITE_FULL: .full
      // A quota is a full disk to whoever has to make room, but SQLite knows only ENOSPC.
      case SQLITE_IOERR where cause == EDQUOT || cause == ENOSPC: .full
      case SQLITE_IOERR: .inputOutput(Self.reason(code: code, cause: cause))
      case SQLITE_NOMEM: .inputOutput("out of memory")
      case SQLITE_READONLY: .readOnly
      case SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_AUTH:
        .cannotOpen(Self.reason(code: code, cause: cause))
      case SQLITE_NOTADB: .notADatabase
      case SQLITE_CORRUPT, SQLITE_FORMAT: .damaged(text)
      // SQLite has no code of its own for a schema of a format that does not exist.
      case SQLITE_ERROR where text == "unsupported file format": .damaged(text)
      case SQLITE_CONSTRAINT, SQLITE_MISMATCH, SQLITE_TOOBIG: .constraint(text)
      default: .statement(sql.isEmpty ? text : "\(text), in: \(Self.line(sql))")
      }
  }

  /// Text that may quote the file, which anybody may have written: short, and nothing but ASCII.
  static func shown(_ text: String) -> String {
    let cut = text.unicodeScalars.prefix(256)
    return String(
      String.UnicodeScalarView(cut.map { (0x20..<0x7F).contains($0.value) ? $0 : "\u{FFFD}" }))
  }

  /// Statements on one line.
  static func line(_ sql: String) -> String {
    sql.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  private static func reason(code: Int32, cause: Int32) -> String {
    if code == SQLITE_CANTOPEN | (6 << 8) { return "it is a symbolic link" }
    return switch cause {
    case 0: "result \(code)"
    case ENOENT: "there is no such file"
    case EACCES, EPERM: "permission denied"
    case EISDIR: "it is a folder"
    case ENOTDIR: "a part of the path is not a folder"
    case EMFILE, ENFILE: "too many open files"
    default: "result \(code), system error \(cause)"
    }
  }
}
