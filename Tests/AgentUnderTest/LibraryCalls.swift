import Faults
import Glibc

// The steps that the agent takes without SQLite. The program has functions of the C library's names,
// which call the library's own: what ships needs no door for this.

@_cdecl("fsync")
func fsyncStep(_ descriptor: Int32) -> Int32 {
  LibraryCall.do(.sync) {
    Unsynced.sync(descriptor: descriptor)
    return LibraryCall.find("fsync", as: (@convention(c) (Int32) -> Int32).self)(descriptor)
  }
}

@_cdecl("link")
func linkStep(_ path: UnsafePointer<CChar>, _ name: UnsafePointer<CChar>) -> Int32 {
  LibraryCall.do(.name) { unsafe linkat(AT_FDCWD, path, AT_FDCWD, name, 0) }
}

@_cdecl("renameat2")
func renameExclusivelyStep(
  _ from: Int32, _ path: UnsafePointer<CChar>, _ to: Int32, _ name: UnsafePointer<CChar>,
  _ flags: UInt32
) -> Int32 {
  typealias Function =
    @convention(c) (
      Int32, UnsafePointer<CChar>, Int32, UnsafePointer<CChar>, UInt32
    ) -> Int32
  return LibraryCall.do(.name) {
    unsafe LibraryCall.find("renameat2", as: Function.self)(from, path, to, name, flags)
  }
}

@_cdecl("rename")
func renameStep(_ path: UnsafePointer<CChar>, _ name: UnsafePointer<CChar>) -> Int32 {
  LibraryCall.do(.name) { unsafe renameat(AT_FDCWD, path, AT_FDCWD, name) }
}

@_cdecl("unlink")
func unlinkStep(_ path: UnsafePointer<CChar>) -> Int32 {
  LibraryCall.do(.delete) { unsafe unlinkat(AT_FDCWD, path, 0) }
}

@_cdecl("mkdir")
func mkdirStep(_ path: UnsafePointer<CChar>, _ mode: mode_t) -> Int32 {
  LibraryCall.do(.folder) { unsafe mkdirat(AT_FDCWD, path, mode) }
}

/// A call of the C library that is a step of its own unless it is a part of one.
private enum LibraryCall {
  static func `do`(_ step: Step, _ body: () -> Int32) -> Int32 {
    guard !Nesting.isWithin else { return body() }
    let fail = { (fault: Fault) -> Int32 in
      errno = fault == .full ? ENOSPC : EIO
      return -1
    }
    return Disk.step(step, failing: fail) { Nesting.within(body) }
  }

  static func find<Function>(_ name: String, as type: Function.Type) -> Function {
    // RTLD_NEXT, which Swift does not see.
    let found = unsafe dlsym(UnsafeMutableRawPointer(bitPattern: -1), name)
    return unsafe unsafeBitCast(found, to: type)
  }
}
