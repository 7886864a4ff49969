import Packing
package import Sealing

/// What the chain of the log covers of an event: everything but what its details say.
///
/// It shows when something was done, what, and about which random id, but neither who nor names.
package struct EventHeader: Equatable, Sendable {
  package var sequence: Int64
  /// Milliseconds since 1970.
  package var time: Int64
  package var action: String
  package var outcome: Int64
  package var changes: Bool
  package var subject: [UInt8]?
  package var tags: [UInt8]
  /// Which key opens the details; none if they were written in clear by somebody without a key.
  package var commitment: [UInt8]?
  /// The digest of the sealed details.
  package var details: [UInt8]
  /// The link of the event before it.
  package var previous: [UInt8]

  package init(
    sequence: Int64, time: Int64, action: String, outcome: Int64, changes: Bool, subject: [UInt8]?,
    tags: [UInt8], commitment: [UInt8]?, details: [UInt8], previous: [UInt8]
  ) {
    self.sequence = sequence
    self.time = time
    self.action = action
    self.outcome = outcome
    self.changes = changes
    self.subject = subject
    self.tags = tags
    self.commitment = commitment
    self.details = details
    self.previous = previous
  }

  /// The hash that the next event carries.
  package func link(in vault: [UInt8]) -> [UInt8] {
    var packer = Packer("coffer event 1")
    packer.blob(vault)
    packer.number(sequence)
    packer.number(time)
    packer.text(action)
    packer.number(outcome)
    packer.flag(changes)
    packer.blob(subject)
    packer.blob(tags)
    packer.blob(commitment)
    packer.blob(details)
    packer.blob(previous)
    return Digest.of(packer.bytes.span)
  }

  /// What the details are sealed for.
  package func context(in vault: [UInt8]) -> [UInt8] {
    var packer = Packer("coffer event details 1")
    packer.blob(vault)
    packer.number(sequence)
    packer.number(time)
    packer.text(action)
    packer.number(outcome)
    packer.blob(subject)
    return packer.bytes
  }

  /// The size to multiples of which details are padded.
  package static let block = 64

  /// What a header says of the key that opens the details.
  package static func commitment(to key: borrowing SecretBytes) -> [UInt8] {
    Digest.keyed(Packer("coffer event commitment 1").bytes.span, by: key)
  }
}
