package import Packing

/// One thing that the details of an event say: a key and a value.
package struct Fact: Hashable, Sendable {
  package let key: String
  package let value: String

  package init(_ key: String, _ value: String) {
    self.key = key
    self.value = value
  }

  /// Facts as they stand inside of a seal.
  package static func unpack(_ bytes: Span<UInt8>) throws(PackingError) -> [Fact] {
    var reader = Unpacker(bytes)
    let facts = try reader.list { (reader: inout Unpacker) throws(PackingError) in
      let key = try reader.text()
      return Fact(key, try reader.text())
    }
    try reader.finish()
    return facts
  }
}
