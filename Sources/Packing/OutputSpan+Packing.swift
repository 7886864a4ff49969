/// The layout of `Packer`, written straight into memory that somebody else owns and wipes.
extension OutputSpan<UInt8> {
  @_lifetime(self: copy self)
  package mutating func pack(_ value: UInt32) {
    for shift in stride(from: 24, through: 0, by: -8) {
      append(UInt8(truncatingIfNeeded: value >> UInt32(shift)))
    }
  }

  /// A blob with its length before it.
  @_lifetime(self: copy self)
  package mutating func pack(_ value: borrowing Span<UInt8>) {
    pack(UInt32(value.count))
    for index in value.indices { append(value[index]) }
  }

  @_lifetime(self: copy self)
  package mutating func pack(_ value: String) {
    pack(UInt32(value.utf8.count))
    for byte in value.utf8 { append(byte) }
  }
}
