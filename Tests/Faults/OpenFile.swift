import CSQLite

/// An open file as SQLite hands it to us: our mark, and behind it the system's own.
@safe
struct OpenFile {
  /// A pointer to our methods, and the number of the path.
  static let header: Int32 = 16

  let real: UnsafeMutablePointer<sqlite3_file>
  let methods: sqlite3_io_methods
  let path: String

  init?(_ file: UnsafeMutablePointer<sqlite3_file>?) {
    guard let file = unsafe file else { return nil }
    let real = unsafe Self.real(of: file)
    guard let methods = unsafe real.pointee.pMethods else { return nil }
    unsafe self.real = real
    unsafe self.methods = methods.pointee
    path = Paths.path(unsafe Self.number(of: file).pointee)
  }

  static func real(
    of file: UnsafeMutablePointer<sqlite3_file>
  ) -> UnsafeMutablePointer<sqlite3_file> {
    unsafe (UnsafeMutableRawPointer(file) + Int(header)).assumingMemoryBound(
      to: sqlite3_file.self)
  }

  static func number(of file: UnsafeMutablePointer<sqlite3_file>) -> UnsafeMutablePointer<Int> {
    unsafe (UnsafeMutableRawPointer(file) + 8).assumingMemoryBound(to: Int.self)
  }

  var size: Int {
    var size: sqlite3_int64 = 0
    _ = unsafe methods.xFileSize?(real, &size)
    return Int(size)
  }

  func write(_ bytes: UnsafeRawPointer?, _ count: Int32, at start: sqlite3_int64) -> Int32 {
    guard Disk.isForgetful else {
      return unsafe methods.xWrite?(real, bytes, count, start) ?? SQLITE_IOERR
    }
    let copy = unsafe Array(UnsafeRawBufferPointer(start: bytes, count: Int(count)))
    Unsynced.write(copy, at: Int(start), to: path)
    return SQLITE_OK
  }

  func truncate(to size: sqlite3_int64) -> Int32 {
    guard Disk.isForgetful else {
      return unsafe methods.xTruncate?(real, size) ?? SQLITE_IOERR
    }
    Unsynced.cut(path, to: Int(size))
    return SQLITE_OK
  }

  func read(into bytes: UnsafeMutableRawPointer?, _ count: Int32, at start: sqlite3_int64) -> Int32
  {
    let code = unsafe methods.xRead?(real, bytes, count, start) ?? SQLITE_IOERR
    guard Disk.isForgetful, code == SQLITE_OK || code == SQLITE_IOERR | (2 << 8) else {
      return code
    }
    let buffer = unsafe UnsafeMutableRawBufferPointer(start: bytes, count: Int(count))
    var copy = unsafe Array(buffer)
    Unsynced.apply(to: &copy, at: Int(start), of: path)
    unsafe buffer.copyBytes(from: copy)
    let end = Unsynced.size(of: path, durable: size)
    return Int(start) + Int(count) <= end ? SQLITE_OK : SQLITE_IOERR | (2 << 8)
  }

  func sync(_ flags: Int32) -> Int32 {
    guard Disk.isForgetful else { return unsafe methods.xSync?(real, flags) ?? SQLITE_IOERR }
    // By SQLite's own descriptor: closing another one would drop its locks.
    for change in Unsynced.take(path) {
      switch change {
      case .cut(let end): _ = unsafe methods.xTruncate?(real, sqlite3_int64(end))
      case .write(let start, let bytes):
        _ = unsafe methods.xWrite?(real, bytes, Int32(bytes.count), sqlite3_int64(start))
      }
    }
    return SQLITE_OK
  }
}
