extension IPEntry {
  /// Whether an address of version 4 is in it; what cannot be read holds none.
  package func holds(_ address: String) -> Bool {
    let parts = source.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count <= 2, let base = Self.number(parts[0]),
      let wanted = Self.number(address[...]),
      let bits = parts.count == 2 ? UInt32(parts[1]) : 32, bits <= 32
    else { return false }
    let mask = bits == 0 ? 0 : UInt32.max << (32 - bits)
    return base & mask == wanted & mask
  }

  private static func number(_ text: Substring) -> UInt32? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var number: UInt32 = 0
    for part in parts {
      guard part.utf8.count <= 3, let byte = UInt8(part) else { return nil }
      number = number << 8 | UInt32(byte)
    }
    return number
  }
}

extension CloudService {
  /// Which of these addresses may not reach it; none where the answer did not say.
  package func excluded(of addresses: [String]) -> [String] {
    guard let ipAccess else { return [] }
    return addresses.filter { address in !ipAccess.contains { $0.holds(address) } }
  }
}
