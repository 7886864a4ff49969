/// Writing an event's line by hand: the encoder would take ten times as long as all its hashes.
extension ExportedEvent {
  func append(to bytes: inout [UInt8], facts: [Fact]?) {
    bytes += Array("{\"sequence\":\(header.sequence),\"time\":\(header.time),\"action\":".utf8)
    JSONText.append(header.action, to: &bytes)
    bytes += Array(",\"outcome\":\(header.outcome),\"changes\":\(header.changes)".utf8)
    member("subject", header.subject, to: &bytes)
    member("tags", header.tags, to: &bytes)
    member("commitment", header.commitment, to: &bytes)
    member("details", header.details, to: &bytes)
    member("previous", header.previous, to: &bytes)
    if let sealed { member("sealed", sealed, to: &bytes) }
    if let key { member("key", key, to: &bytes) }
    if let facts {
      bytes += Array(",\"facts\":[".utf8)
      for (index, fact) in facts.enumerated() {
        bytes += Array((index == 0 ? "[" : ",[").utf8)
        JSONText.append(fact.key, to: &bytes)
        bytes.append(UInt8(ascii: ","))
        JSONText.append(fact.value, to: &bytes)
        bytes.append(UInt8(ascii: "]"))
      }
      bytes.append(UInt8(ascii: "]"))
    }
    bytes += Array("}\n".utf8)
  }

  private func member(_ name: StaticString, _ value: [UInt8]?, to bytes: inout [UInt8]) {
    bytes += Array(",\"\(name)\":".utf8)
    guard let value else {
      bytes += Array("null".utf8)
      return
    }
    bytes.append(UInt8(ascii: "\""))
    HexText.append(value, to: &bytes)
    bytes.append(UInt8(ascii: "\""))
  }
}

/// Text between quotation marks, in which nothing is left that a terminal would obey.
enum JSONText {
  static func append(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x5C }) {
      bytes += text.utf8
    } else {
      for unit in text.utf16 {
        if unit >= 0x20, unit < 0x7F, unit != 0x22, unit != 0x5C {
          bytes.append(UInt8(unit))
        } else {
          let digits = String(unit, radix: 16)
          bytes += Array(("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).utf8)
        }
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}
