import CSodium
import Synchronization

/// Whether this system lets us keep secrets out of swap.
package enum LockedMemory {
  /// Whether all memory for secrets could be locked so far; where not, secrets are guarded and wiped
  /// all the same, but may be swapped out.
  package static var isLocked: Bool { canLock && !hasFailed.load(ordering: .relaxed) }

  /// Whether some memory for secrets could not be locked: a limit may allow a page, but no more.
  private static let hasFailed = Atomic(false)

  /// Whether a page could be locked, tried once.
  private static let canLock: Bool = {
    Sodium.wake()
    let size = 4_096
    let page = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: size)
    defer { unsafe page.deallocate() }
    guard unsafe sodium_mlock(page, size) == 0 else { return false }
    _ = unsafe sodium_munlock(page, size)
    return true
  }()

  /// Allocates guarded memory and remembers if it was not locked, of which libsodium says nothing.
  static func allocate(_ size: Int) -> UnsafeMutableRawPointer? {
    guard let memory = unsafe sodium_malloc(size) else { return nil }
    // Locking what is locked already changes nothing.
    if size > 0, unsafe sodium_mlock(memory, size) != 0 {
      hasFailed.store(true, ordering: .relaxed)
    }
    return unsafe memory
  }
}
