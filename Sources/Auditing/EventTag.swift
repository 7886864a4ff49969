import Packing
import Sealing

/// A keyed, shortened digest by which events are found without telling what they are about.
enum EventTag {
  /// Eight bytes as SQLite's integer: a false match is harmless, for the details are opened.
  static func tag(_ detail: Detail, by keys: borrowing AuditKeys) -> Int64 {
    var packer = Packer("coffer event tag 1")
    packer.text(kind(detail.key))
    packer.text(detail.value)
    let digest = Digest.keyed(packer.bytes.span, by: keys.tags)
    let tag = digest.prefix(8).reduce(0) { $0 << 8 | Int64($1) }
    keys.memo.keep(tag, of: detail)
    return tag
  }

  /// The tags of an event, each once, in ascending order.
  static func tags(of details: [Detail], by keys: borrowing AuditKeys) -> [Int64] {
    var tags: [Int64] = []
    for detail in details where Detail.Key(rawValue: detail.key)?.isTagged == true {
      let tag = keys.memo.tag(of: detail) ?? tag(detail, by: keys)
      if !tags.contains(tag) { tags.append(tag) }
    }
    return tags.sorted()
  }

  static func pack(_ tags: [Int64]) -> [UInt8] {
    var packer = Packer()
    for tag in tags { packer.number(tag) }
    return packer.bytes
  }

  /// Tags as an event holds them; what is left over of a wrong length is nobody's tag.
  static func unpack(_ bytes: [UInt8]) -> [Int64] {
    stride(from: 0, to: bytes.count - bytes.count % 8, by: 8).map { start in
      bytes[start..<start + 8].reduce(Int64(0)) { $0 << 8 | Int64($1) }
    }
  }

  /// A new name is found like a name.
  private static func kind(_ key: String) -> String {
    key == Detail.Key.newName.rawValue ? Detail.Key.name.rawValue : key
  }
}
