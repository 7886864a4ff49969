/// The checks of fields that hold JSON.
enum JSONCheck {
  /// One well-formed object with at least these keys, none of its keys twice.
  static func object(_ bytes: Span<UInt8>, requiring keys: [String]) throws(Fault) {
    let found = try objectKeys(bytes)
    for key in keys where !found.contains(where: { bytes.holds(key, in: $0) }) {
      throw .missingKey(key)
    }
  }

  /// `true`, `false`, or an object of TLS options without the secret ones.
  static func switchOrObject(_ value: String) throws(Fault) {
    if value == "true" || value == "false" { return }
    guard value.hasPrefix("{") else { throw .notSwitchOrObject }
    let bytes = value.utf8.span
    let found = try objectKeys(bytes)
    for key in ["key", "passphrase", "pfx"]
    where found.contains(where: { bytes.holds(key, in: $0) }) {
      throw .secretKey(key)
    }
    // What is written with escapes could be any of them, and a certificate may have its key behind it.
    for key in found where key.contains(where: { bytes[$0] == UInt8(ascii: "\\") }) {
      throw .escapedKey
    }
    if value.contains("PRIVATE KEY") { throw .secretKey("key") }
  }

  private static func objectKeys(_ bytes: Span<UInt8>) throws(Fault) -> [Range<Int>] {
    var scanner = JSONScanner(bytes)
    let keys = try scanner.objectKeys()
    for (position, key) in keys.enumerated() {
      for other in keys[..<position] where bytes.isSame(key, other) { throw .repeatedKey }
    }
    return keys
  }
}

extension Span<UInt8> {
  fileprivate func holds(_ text: String, in range: Range<Int>) -> Bool {
    range.count == text.utf8.count && starts(with: text, at: range.lowerBound)
  }

  fileprivate func isSame(_ one: Range<Int>, _ other: Range<Int>) -> Bool {
    one.count == other.count && zip(one, other).allSatisfy { self[$0] == self[$1] }
  }
}
