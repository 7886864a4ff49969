package import Proofs
import Sealing
package import Storage

/// Giving events away so that others can check them.
extension Log {
  /// Events in a row as links, of which the chosen ones are opened.
  package static func exported(
    after sequence: Int64, upTo last: Int64, limit: Int, of vault: [UInt8],
    keys: borrowing AuditKeys, on connection: borrowing Connection, isChosen: (Int64) -> Bool
  ) throws(AuditError) -> [(event: ExportedEvent, facts: [Fact]?)] {
    var stored: [StoredEvent] = []
    do throws(StorageError) {
      try connection.forEach(
        """
        SELECT \(StoredEvent.columns) FROM event WHERE sequence > ? AND sequence <= ?
        ORDER BY sequence LIMIT ?
        """, [.integer(sequence), .integer(last), .integer(Int64(limit))]
      ) { row throws(StorageError) in stored.append(try StoredEvent(row)) }
    } catch {
      throw .storage(error)
    }
    var exported: [(event: ExportedEvent, facts: [Fact]?)] = []
    exported.reserveCapacity(stored.count)
    for event in stored {
      let header = event.header
      try authenticate(event, link: header.link(in: vault), keys: keys)
      guard isChosen(event.sequence) else {
        exported.append((ExportedEvent(header), nil))
        continue
      }
      var key: [UInt8]?
      if event.mac != nil {
        let own = EventSeal.key(
          sequence: event.sequence, previous: event.previous, from: keys)
        let bytes = own.bytes
        key = bytes.indices.map { bytes[$0] }
      }
      let opened = ExportedEvent(header, sealed: event.details, key: key)
      do throws(SealingError) {
        exported.append((opened, try opened.facts(in: vault)))
      } catch {
        throw .damaged(sequence: event.sequence, "its details do not open")
      }
    }
    return exported
  }

  /// The numbers of the events in a span that a query means.
  package static func chosen(
    _ query: Query, after sequence: Int64, upTo last: Int64, in order: TimeOrder?,
    keys: borrowing AuditKeys, on connection: borrowing Connection
  ) throws(AuditError) -> Set<Int64> {
    var query = query
    query.after = sequence
    query.before = last == .max ? .max : last + 1
    query.limit = .max
    return Set(try numbers(query, in: order, keys: keys, on: connection))
  }

  /// The link of an event, by which the next one hangs on it; that of none is the vault's id.
  package static func link(
    of sequence: Int64, in vault: [UInt8], on connection: borrowing Connection
  ) throws(AuditError) -> [UInt8]? {
    guard sequence > 0 else { return vault }
    do throws(StorageError) {
      return try connection.first(
        "SELECT \(StoredEvent.columns) FROM event WHERE sequence = ?", [.integer(sequence)]
      ) { row throws(StorageError) in try StoredEvent(row) }?.link(in: vault)
    } catch {
      throw .storage(error)
    }
  }
}
