import Proofs
package import Storage

/// Reading the log back.
extension Log {
  /// Nothing may be missing between neighbours of a page, given newest first.
  static func checkSuccession(
    of events: [StoredEvent], in vault: [UInt8]
  ) throws(AuditError) {
    for (event, before) in zip(events, events.dropFirst()) {
      guard event.sequence == before.sequence + 1, event.previous == before.link(in: vault) else {
        throw .damaged(
          sequence: event.sequence, "it does not follow the one before it in the log")
      }
    }
  }

  /// For each subject, the newest event with which its records were written.
  package static func lastChanges(
    of subjects: [[UInt8]], in vault: [UInt8], keys: borrowing AuditKeys,
    on connection: borrowing Connection
  ) throws(AuditError) -> [ChainHead?] {
    var found: [ChainHead?] = []
    do {
      var statement = try connection.prepare(
        """
        SELECT \(StoredEvent.columns) FROM event WHERE subject = ? AND changes = 1
        ORDER BY sequence DESC LIMIT 1
        """)
      for subject in subjects {
        let event = try statement.first([.blob(subject)]) { row throws(StorageError) in
          try StoredEvent(row)
        }
        guard let event else {
          found.append(nil)
          continue
        }
        let link = event.link(in: vault)
        try authenticate(event, link: link, keys: keys)
        found.append(ChainHead(sequence: event.sequence, link: link))
      }
    } catch let error as StorageError {
      throw .storage(error)
    } catch let error as AuditError {
      throw error
    } catch {
      throw .damaged(sequence: 0, "it cannot be read")
    }
    return found
  }

  /// Opens an event after checking its MAC.
  static func open(
    _ event: StoredEvent, of vault: [UInt8], keys: borrowing AuditKeys
  ) throws(AuditError) -> OpenedEvent {
    guard let outcome = Outcome(rawValue: event.outcome) else {
      throw .damaged(sequence: event.sequence, "its outcome is unknown")
    }
    try authenticate(event, link: event.link(in: vault), keys: keys)
    let details: [Detail]
    if event.mac == nil {
      do {
        details = try EventSeal.unpack(event.details.span)
      } catch {
        throw .damaged(sequence: event.sequence, "its details cannot be read")
      }
    } else {
      let key = EventSeal.key(sequence: event.sequence, previous: event.previous, from: keys)
      guard event.commitment == EventHeader.commitment(to: key) else {
        throw .damaged(sequence: event.sequence, "it commits to another key")
      }
      details = try EventSeal.open(event, vault: vault, under: key)
    }
    return OpenedEvent(
      sequence: event.sequence, time: event.time, action: event.action, outcome: outcome.word,
      subject: event.subject, details: details, isAuthenticated: event.mac != nil)
  }
}
