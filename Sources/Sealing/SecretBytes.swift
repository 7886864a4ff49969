import CSodium

/// Bytes in guarded memory that never change, are lent but not copied, and are wiped when dropped.
@safe
package struct SecretBytes: ~Copyable, Sendable {
  /// Where secret bytes live.
  package enum Home: Sendable {
    /// In a slot of a shared region: for the many short-lived ones.
    case pooled
    /// In an allocation of its own between guard pages, read-only once filled: for keys that stay.
    /// Costs 26 µs and four mappings, so never one for each record.
    case guarded
  }

  /// Never written after `init`, hence safe to read from every thread.
  private nonisolated(unsafe) let storage: UnsafeMutablePointer<UInt8>
  /// As asked for; more than `count` if fewer bytes were written.
  private let capacity: Int
  private let isSlot: Bool

  /// How many bytes there are.
  package private(set) var count: Int

  /// Makes room for `count` bytes and has them written; what was not appended is not counted.
  package init<E: Error>(
    count: Int, in home: Home = .pooled,
    filledBy fill: (inout OutputSpan<UInt8>) throws(E) -> Void
  ) throws(E) {
    try unsafe self.init(capacity: count, in: home) { (address) throws(E) in
      let buffer = unsafe UnsafeMutableBufferPointer(start: address, count: count)
      var output = unsafe OutputSpan(buffer: buffer, initializedCount: 0)
      try fill(&output)
      return unsafe output.finalize(for: buffer)
    }
  }

  /// Copies bytes that are lent.
  package init(copying source: borrowing Span<UInt8>, in home: Home = .pooled) {
    let count = source.count
    self = unsafe lend(source) { bytes in
      unsafe SecretBytes(capacity: count, in: home) { address in
        unsafe address.update(from: bytes, count: count)
        return count
      }
    }
  }

  /// Makes room and has C write to it; `write` says how many bytes it wrote.
  init<E: Error>(
    capacity: Int, in home: Home = .pooled,
    writtenBy write: (UnsafeMutablePointer<UInt8>) throws(E) -> Int
  ) throws(E) {
    precondition(capacity >= 0, "a secret cannot have fewer than no bytes")
    Sodium.wake()
    if home == .pooled, capacity <= Arena.largestSlot, let slot = unsafe Arena.take(capacity) {
      unsafe storage = slot
      isSlot = true
    } else if let own = unsafe LockedMemory.allocate(capacity) {
      unsafe storage = own.assumingMemoryBound(to: UInt8.self)
      isSlot = false
    } else if capacity <= Arena.largestSlot, let slot = unsafe Arena.take(capacity) {
      // The mappings of this process are used up, but there may still be room between them.
      unsafe storage = slot
      isSlot = true
    } else {
      fatalError("no memory left for a secret")
    }
    self.capacity = capacity
    count = 0
    // If this throws, everything is set and so `deinit` wipes and returns the memory.
    count = try unsafe write(storage)
    if !isSlot { _ = unsafe sodium_mprotect_readonly(storage) }
  }

  deinit {
    if isSlot {
      unsafe sodium_memzero(storage, capacity)
      unsafe Arena.give(back: storage, of: capacity)
    } else {
      unsafe sodium_free(storage)
    }
  }

  /// Makes `count` random bytes.
  package static func random(count: Int, in home: Home = .guarded) -> SecretBytes {
    unsafe SecretBytes(capacity: count, in: home) { address in
      unsafe randombytes_buf(address, count)
      return count
    }
  }

  /// The bytes, lent for as long as this is not dropped.
  package var bytes: Span<UInt8> {
    @_lifetime(borrow self)
    borrowing get {
      let span = unsafe Span(_unsafeElements: buffer)
      return unsafe _overrideLifetime(span, borrowing: self)
    }
  }

  /// The bytes without a lifetime, for an owner that gives them its own.
  @unsafe var buffer: UnsafeBufferPointer<UInt8> {
    unsafe UnsafeBufferPointer(start: storage, count: count)
  }

  /// Makes a second secret of the same bytes.
  package borrowing func copy(in home: Home = .pooled) -> SecretBytes {
    SecretBytes(copying: bytes, in: home)
  }

  /// Whether the bytes are the same, in a time that depends on their number only.
  package borrowing func equals(_ other: borrowing Span<UInt8>) -> Bool {
    let count = count
    guard other.count == count else { return false }
    return unsafe lend(bytes, other) { mine, theirs in
      unsafe sodium_memcmp(mine, theirs, count) == 0
    }
  }
}
