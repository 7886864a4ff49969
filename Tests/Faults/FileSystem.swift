import CSQLite

/// A file system for SQLite that stands before the system's own.
enum FileSystem {
  static func install() { _ = installed }

  nonisolated(unsafe) private static let base = unsafe sqlite3_vfs_find(nil)

  private static let installed: Int32 = {
    guard let base = unsafe base else { return SQLITE_ERROR }
    let kept = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)
    unsafe kept.initialize(to: base.pointee)
    unsafe kept.pointee.zName = unsafe name()
    unsafe kept.pointee.pNext = nil
    unsafe kept.pointee.szOsFile += OpenFile.header
    unsafe kept.pointee.xOpen = { _, name, file, flags, out in
      unsafe FileSystem.open(name, file, flags, out)
    }
    unsafe kept.pointee.xDelete = { _, name, syncsFolder in
      unsafe FileSystem.delete(name, syncsFolder)
    }
    return unsafe sqlite3_vfs_register(kept, 1)
  }()

  private static func open(
    _ name: sqlite3_filename?, _ file: UnsafeMutablePointer<sqlite3_file>?, _ flags: Int32,
    _ out: UnsafeMutablePointer<Int32>?
  ) -> Int32 {
    guard let base = unsafe base, let file = unsafe file, let open = unsafe base.pointee.xOpen
    else { return SQLITE_IOERR }
    guard let name = unsafe name else { return unsafe open(base, nil, file, flags, out) }
    let path = unsafe String(cString: name)
    guard Disk.isConcerned(path) else { return unsafe open(base, name, file, flags, out) }
    let real = unsafe OpenFile.real(of: file)
    unsafe real.pointee.pMethods = nil
    let code = unsafe open(base, name, real, flags, out)
    unsafe OpenFile.number(of: file).pointee = Paths.number(of: path)
    unsafe file.pointee.pMethods =
      real.pointee.pMethods == nil ? nil : UnsafePointer(FileMethods.kept)
    return code
  }

  private static func delete(_ name: UnsafePointer<CChar>?, _ syncsFolder: Int32) -> Int32 {
    guard let base = unsafe base, let name = unsafe name,
      let delete = unsafe base.pointee.xDelete
    else { return SQLITE_IOERR }
    let path = unsafe String(cString: name)
    guard Disk.isConcerned(path) else { return unsafe delete(base, name, syncsFolder) }
    return Disk.step(.delete, failing: \.code) {
      Nesting.within {
        if Disk.isForgetful, syncsFolder == 0 {
          // SQLITE_IOERR_DELETE_NOENT for what is not there.
          Unsynced.delete(path) ? SQLITE_OK : SQLITE_IOERR | (23 << 8)
        } else {
          unsafe delete(base, name, syncsFolder)
        }
      }
    }
  }

  private static func name() -> UnsafePointer<CChar>? {
    let text = Array("faults".utf8CString)
    let kept = UnsafeMutablePointer<CChar>.allocate(capacity: text.count)
    unsafe kept.initialize(from: text, count: text.count)
    return unsafe UnsafePointer(kept)
  }
}
