import Sealing

/// A key as the service keeps it: never its secret, only what stands for it.
package struct CloudKeyRecord: Equatable, Sendable {
  /// What signs in, as it is told once.
  package struct Pair: Equatable, Sendable {
    package let keyID: String
    package let keySecret: String

    package init(keyID: String, keySecret: String) {
      self.keyID = keyID
      self.keySecret = keySecret
    }

    package static func random() -> Pair {
      Pair(keyID: letters(20), keySecret: letters(42))
    }

    private static func letters(_ count: Int) -> String {
      let known = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8)
      return String(
        decoding: (0..<count).map { _ in
          known[Int(Random.uniform(below: UInt32(known.count)))]
        }, as: UTF8.self)
    }
  }

  let id: String
  var name: String
  var isEnabled = true
  let keyIDHash: String
  let secretHash: String
  let suffix: String
  var roles: [CloudRole]
  var oldRoles: [String]
  var expiresAt: Int64?
  let createdAt: Int64
  var usedAt: Int64?
  /// Nothing where none was ever told.
  var ipAccess: [JSONValue]?
  /// From when on it signs in.
  var knownAt: Int64
  /// From when on it does not any more, though it was disabled or deleted before.
  var endsAt: Int64?

  static func hash(_ text: String) -> String {
    Base64.encoded(SHA256.of(Array(text.utf8).span))
  }

  func isOf(_ pair: Pair) -> Bool {
    Self.hash(pair.keyID) == keyIDHash && Self.hash(pair.keySecret) == secretHash
  }

  var right: CloudRole.Right {
    let old: CloudRole.Right =
      oldRoles.contains("admin") ? .change : oldRoles.contains("developer") ? .seeKeys : .nothing
    return roles.map(\.right).max().map { max($0, old) } ?? old
  }

  /// Whether requests from loopback may use it.
  func admits(_ stance: CloudChoices.Whoever) -> Bool {
    guard let ipAccess else { return stance == .everybody }
    return ipAccess.contains { entry in
      entry["source"]?.text.map { AddressBlock.holdsLoopback($0) } ?? false
    }
  }

  var shown: JSONValue {
    var members: [JSONValue.Member] = [
      .init("id", .string(id)), .init("name", .string(name)),
      .init("state", .string(isEnabled ? "enabled" : "disabled")),
      .init("assignedRoles", .array(roles.map(\.shown))),
      .init("roles", .array(oldRoles.map { .string($0) })),
      .init("keySuffix", .string(suffix)), .init("createdAt", .string(Moment.text(createdAt))),
      .init("ipAccessList", .array(ipAccess ?? [])),
    ]
    if let expiresAt { members.append(.init("expireAt", .string(Moment.text(expiresAt)))) }
    if let usedAt {
      // To the minute, as the service tells it.
      members.append(.init("usedAt", .string(Moment.text(usedAt / 60_000 * 60_000))))
    }
    return .object(members)
  }
}

/// Blocks of addresses, as lists of access hold them.
enum AddressBlock {
  /// Whether `127.0.0.1` is in it; nothing else ever asks.
  static func holdsLoopback(_ text: String) -> Bool {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count <= 2, let address = number(parts[0]),
      let bits = parts.count == 2 ? Int(parts[1]) : 32, 0...32 ~= bits
    else { return false }
    let mask = bits == 0 ? 0 : UInt32.max << UInt32(32 - bits)
    return address & mask == 0x7F00_0001 & mask
  }

  /// Whether it is an address, or a block of them.
  static func isOne(_ text: String) -> Bool {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count <= 2, number(parts[0]) != nil || parts[0].contains(":") else { return false }
    return parts.count == 1 || Int(parts[1]).map { 0...128 ~= $0 } == true
  }

  private static func number(_ text: Substring) -> UInt32? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var number: UInt32 = 0
    for part in parts {
      guard let byte = UInt8(part) else { return nil }
      number = number << 8 | UInt32(byte)
    }
    return number
  }
}
