import Proofs
import Sealing
package import Storage

/// The chained record of events in the vault's file: appending to it.
///
/// All functions work inside a transaction that the caller has begun.
package enum Log {
  static let insert = """
    INSERT INTO event (\(StoredEvent.columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    """

  /// Writes an event after `head` and gives the new head.
  package static func append(
    _ draft: EventDraft, after head: ChainHead, of vault: [UInt8], keys: borrowing AuditKeys,
    on connection: borrowing Connection
  ) throws(AuditError) -> ChainHead {
    let sequence = head.sequence + 1
    let tags = EventTag.tags(of: draft.details, by: keys)
    let key = EventSeal.key(sequence: sequence, previous: head.link, from: keys)
    var event = StoredEvent(
      sequence: sequence, draft: draft, tags: EventTag.pack(tags),
      commitment: EventHeader.commitment(to: key),
      details: EventSeal.close(
        draft.details, of: draft, sequence: sequence, vault: vault, under: key),
      previous: head.link)
    let link = event.link(in: vault)
    event.mac = Digest.keyed(link.span, by: keys.chain)
    do {
      try connection.run(insert, event.values, changing: 1)
      // A row each: of several rows in one statement SQLite keeps a copy of every page they touch.
      var statement = try connection.prepare(
        "INSERT INTO event_tag (tag, sequence) VALUES (?, ?)")
      for tag in tags { try statement.runOnce(tag, sequence) }
    } catch {
      throw .storage(error)
    }
    return ChainHead(sequence: sequence, link: link)
  }

  /// Writes an event without a key.
  ///
  /// Refused unlocks in a row share one event that counts them.
  package static func appendWithoutKey(
    _ draft: EventDraft, of vault: [UInt8], on connection: borrowing Connection
  ) throws(AuditError) {
    do throws(StorageError) {
      let last = try last(on: connection)
      var draft = draft
      if let last, last.mac == nil, last.action == draft.action.rawValue,
        draft.action == .unlockRefused
      {
        let count = min(count(in: last) + 1, countLimit)
        draft.details.append(Detail(.count, String(count)))
        try connection.run(
          "UPDATE event SET time = ?, details = ? WHERE sequence = ? AND mac IS NULL",
          [
            .integer(draft.time), .blob(EventSeal.pack(draft.details)), .integer(last.sequence),
          ], changing: 1)
        return
      }
      let head = last.map { ChainHead(sequence: $0.sequence, link: $0.link(in: vault)) }
      let before = head ?? .start(of: vault)
      // The last row may be a stranger's, as anybody can write one that needs no key.
      guard before.sequence < .max else {
        throw StorageError.damaged("the audit log has no number left for an event")
      }
      let event = StoredEvent(
        sequence: before.sequence + 1, draft: draft, tags: [], commitment: nil,
        details: EventSeal.pack(draft.details), previous: before.link)
      try connection.run(insert, event.values, changing: 1)
    } catch {
      throw .storage(error)
    }
  }

  static func last(on connection: borrowing Connection) throws(StorageError) -> StoredEvent? {
    try connection.first(
      "SELECT \(StoredEvent.columns) FROM event ORDER BY sequence DESC LIMIT 1"
    ) { row throws(StorageError) in try StoredEvent(row) }
  }

  /// Anybody may have written the count, so it is not believed beyond this.
  private static let countLimit = 1_000_000_000

  /// How many refused unlocks an event without a key stands for.
  static func count(in event: StoredEvent) -> Int {
    guard let details = try? EventSeal.unpack(event.details.span) else { return 1 }
    let stated = details.last { $0.key == Detail.Key.count.rawValue }.flatMap { Int($0.value) }
    return min(max(stated ?? 1, 1), countLimit)
  }
}
