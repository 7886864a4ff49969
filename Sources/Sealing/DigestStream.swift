import CSodium

/// The digest of bytes that come in pieces: the same as that of all of them at once.
@safe
package struct DigestStream: ~Copyable {
  private let state: UnsafeMutableRawPointer

  package init() {
    Sodium.wake()
    // Swift does not know a struct that is aligned to cache lines, so C sees only its address.
    unsafe state = UnsafeMutableRawPointer.allocate(
      byteCount: crypto_generichash_statebytes(), alignment: 64)
    _ = unsafe crypto_generichash_init(OpaquePointer(state), nil, 0, Digest.size)
  }

  deinit {
    unsafe sodium_memzero(state, crypto_generichash_statebytes())
    unsafe state.deallocate()
  }

  package mutating func add(_ bytes: borrowing Span<UInt8>) {
    let count = UInt64(bytes.count)
    let state = unsafe OpaquePointer(state)
    unsafe lend(bytes) { input in _ = unsafe crypto_generichash_update(state, input, count) }
  }

  package consuming func finish() -> [UInt8] {
    let state = unsafe OpaquePointer(state)
    return unsafe [UInt8](count: Digest.size) { output in
      _ = unsafe crypto_generichash_final(state, output, Digest.size)
    }
  }
}
