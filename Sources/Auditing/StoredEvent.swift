package import Proofs
import Sealing
import Storage

/// An event as its row holds it.
package struct StoredEvent: Equatable, Sendable {
  package var sequence: Int64
  package var time: Int64
  package var action: String
  package var outcome: Int64
  package var changes: Bool
  package var subject: [UInt8]?
  package var tags: [UInt8]
  package var commitment: [UInt8]?
  package var details: [UInt8]
  package var previous: [UInt8]
  package var mac: [UInt8]?

  /// What the chain covers: every column but the MAC, which follows from it.
  package var header: EventHeader {
    EventHeader(
      sequence: sequence, time: time, action: action, outcome: outcome, changes: changes,
      subject: subject, tags: tags, commitment: commitment, details: Digest.of(details.span),
      previous: previous)
  }

  /// The hash that the next event carries.
  package func link(in vault: [UInt8]) -> [UInt8] { header.link(in: vault) }

  /// Whether somebody without a key could have written it: it is about no record and tagged by
  /// nothing, so that it can neither hide nor stand for a change.
  var isWithinMeansOfTheKeyless: Bool {
    Action(rawValue: action)?.mayLackMAC == true && subject == nil && !changes && tags.isEmpty
      && commitment == nil
  }

  static let columns =
    "sequence, time, action, outcome, changes, subject, tags, commitment, details, previous, mac"

  init(_ row: borrowing Row) throws(StorageError) {
    sequence = try row.integer(0)
    time = try row.integer(1)
    action = try row.text(2)
    outcome = try row.integer(3)
    changes = try row.integer(4) != 0
    subject = try row.optionalBlob(5)
    tags = try row.blob(6)
    commitment = try row.optionalBlob(7)
    details = try row.blob(8)
    previous = try row.blob(9)
    mac = try row.optionalBlob(10)
  }

  init(
    sequence: Int64, draft: EventDraft, tags: [UInt8], commitment: [UInt8]?, details: [UInt8],
    previous: [UInt8]
  ) {
    self.sequence = sequence
    self.time = draft.time
    self.action = draft.action.rawValue
    self.outcome = draft.outcome.rawValue
    self.changes = draft.action.changesSubject
    self.subject = draft.subject
    self.tags = tags
    self.commitment = commitment
    self.details = details
    self.previous = previous
  }

  var values: [Value] {
    [
      .integer(sequence), .integer(time), .text(action), .integer(outcome),
      .integer(changes ? 1 : 0), subject.map(Value.blob) ?? .null, .blob(tags),
      commitment.map(Value.blob) ?? .null, .blob(details), .blob(previous),
      mac.map(Value.blob) ?? .null,
    ]
  }
}
