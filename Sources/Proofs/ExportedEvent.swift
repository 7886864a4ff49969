import FoundationEssentials
import Packing
package import Sealing

/// An event in an export: a link of the chain, and what opens it where it was chosen.
package struct ExportedEvent: Equatable, Sendable {
  package let header: EventHeader
  /// The details as they are stored, and the key that opens them; neither for an unopened link.
  package let sealed: [UInt8]?
  package let key: [UInt8]?

  package init(_ header: EventHeader, sealed: [UInt8]? = nil, key: [UInt8]? = nil) {
    self.header = header
    self.sealed = sealed
    self.key = key
  }

  /// Opens what was disclosed; nothing for an unopened link, `notOpened` for what is not what the
  /// header committed to.
  package func facts(in vault: [UInt8]) throws(SealingError) -> [Fact]? {
    guard let sealed else { return nil }
    guard Digest.of(sealed.span) == header.details else { throw .notOpened }
    do {
      guard let key else {
        guard header.commitment == nil else { throw SealingError.notOpened }
        return try Fact.unpack(sealed.span)
      }
      let secret = SecretBytes(copying: key.span)
      guard header.commitment == EventHeader.commitment(to: secret) else {
        throw SealingError.notOpened
      }
      let context = header.context(in: vault)
      let plain = try Seal.open(
        sealed.span, under: secret, for: context.span, paddedTo: EventHeader.block)
      return try Fact.unpack(plain.bytes)
    } catch {
      throw .notOpened
    }
  }
}

/// A line of an export.
package enum ExportLine: Equatable, Sendable {
  /// The first: whose log it is, and after which event it begins.
  case start(vault: [UInt8], identity: [UInt8], after: Int64, link: [UInt8])
  case event(ExportedEvent, facts: [Fact]?)
  /// The last: where the log stood, signed.
  case end(CheckpointLine)

  /// No line of ours is longer.
  package static let limit = 1 << 20

  /// Reads a line; nil for what is none, and for one that we would not have written so.
  ///
  /// What is signed is what a line says to us. Said twice, or beside it, it could say something else
  /// to another reader.
  package init?(_ line: [UInt8]) {
    guard line.count <= Self.limit, Self.isFlat(line),
      let raw = try? JSONDecoder().decode(RawLine.self, from: Data(line)),
      let read = raw.line
    else { return nil }
    var written: [UInt8] = []
    read.append(to: &written)
    guard written.dropLast() == line[...] else { return nil }
    self = read
  }

  /// The decoder traps on deep nesting, and no line of ours is deep.
  private static func isFlat(_ line: [UInt8]) -> Bool {
    var depth = 0
    var isInText = false
    var isEscaped = false
    for byte in line {
      if isInText {
        if !isEscaped, byte == UInt8(ascii: "\"") { isInText = false }
        isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
        continue
      }
      switch byte {
      case UInt8(ascii: "\""): isInText = true
      case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
      default: break
      }
      if depth > 8 { return false }
    }
    return true
  }

  /// The bytes of the line, with its end.
  package func append(to bytes: inout [UInt8]) {
    switch self {
    case .start(let vault, let identity, let after, let link):
      bytes += Array("{\"coffer-export\":1,\"vault\":\"".utf8)
      HexText.append(vault, to: &bytes)
      bytes += Array("\",\"identity\":\"".utf8)
      HexText.append(identity, to: &bytes)
      bytes += Array("\",\"after\":\(after),\"link\":\"".utf8)
      HexText.append(link, to: &bytes)
      bytes += Array("\"}\n".utf8)
    case .event(let event, let facts): event.append(to: &bytes, facts: facts)
    case .end(let checkpoint):
      bytes += Array("{\"checkpoint\":\"\(checkpoint.text)\"}\n".utf8)
    }
  }
}

/// A line as JSON spells it.
private struct RawLine: Decodable {
  private let version: Int?
  private let vault, identity, link: String?
  private let after: Int64?
  private let sequence, time, outcome: Int64?
  private let action: String?
  private let changes: Bool?
  private let subject, tags, commitment, details, previous, sealed, key: String?
  private let facts: [[String]]?
  private let checkpoint: String?

  private enum CodingKeys: String, CodingKey {
    case version = "coffer-export"
    case vault, identity, link, after, sequence, time, outcome, action, changes, subject, tags
    case commitment, details, previous, sealed, key, facts, checkpoint
  }

  var line: ExportLine? {
    if let checkpoint { return CheckpointLine(in: checkpoint).map(ExportLine.end) }
    if let version {
      guard version == 1, let vault = Self.digest(vault), let identity = Self.digest(identity),
        let link = Self.digest(link), let after, 0...Self.lastNumber ~= after
      else { return nil }
      return .start(vault: vault, identity: identity, after: after, link: link)
    }
    guard let sequence, 0...Self.lastNumber ~= sequence, let time, let outcome, let action,
      let changes,
      let tags = tags.flatMap({ HexText.bytes($0) }), let details = Self.digest(details),
      let previous = Self.digest(previous)
    else { return nil }
    let id = subject.map { HexText.bytes($0, count: 16) }
    let promise = commitment.map { Self.digest($0) }
    let stored = sealed.map { HexText.bytes($0) }
    let opener = key.map { Self.digest($0) }
    guard id != .some(nil), promise != .some(nil), stored != .some(nil), opener != .some(nil),
      facts?.allSatisfy({ $0.count == 2 }) ?? true
    else { return nil }
    let header = EventHeader(
      sequence: sequence, time: time, action: action, outcome: outcome, changes: changes,
      subject: id ?? nil, tags: tags, commitment: promise ?? nil, details: details,
      previous: previous)
    return .event(
      ExportedEvent(header, sealed: stored ?? nil, key: opener ?? nil),
      facts: facts?.map { Fact($0[0], $0[1]) })
  }

  /// Far beyond all logs, and far from where numbers end.
  private static let lastNumber: Int64 = 1 << 56

  private static func digest(_ text: String?) -> [UInt8]? {
    text.flatMap { HexText.bytes($0, count: 32) }
  }
}
