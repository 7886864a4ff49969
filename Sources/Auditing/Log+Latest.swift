package import Storage

/// Finding the last of a kind without walking the log.
extension Log {
  /// The newest events of one action about one subject, newest first.
  ///
  /// Costs as much as the subject has events, so the subject should have few.
  package static func latest(
    _ action: Action, about subject: [UInt8], olderThan time: Int64 = .max, limit: Int = 1,
    of vault: [UInt8], keys: borrowing AuditKeys, on connection: borrowing Connection
  ) throws(AuditError) -> [OpenedEvent] {
    var stored: [StoredEvent] = []
    do throws(StorageError) {
      try connection.forEach(
        """
        SELECT \(StoredEvent.columns) FROM event WHERE subject = ? AND action = ? AND time < ?
        ORDER BY sequence DESC LIMIT ?
        """,
        [.blob(subject), .text(action.rawValue), .integer(time), .integer(Int64(limit))]
      ) { row throws(StorageError) in stored.append(try StoredEvent(row)) }
    } catch {
      throw .storage(error)
    }
    var opened: [OpenedEvent] = []
    for event in stored { opened.append(try open(event, of: vault, keys: keys)) }
    return opened
  }

  /// Where the log ends, as anybody can see it, and when its last event was written.
  package static func end(
    of vault: [UInt8], on connection: borrowing Connection
  ) throws(AuditError) -> (head: ChainHead, time: Int64)? {
    do throws(StorageError) {
      return try last(on: connection).map { event in
        (ChainHead(sequence: event.sequence, link: event.link(in: vault)), event.time)
      }
    } catch {
      throw .storage(error)
    }
  }
}
