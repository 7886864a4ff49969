import CSodium

/// The one place that wakes libsodium, touched by everything that needs it.
enum Sodium {
  /// Whether libsodium is initialised; the first look does it, and `sodium_malloc` aborts without.
  static let isReady = sodium_init() >= 0

  /// Stops the program if libsodium cannot work here, as nothing could be sealed honestly then.
  @inline(__always)
  static func wake() {
    precondition(isReady, "libsodium could not be initialised")
  }
}

/// Lends the address of bytes to C for the time of a call.
///
/// The headers of libsodium want an address even for no bytes, where a span has none.
@inline(__always)
func lend<Result: ~Copyable, E: Error>(
  _ span: borrowing Span<UInt8>,
  _ body: (UnsafePointer<UInt8>) throws(E) -> Result
) throws(E) -> Result {
  try unsafe span.withUnsafeBufferPointer { (buffer) throws(E) in
    guard let address = buffer.baseAddress else {
      var nothing: UInt8 = 0
      return try unsafe withUnsafePointer(to: &nothing) { (address) throws(E) in
        try unsafe body(address)
      }
    }
    return try unsafe body(address)
  }
}

/// Lends two runs of bytes to C.
@inline(__always)
func lend<Result: ~Copyable, E: Error>(
  _ first: borrowing Span<UInt8>,
  _ second: borrowing Span<UInt8>,
  _ body: (UnsafePointer<UInt8>, UnsafePointer<UInt8>) throws(E) -> Result
) throws(E) -> Result {
  try unsafe lend(first) { (one) throws(E) in
    try unsafe lend(second) { (two) throws(E) in
      try unsafe body(one, two)
    }
  }
}

/// Lends three runs of bytes to C.
@inline(__always)
func lend<Result: ~Copyable, E: Error>(
  _ first: borrowing Span<UInt8>,
  _ second: borrowing Span<UInt8>,
  _ third: borrowing Span<UInt8>,
  _ body: (UnsafePointer<UInt8>, UnsafePointer<UInt8>, UnsafePointer<UInt8>) throws(E) -> Result
) throws(E) -> Result {
  try unsafe lend(first, second) { (one, two) throws(E) in
    try unsafe lend(third) { (three) throws(E) in
      try unsafe body(one, two, three)
    }
  }
}

extension Array where Element == UInt8 {
  /// Makes an array whose every byte is written by C.
  @inline(__always)
  init(count: Int, writtenBy write: (UnsafeMutablePointer<UInt8>) -> Void) {
    unsafe self.init(unsafeUninitializedCapacity: Swift.max(count, 1)) { buffer, written in
      guard let address = buffer.baseAddress else { return }
      unsafe write(address)
      written = count
    }
  }
}
