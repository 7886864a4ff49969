/// Reads back what a `Packer` wrote, and refuses everything that it would not have written.
package struct Unpacker: ~Copyable, ~Escapable {
  private let bytes: Span<UInt8>
  private var position = 0

  @_lifetime(copy bytes)
  package init(_ bytes: Span<UInt8>) {
    self.bytes = bytes
  }

  package var isAtEnd: Bool { position == bytes.count }

  /// The place of the next `count` bytes, for those who lend them on without a copy.
  package mutating func skip(_ count: Int) throws(PackingError) -> Range<Int> {
    guard count >= 0, count <= bytes.count - position else { throw .cutOff }
    defer { position += count }
    return position..<position + count
  }

  package mutating func byte() throws(PackingError) -> UInt8 {
    bytes[try skip(1).lowerBound]
  }

  package mutating func flag() throws(PackingError) -> Bool {
    switch try byte() {
    case 0: return false
    case 1: return true
    default: throw .malformed
    }
  }

  package mutating func number32() throws(PackingError) -> UInt32 {
    var value: UInt32 = 0
    for index in try skip(4) { value = value << 8 | UInt32(bytes[index]) }
    return value
  }

  package mutating func number64() throws(PackingError) -> UInt64 {
    var value: UInt64 = 0
    for index in try skip(8) { value = value << 8 | UInt64(bytes[index]) }
    return value
  }

  package mutating func signed64() throws(PackingError) -> Int64 {
    Int64(bitPattern: try number64())
  }

  /// The place of a length-prefixed blob.
  package mutating func blobRange() throws(PackingError) -> Range<Int> {
    try skip(Int(try number32()))
  }

  package mutating func blob() throws(PackingError) -> [UInt8] {
    let range = try blobRange()
    return copy(range)
  }

  package mutating func fixed(_ count: Int) throws(PackingError) -> [UInt8] {
    copy(try skip(count))
  }

  package mutating func text() throws(PackingError) -> String {
    let range = try blobRange()
    guard let text = try? UTF8Span(validating: bytes.extracting(range)) else { throw .malformed }
    return String(copying: text)
  }

  package mutating func optionalBlob() throws(PackingError) -> [UInt8]? {
    try flag() ? try blob() : nil
  }

  package mutating func optionalText() throws(PackingError) -> String? {
    try flag() ? try text() : nil
  }

  package mutating func optionalNumber64() throws(PackingError) -> UInt64? {
    try flag() ? try number64() : nil
  }

  /// A list; the count is not believed until the elements are there.
  package mutating func list<Element>(
    _ each: (inout Unpacker) throws(PackingError) -> Element
  ) throws(PackingError) -> [Element] {
    let count = try number32()
    guard count <= bytes.count - position else { throw .cutOff }
    var values: [Element] = []
    for _ in 0..<count { values.append(try each(&self)) }
    return values
  }

  /// Says that everything was read.
  package borrowing func finish() throws(PackingError) {
    guard isAtEnd else { throw .malformed }
  }

  private func copy(_ range: Range<Int>) -> [UInt8] {
    var copied: [UInt8] = []
    copied.reserveCapacity(range.count)
    for index in range { copied.append(bytes[index]) }
    return copied
  }
}
