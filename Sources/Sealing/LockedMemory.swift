import CSodium

/// Whether this system lets us keep secrets out of swap.
package enum LockedMemory {
  /// Whether a page could be locked, tried once; where not, secrets are guarded and wiped all the
  /// same, but may be swapped out.
  package static let isLocked: Bool = {
    Sodium.wake()
    let size = 4_096
    let page = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: size)
    defer { unsafe page.deallocate() }
    guard unsafe sodium_mlock(page, size) == 0 else { return false }
    _ = unsafe sodium_munlock(page, size)
    return true
  }()
}
