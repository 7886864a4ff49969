package import Packing
import Sealing

/// Seals the details of one event under a key that opens this event and no other.
///
/// The key follows from the audit key and the place in the chain; the event's hashed header commits
/// to it. So an export may give away the keys of chosen events, and nobody can give a false one.
package enum EventSeal {
  private static let block = 64

  static func key(
    sequence: Int64, previous: [UInt8], from keys: borrowing AuditKeys
  ) -> SecretBytes {
    var packer = Packer("coffer event key 1")
    packer.number(sequence)
    packer.blob(previous)
    return Digest.keyedSecret(packer.bytes.span, by: keys.details)
  }

  static func commitment(to key: borrowing SecretBytes) -> [UInt8] {
    Digest.keyed(Packer("coffer event commitment 1").bytes.span, by: key)
  }

  static func close(
    _ details: [Detail], of draft: EventDraft, sequence: Int64, vault: [UInt8],
    under key: borrowing SecretBytes
  ) -> [UInt8] {
    let context = context(
      vault: vault, sequence: sequence, time: draft.time, action: draft.action.rawValue,
      outcome: draft.outcome.rawValue, subject: draft.subject)
    return Seal.close(pack(details).span, under: key, for: context.span, paddedTo: block)
  }

  static func open(
    _ event: StoredEvent, vault: [UInt8], under key: borrowing SecretBytes
  ) throws(AuditError) -> [Detail] {
    let context = context(
      vault: vault, sequence: event.sequence, time: event.time, action: event.action,
      outcome: event.outcome, subject: event.subject)
    let damaged = AuditError.damaged(sequence: event.sequence, "its details do not open")
    do {
      let plain = try Seal.open(
        event.details.span, under: key, for: context.span, paddedTo: block)
      return try unpack(plain.bytes)
    } catch {
      throw damaged
    }
  }

  /// The details as bytes; also the stored form of events that were written without a key.
  package static func pack(_ details: [Detail]) -> [UInt8] {
    var packer = Packer()
    packer.list(details) { packer, detail in
      packer.text(detail.key)
      packer.text(detail.value)
    }
    return packer.bytes
  }

  package static func unpack(_ bytes: Span<UInt8>) throws(PackingError) -> [Detail] {
    var reader = Unpacker(bytes)
    let details = try reader.list { (reader: inout Unpacker) throws(PackingError) in
      let key = try reader.text()
      return Detail(key: key, value: try reader.text())
    }
    try reader.finish()
    return details
  }

  private static func context(
    vault: [UInt8], sequence: Int64, time: Int64, action: String, outcome: Int64,
    subject: [UInt8]?
  ) -> [UInt8] {
    var packer = Packer("coffer event details 1")
    packer.blob(vault)
    packer.number(sequence)
    packer.number(time)
    packer.text(action)
    packer.number(outcome)
    packer.blob(subject)
    return packer.bytes
  }
}
