import CSodium
import Synchronization

/// The pool of guarded, locked memory from which small secrets get their slots.
///
/// One `sodium_malloc` a secret costs 26 µs and four mappings; locking ends silently at about
/// 2,048 of them and allocation at 16,377. A slot of a shared region costs a fraction of a
/// microsecond and no mapping. The price: guard pages surround the region, not each secret.
enum Arena {
  /// The longest secret that still gets a slot.
  static let largestSlot = 4_096
  /// The size of the shortest slots; each further class is twice as long.
  private static let smallestSlot = 32

  private static let pool = Mutex(Pool(classes: index(of: largestSlot) + 1))

  /// Gives a slot of zeros for `count` bytes, or nothing when memory is exhausted.
  static func take(_ count: Int) -> UnsafeMutablePointer<UInt8>? {
    let index = index(of: count)
    let address = pool.withLock { $0.take(index, size: smallestSlot << index) }
    return unsafe UnsafeMutablePointer(bitPattern: address)
  }

  /// Takes back a slot, which its user must have wiped.
  static func give(back slot: UnsafeMutablePointer<UInt8>, of count: Int) {
    let address = UInt(bitPattern: slot)
    let index = index(of: count)
    pool.withLock { $0.free[index].append(address) }
  }

  /// The size class whose slots hold `count` bytes.
  private static func index(of count: Int) -> Int {
    guard count > smallestSlot else { return 0 }
    return Int.bitWidth - ((count - 1) / smallestSlot).leadingZeroBitCount
  }
}

/// The free slots of each class and the part of the newest region that was never given away.
///
/// Addresses are kept as numbers: they are only ever handed out, never followed here.
private struct Pool {
  /// The first region is small, so that a program with three secrets starts fast.
  private static let firstRegion = 64 * 1_024
  private static let laterRegion = 1_024 * 1_024

  var free: [[UInt]]
  private var next: UInt = 0
  private var end: UInt = 0

  init(classes: Int) {
    free = Array(repeating: [], count: classes)
  }

  /// Gives a free slot of a class, a new one, or 0.
  mutating func take(_ index: Int, size: Int) -> UInt {
    if let address = free[index].popLast() { return address }
    if end - next < UInt(size) {
      guard grow() else { return 0 }
    }
    defer { next += UInt(size) }
    return next
  }

  /// Adds a region; regions stay for the life of the program.
  private mutating func grow() -> Bool {
    Sodium.wake()
    let size = end == 0 ? Self.firstRegion : Self.laterRegion
    guard let region = unsafe LockedMemory.allocate(size) else { return false }
    unsafe sodium_memzero(region, size)
    next = UInt(bitPattern: region)
    end = next + UInt(size)
    return true
  }
}
