import CSQLite
import Synchronization

/// A disk on which the n-th write or sync, and every later one, fails.
///
/// It stands before the system's own files for names that contain `marker`; all others never see it.
enum FaultyDisk {
  static let marker = "faulty"

  private struct State {
    var failing: Int?
    var counted = 0
  }

  private static let state = Mutex(State())

  /// Starts to count, and fails from the n-th write or sync on.
  static func fail(from number: Int) {
    install()
    state.withLock { $0 = State(failing: number) }
  }

  /// Lets everything through again, and says whether anything failed.
  static func heal() -> Bool {
    state.withLock { state in
      defer { state = State() }
      return state.counted >= state.failing ?? .max
    }
  }

  private static func mayGoOn() -> Bool {
    state.withLock { state in
      guard let failing = state.failing else { return true }
      state.counted += 1
      return state.counted < failing
    }
  }

  private static func install() { _ = installed }

  /// Our part of an open file; the system's own lies behind it.
  private static let header: Int32 = 16

  private static func real(
    _ file: UnsafeMutablePointer<sqlite3_file>?
  ) -> UnsafeMutablePointer<sqlite3_file>? {
    unsafe file.map {
      unsafe (UnsafeMutableRawPointer($0) + Int(header)).assumingMemoryBound(to: sqlite3_file.self)
    }
  }

  private static func ask(
    _ file: UnsafeMutablePointer<sqlite3_file>?,
    _ body: (sqlite3_io_methods, UnsafeMutablePointer<sqlite3_file>) -> Int32?
  ) -> Int32 {
    guard let real = unsafe real(file), let methods = unsafe real.pointee.pMethods else {
      return SQLITE_IOERR
    }
    return unsafe body(methods.pointee, real) ?? SQLITE_IOERR
  }

  // Made once and kept: SQLite holds on to both for the life of the process.
  nonisolated(unsafe) private static let methods: UnsafeMutablePointer<sqlite3_io_methods> = {
    var own = sqlite3_io_methods()
    own.iVersion = 2
    unsafe own.xClose = { f in unsafe FaultyDisk.ask(f) { unsafe $0.xClose?($1) } }
    unsafe own.xRead = { f, to, n, at in
      unsafe FaultyDisk.ask(f) { unsafe $0.xRead?($1, to, n, at) }
    }
    unsafe own.xWrite = { f, from, n, at in
      guard FaultyDisk.mayGoOn() else { return SQLITE_FULL }
      return unsafe FaultyDisk.ask(f) { unsafe $0.xWrite?($1, from, n, at) }
    }
    unsafe own.xTruncate = { f, n in unsafe FaultyDisk.ask(f) { unsafe $0.xTruncate?($1, n) } }
    unsafe own.xSync = { f, flags in
      guard FaultyDisk.mayGoOn() else { return SQLITE_IOERR | (4 << 8) }
      return unsafe FaultyDisk.ask(f) { unsafe $0.xSync?($1, flags) }
    }
    unsafe own.xFileSize = { f, n in unsafe FaultyDisk.ask(f) { unsafe $0.xFileSize?($1, n) } }
    unsafe own.xLock = { f, kind in unsafe FaultyDisk.ask(f) { unsafe $0.xLock?($1, kind) } }
    unsafe own.xUnlock = { f, kind in unsafe FaultyDisk.ask(f) { unsafe $0.xUnlock?($1, kind) } }
    unsafe own.xCheckReservedLock = { f, out in
      unsafe FaultyDisk.ask(f) { unsafe $0.xCheckReservedLock?($1, out) }
    }
    unsafe own.xFileControl = { f, op, out in
      unsafe FaultyDisk.ask(f) { unsafe $0.xFileControl?($1, op, out) }
    }
    unsafe own.xSectorSize = { f in unsafe FaultyDisk.ask(f) { unsafe $0.xSectorSize?($1) } }
    unsafe own.xDeviceCharacteristics = { f in
      unsafe FaultyDisk.ask(f) { unsafe $0.xDeviceCharacteristics?($1) }
    }
    unsafe own.xShmMap = { f, page, size, extend, out in
      unsafe FaultyDisk.ask(f) { unsafe $0.xShmMap?($1, page, size, extend, out) }
    }
    unsafe own.xShmLock = { f, offset, n, flags in
      unsafe FaultyDisk.ask(f) { unsafe $0.xShmLock?($1, offset, n, flags) }
    }
    unsafe own.xShmBarrier = { f in
      _ = unsafe FaultyDisk.ask(f) { methods, real in
        unsafe methods.xShmBarrier?(real)
        return SQLITE_OK
      }
    }
    unsafe own.xShmUnmap = { f, delete in
      unsafe FaultyDisk.ask(f) { unsafe $0.xShmUnmap?($1, delete) }
    }
    let kept = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
    unsafe kept.initialize(to: own)
    return unsafe kept
  }()

  nonisolated(unsafe) private static let base = unsafe sqlite3_vfs_find(nil)

  private static let installed: Int32 = {
    guard let base = unsafe base else { return SQLITE_ERROR }
    let kept = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)
    unsafe kept.initialize(to: base.pointee)
    unsafe kept.pointee.zName = unsafe keptName()
    unsafe kept.pointee.pNext = nil
    unsafe kept.pointee.szOsFile += FaultyDisk.header
    unsafe kept.pointee.xOpen = { _, name, file, flags, out in
      guard let base = unsafe FaultyDisk.base, let file = unsafe file,
        let open = unsafe base.pointee.xOpen
      else { return SQLITE_IOERR }
      guard let name = unsafe name,
        unsafe String(cString: name).contains(FaultyDisk.marker),
        let real = unsafe FaultyDisk.real(file)
      else { return unsafe open(base, name, file, flags, out) }
      unsafe real.pointee.pMethods = nil
      let code = unsafe open(base, name, real, flags, out)
      unsafe file.pointee.pMethods =
        real.pointee.pMethods == nil ? nil : UnsafePointer(FaultyDisk.methods)
      return code
    }
    return unsafe sqlite3_vfs_register(kept, 1)
  }()

  private static func keptName() -> UnsafePointer<CChar>? {
    let text = Array("faulty".utf8CString)
    let kept = UnsafeMutablePointer<CChar>.allocate(capacity: text.count)
    unsafe kept.initialize(from: text, count: text.count)
    return unsafe UnsafePointer(kept)
  }
}
