package import Packing
package import Profiles
package import Sealing

/// What a plan says will be done, to be held against what would be done later; no names, no values.
package struct SavedPlan: Equatable, Sendable {
  package struct Line: Equatable, Sendable {
    package let id: RemoteID
    /// A digest of what is done, of what is sent, and of what was there.
    let digest: [UInt8]
  }
  package let lines: [Line]
  package let strategy: Strategy

  package init(
    _ items: [Item], _ realities: [RemoteID: Reality], _ strategy: Strategy = .inPlace
  ) {
    self.strategy = strategy
    lines = items.compactMap { item in
      realities[item.remote.id].map { Line(id: item.remote.id, digest: Self.digest(item, $0)) }
    }
  }

  package init(_ bytes: Span<UInt8>) throws(PackingError) {
    var reader = Unpacker(bytes)
    guard try reader.byte() == 2, let strategy = Strategy(rawValue: try reader.byte()) else {
      throw .malformed
    }
    self.strategy = strategy
    lines = try reader.list { (reader: inout Unpacker) throws(PackingError) in
      guard let id = RemoteID(try reader.fixed(RemoteID.size)) else { throw .malformed }
      return Line(id: id, digest: try reader.fixed(Digest.size))
    }
    try reader.finish()
  }

  package var bytes: SecretBytes {
    var packer = Packer()
    packer.byte(2)
    packer.byte(strategy.rawValue)
    packer.list(lines) { packer, line in
      for byte in line.id.bytes + line.digest { packer.byte(byte) }
    }
    return SecretBytes(copying: packer.bytes.span)
  }

  /// What has moved since: the objects about which something else would be done now.
  package func moved(_ items: [Item], _ realities: [RemoteID: Reality]) -> [String] {
    let now = Dictionary(
      items.map { ($0.remote.id, $0) }, uniquingKeysWith: { first, _ in first })
    return lines.compactMap { line in
      guard let item = now[line.id] else { return "something that was let go of" }
      guard let reality = realities[line.id], Self.digest(item, reality) == line.digest else {
        return item.path
      }
      return nil
    }
  }

  private static func digest(_ item: Item, _ reality: Reality) -> [UInt8] {
    var packer = Packer("coffer plan line 2")
    packer.text("\(Decision.of(item, reality).action)")
    packer.blob(item.fingerprint)
    packer.blob(item.place)
    switch reality {
    case .missing: packer.text("missing")
    case .connection(let drift): packer.text("there " + drift.joined(separator: " "))
    case .environment(let sources):
      packer.text(
        "maps "
          + sources.map { "\($0.source)>\($0.connection)" }.sorted().joined(separator: " "))
    case .unreachable: packer.text("unreachable")
    }
    return Digest.of(packer.bytes.span)
  }
}
