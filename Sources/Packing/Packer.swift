/// Writes values one after another so that no two different lists of values give the same bytes.
///
/// Numbers are big-endian and of fixed width; texts and blobs carry their length in four bytes.
/// Never for secrets: what is written here is an ordinary array. Secrets are written with the
/// same layout straight into locked memory (see `OutputSpan`'s extension).
package struct Packer: Sendable {
  package private(set) var bytes: [UInt8] = []

  package init() {
    // Most of what is packed fits, and growing costs more than the room.
    bytes.reserveCapacity(256)
  }

  /// Starts with the label that says what the bytes are for.
  package init(_ label: String) {
    self.init()
    text(label)
  }

  package mutating func byte(_ value: UInt8) {
    bytes.append(value)
  }

  package mutating func flag(_ value: Bool) {
    byte(value ? 1 : 0)
  }

  package mutating func number(_ value: UInt32) {
    bytes.append(UInt8(truncatingIfNeeded: value >> 24))
    bytes.append(UInt8(truncatingIfNeeded: value >> 16))
    bytes.append(UInt8(truncatingIfNeeded: value >> 8))
    bytes.append(UInt8(truncatingIfNeeded: value))
  }

  package mutating func number(_ value: UInt64) {
    number(UInt32(truncatingIfNeeded: value >> 32))
    number(UInt32(truncatingIfNeeded: value))
  }

  package mutating func number(_ value: Int64) {
    number(UInt64(bitPattern: value))
  }

  /// A blob with its length before it.
  package mutating func blob(_ value: [UInt8]) {
    number(UInt32(value.count))
    bytes += value
  }

  package mutating func text(_ value: String) {
    let utf8 = value.utf8
    number(UInt32(utf8.count))
    bytes += utf8
  }

  /// A presence byte, and the blob if there is one.
  package mutating func blob(_ value: [UInt8]?) {
    flag(value != nil)
    if let value { blob(value) }
  }

  package mutating func text(_ value: String?) {
    flag(value != nil)
    if let value { text(value) }
  }

  package mutating func number(_ value: UInt64?) {
    flag(value != nil)
    if let value { number(value) }
  }

  package mutating func list<Element>(
    _ values: some Collection<Element>, _ each: (inout Packer, Element) -> Void
  ) {
    number(UInt32(values.count))
    for value in values { each(&self, value) }
  }
}
