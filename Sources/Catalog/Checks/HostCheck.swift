/// Whether a text is a bare host: a DNS name, an IPv4 or an IPv6 address.
enum HostCheck {
  static func check(_ value: String) throws(Fault) {
    // Looking for a text is slow where a byte would do.
    let hasColon = value.utf8.contains(UInt8(ascii: ":"))
    guard !hasColon || !value.contains("://") else { throw .hostHasScheme }
    guard !value.utf8.contains(UInt8(ascii: "/")) else { throw .hostHasPath }
    if hasColon {
      if isIPv6(value) { return }
      throw hasPort(value) ? .hostHasPort : .notHost
    }
    guard isName(value) else { throw .notHost }
  }

  /// Letters, digits, `-`, `_` and dots; underscores occur in container networks.
  private static func isName(_ value: String) -> Bool {
    let name = value.hasSuffix(".") ? value.dropLast() : value[...]
    guard (1...253).contains(name.utf8.count) else { return false }
    return name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
      .allSatisfy { label in
        (1...63).contains(label.count) && label.first != UInt8(ascii: "-")
          && label.last != UInt8(ascii: "-")
          && label.allSatisfy { isASCIILetterOrDigit($0) || "-_".utf8.contains($0) }
      }
  }

  /// An IPv6 address, in brackets or not: up to eight groups, `::` once, IPv4 at its end.
  static func isIPv6(_ value: String) -> Bool {
    var text = value[...]
    if text.hasPrefix("["), text.hasSuffix("]") { text = text.dropFirst().dropLast() }
    let halves = halves(of: text)
    guard halves.count <= 2 else { return false }
    var count = 0
    for (index, half) in halves.enumerated() where !half.isEmpty {
      let groups = half.split(separator: ":", omittingEmptySubsequences: false)
      for (position, group) in groups.enumerated() {
        let isLast = index == halves.count - 1 && position == groups.count - 1
        guard let size = size(of: group, allowsIPv4: isLast) else { return false }
        count += size
      }
    }
    return halves.count == 2 ? count < 8 : count == 8
  }

  /// The parts before and after each `::`.
  private static func halves(of text: Substring) -> [Substring] {
    var halves: [Substring] = []
    var start = text.startIndex
    var index = start
    while index < text.endIndex {
      let next = text.index(after: index)
      if text[index] == ":", next < text.endIndex, text[next] == ":" {
        halves.append(text[start..<index])
        start = text.index(after: next)
        index = start
      } else {
        index = next
      }
    }
    return halves + [text[start...]]
  }

  /// How many of the eight groups a part stands for; nil if it is none.
  private static func size(of group: Substring, allowsIPv4: Bool) -> Int? {
    if allowsIPv4, group.contains(".") { return isIPv4(group) ? 2 : nil }
    return (1...4).contains(group.utf8.count) && group.utf8.allSatisfy(TextCheck.isHexDigit)
      ? 1 : nil
  }

  private static func isIPv4(_ text: Substring) -> Bool {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil && !$0.hasPrefix("+") }
  }

  private static func hasPort(_ value: String) -> Bool {
    guard let colon = value.lastIndex(of: ":") else { return false }
    let port = value[value.index(after: colon)...]
    let host = String(value[..<colon])
    return UInt16(port) != nil && (isName(host) || (host.hasPrefix("[") && isIPv6(host)))
  }
}
