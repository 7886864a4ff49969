import CSQLite

/// What SQLite does with an open file; each durable step goes by the plan.
enum FileMethods {
  static func ask(
    _ file: UnsafeMutablePointer<sqlite3_file>?, _ body: (OpenFile) -> Int32?
  ) -> Int32 {
    guard let file = unsafe OpenFile(file) else { return SQLITE_IOERR }
    return body(file) ?? SQLITE_IOERR
  }

  /// A step on an open file, in which nothing that the system's own files call counts again.
  static func step(
    _ step: Step, on file: UnsafeMutablePointer<sqlite3_file>?, _ body: (OpenFile) -> Int32
  ) -> Int32 {
    guard let file = unsafe OpenFile(file) else { return SQLITE_IOERR }
    return Disk.step(step, failing: \.code) { Nesting.within { body(file) } }
  }

  // Made once and kept: SQLite holds on to it for the life of the process.
  nonisolated(unsafe) static let kept: UnsafeMutablePointer<sqlite3_io_methods> = {
    var own = sqlite3_io_methods()
    own.iVersion = 2
    unsafe own.xClose = { f in unsafe FileMethods.ask(f) { unsafe $0.methods.xClose?($0.real) } }
    unsafe own.xRead = { f, to, n, at in
      unsafe FileMethods.ask(f) { unsafe $0.read(into: to, n, at: at) }
    }
    unsafe own.xWrite = { f, from, n, at in
      unsafe FileMethods.step(.write, on: f) { unsafe $0.write(from, n, at: at) }
    }
    unsafe own.xTruncate = { f, n in
      unsafe FileMethods.step(.truncate, on: f) { $0.truncate(to: n) }
    }
    unsafe own.xSync = { f, flags in unsafe FileMethods.step(.sync, on: f) { $0.sync(flags) } }
    unsafe own.xFileSize = { f, out in
      unsafe FileMethods.ask(f) { file in
        unsafe out?.pointee = sqlite3_int64(Unsynced.size(of: file.path, durable: file.size))
        return SQLITE_OK
      }
    }
    unsafe own.xLock = { f, kind in
      unsafe FileMethods.ask(f) { unsafe $0.methods.xLock?($0.real, kind) }
    }
    unsafe own.xUnlock = { f, kind in
      unsafe FileMethods.ask(f) { unsafe $0.methods.xUnlock?($0.real, kind) }
    }
    unsafe own.xCheckReservedLock = { f, out in
      unsafe FileMethods.ask(f) { unsafe $0.methods.xCheckReservedLock?($0.real, out) }
    }
    unsafe own.xFileControl = { f, op, out in
      unsafe FileMethods.ask(f) { unsafe $0.methods.xFileControl?($0.real, op, out) }
    }
    unsafe own.xSectorSize = { f in
      unsafe FileMethods.ask(f) { unsafe $0.methods.xSectorSize?($0.real) }
    }
    unsafe own.xDeviceCharacteristics = { f in
      unsafe FileMethods.ask(f) { unsafe $0.methods.xDeviceCharacteristics?($0.real) }
    }
    unsafe own.xShmMap = { f, page, size, extend, out in
      unsafe FileMethods.ask(f) { unsafe $0.methods.xShmMap?($0.real, page, size, extend, out) }
    }
    unsafe own.xShmLock = { f, offset, n, flags in
      unsafe FileMethods.ask(f) { unsafe $0.methods.xShmLock?($0.real, offset, n, flags) }
    }
    unsafe own.xShmBarrier = { f in
      _ = unsafe FileMethods.ask(f) { file in
        unsafe file.methods.xShmBarrier?(file.real)
        return SQLITE_OK
      }
    }
    unsafe own.xShmUnmap = { f, delete in
      unsafe FileMethods.ask(f) { unsafe $0.methods.xShmUnmap?($0.real, delete) }
    }
    let kept = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
    unsafe kept.initialize(to: own)
    return unsafe kept
  }()
}

extension Fault {
  /// What SQLite is told.
  var code: Int32 {
    switch self {
    case .full: SQLITE_FULL
    case .write: SQLITE_IOERR | (3 << 8)
    case .sync: SQLITE_IOERR | (4 << 8)
    }
  }
}
