package import Packing
import Proofs
import Sealing

/// Seals the details of one event under a key that opens this event and no other.
///
/// The key follows from the audit key and the place in the chain; the event's hashed header commits
/// to it. So an export may give away the keys of chosen events, and nobody can give a false one.
package enum EventSeal {
  static func key(
    sequence: Int64, previous: [UInt8], from keys: borrowing AuditKeys
  ) -> SecretBytes {
    var packer = Packer("coffer event key 1")
    packer.number(sequence)
    packer.blob(previous)
    return Digest.keyedSecret(packer.bytes.span, by: keys.details)
  }

  static func close(
    _ details: [Detail], of draft: EventDraft, sequence: Int64, vault: [UInt8],
    under key: borrowing SecretBytes
  ) -> [UInt8] {
    let header = EventHeader(
      sequence: sequence, time: draft.time, action: draft.action.rawValue,
      outcome: draft.outcome.rawValue, changes: draft.action.changesSubject,
      subject: draft.subject, tags: [], commitment: nil, details: [], previous: [])
    let context = header.context(in: vault)
    return Seal.close(
      pack(details).span, under: key, for: context.span, paddedTo: EventHeader.block)
  }

  static func open(
    _ event: StoredEvent, vault: [UInt8], under key: borrowing SecretBytes
  ) throws(AuditError) -> [Detail] {
    let context = event.header.context(in: vault)
    let damaged = AuditError.damaged(sequence: event.sequence, "its details do not open")
    do {
      let plain = try Seal.open(
        event.details.span, under: key, for: context.span, paddedTo: EventHeader.block)
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
}
