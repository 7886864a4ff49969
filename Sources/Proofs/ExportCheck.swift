import Sealing

/// Checks exports line by line, in the order in which they were made, with the vault's public key
/// alone.
///
/// It proves that nobody changed, left out or added an event since the log was signed. That what is
/// disclosed is what was written then is proven by the keys to which the links commit.
package struct ExportCheck: Sendable {
  /// What was seen.
  package struct Found: Equatable, Sendable {
    package var files = 0
    package var events: Int64 = 0
    package var opened: Int64 = 0
    package var first: Int64?
    package var last: Int64 = 0
    package var link: [UInt8] = []
    /// When the last checkpoint was signed, in milliseconds since 1970.
    package var signed: Int64?
  }

  package let identity: [UInt8]
  package private(set) var found = Found()
  private let vault: [UInt8]
  /// Where the chain stands; nothing between files.
  private var end: (sequence: Int64, link: [UInt8])?
  private var isInFile = false

  package init(identity: [UInt8]) {
    self.identity = identity
    vault = Digest.of(identity.span)
  }

  /// Takes the next line; gives what an event that was disclosed says.
  package mutating func take(_ bytes: [UInt8]) throws(ProofError) -> (EventHeader, [Fact])? {
    guard let line = ExportLine(bytes) else { throw .unreadable(after: found.last) }
    switch line {
    case .start(let vault, let identity, let after, let link):
      try begin(vault, identity, after, link)
      return nil
    case .event(let event, let facts):
      guard isInFile, let end else { throw .noStart }
      return try take(event, facts, after: end)
    case .end(let checkpoint):
      try finish(checkpoint)
      return nil
    }
  }

  /// Says that the file has ended.
  package mutating func endFile() throws(ProofError) {
    guard !isInFile, found.files > 0 else { throw .noEnd(after: found.last) }
  }

  private mutating func begin(
    _ vault: [UInt8], _ identity: [UInt8], _ after: Int64, _ link: [UInt8]
  ) throws(ProofError) {
    guard !isInFile else { throw .noEnd(after: found.last) }
    guard vault == self.vault, identity == self.identity else { throw .otherVault }
    if let end {
      guard end.sequence == after else { throw .gap(end: end.sequence, next: after + 1) }
      guard end.link == link else { throw .broken(sequence: after + 1, .chain) }
    } else if after == 0, link != self.vault {
      throw .broken(sequence: 1, .chain)
    }
    end = (after, link)
    isInFile = true
    found.last = after
  }

  private mutating func take(
    _ event: ExportedEvent, _ facts: [Fact]?, after end: (sequence: Int64, link: [UInt8])
  ) throws(ProofError) -> (EventHeader, [Fact])? {
    let header = event.header
    guard header.sequence == end.sequence + 1 else {
      throw .broken(sequence: end.sequence + 1, .missing(next: header.sequence))
    }
    guard header.previous == end.link else { throw .broken(sequence: header.sequence, .chain) }
    let opened: [Fact]?
    do throws(SealingError) {
      opened = try event.facts(in: vault)
    } catch {
      throw .broken(sequence: header.sequence, .disclosure)
    }
    guard opened == facts else { throw .broken(sequence: header.sequence, .disclosure) }
    self.end = (header.sequence, header.link(in: vault))
    found.first = found.first ?? header.sequence
    found.last = header.sequence
    found.events += 1
    guard let opened else { return nil }
    found.opened += 1
    return (header, opened)
  }

  private mutating func finish(_ checkpoint: CheckpointLine) throws(ProofError) {
    guard isInFile, let end else { throw .noStart }
    guard checkpoint.isSigned(by: identity) else { throw .unsigned(sequence: checkpoint.sequence) }
    guard checkpoint.sequence == end.sequence else {
      throw .broken(
        sequence: min(checkpoint.sequence, end.sequence) + 1,
        checkpoint.sequence > end.sequence ? .cut(signed: checkpoint.sequence) : .added)
    }
    guard checkpoint.link == end.link else { throw .broken(sequence: end.sequence, .signature) }
    isInFile = false
    found.files += 1
    found.link = end.link
    found.signed = checkpoint.time
  }
}
