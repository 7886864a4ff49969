import Sealing
package import Storage

/// Proving that nobody edited the log.
extension Log {
  /// What a walk over the whole chain saw.
  package struct Verification: Equatable, Sendable {
    package let events: Int64
    package let head: ChainHead
    /// For each subject that still has records, its last change.
    package let lastChanges: [[UInt8]: ChainHead]
    /// How many events were written without a key.
    package let withoutKey: Int64
  }

  /// Walks the chain from the first event to the last: order, hashes, MACs, tags.
  package static func verify(
    of vault: [UInt8], keys: borrowing AuditKeys, checkpoints: [ChainHead] = [],
    on connection: borrowing Connection
  ) throws(AuditError) -> Verification {
    var expected: [Int64: [UInt8]] = [:]
    for checkpoint in checkpoints { expected[checkpoint.sequence] = checkpoint.link }
    var head = ChainHead.start(of: vault)
    var events: Int64 = 0
    var tags: Int64 = 0
    var withoutKey: Int64 = 0
    var lastChanges: [[UInt8]: ChainHead] = [:]
    var statementsLeft = true
    while statementsLeft {
      let batch = try batch(after: head.sequence, on: connection)
      statementsLeft = !batch.isEmpty
      for event in batch {
        guard event.sequence == head.sequence + 1 else {
          throw .damaged(
            sequence: head.sequence + 1, "it is missing; the next one is \(event.sequence)")
        }
        guard event.previous == head.link else {
          throw .damaged(
            sequence: event.sequence,
            "it does not follow the one before it; one of the two was edited")
        }
        let link = event.link(in: vault)
        if let signed = expected.removeValue(forKey: event.sequence), signed != link {
          throw .damaged(sequence: event.sequence, "it is not the one that a checkpoint signed")
        }
        try authenticate(event, link: link, keys: keys)
        if event.mac == nil { withoutKey += 1 }
        if event.changes, let subject = event.subject {
          lastChanges[subject] = ChainHead(sequence: event.sequence, link: link)
        }
        if Action(rawValue: event.action)?.endsSubject == true, let subject = event.subject {
          lastChanges[subject] = nil
        }
        events += 1
        tags += try checkTags(of: event, on: connection)
        head = ChainHead(sequence: event.sequence, link: link)
      }
    }
    let stored: Int64
    do {
      stored = try connection.integer("SELECT count(*) FROM event_tag") ?? 0
    } catch {
      throw .storage(error)
    }
    if let beyond = expected.keys.max() {
      throw .cutOff(expected: beyond, found: head.sequence)
    }
    guard stored == tags else {
      throw .damaged(sequence: head.sequence, "the index of tags holds rows that no event has")
    }
    return Verification(
      events: events, head: head, lastChanges: lastChanges, withoutKey: withoutKey)
  }

  static func authenticate(
    _ event: StoredEvent, link: [UInt8], keys: borrowing AuditKeys
  ) throws(AuditError) {
    guard let mac = event.mac else {
      guard event.isWithinMeansOfTheKeyless else {
        throw .damaged(sequence: event.sequence, "its authentication was taken away")
      }
      return
    }
    guard mac == Digest.keyed(link.span, by: keys.chain) else {
      throw .damaged(sequence: event.sequence, "it was edited")
    }
  }

  private static func batch(
    after sequence: Int64, on connection: borrowing Connection
  ) throws(AuditError) -> [StoredEvent] {
    var batch: [StoredEvent] = []
    do {
      try connection.forEach(
        """
        SELECT \(StoredEvent.columns) FROM event WHERE sequence > ?
        ORDER BY sequence LIMIT 1024
        """, [.integer(sequence)]
      ) { row throws(StorageError) in batch.append(try StoredEvent(row)) }
    } catch {
      throw .storage(error)
    }
    return batch
  }

  /// Compares the tags in the event with those by which it would be found; gives their number.
  private static func checkTags(
    of event: StoredEvent, on connection: borrowing Connection
  ) throws(AuditError) -> Int64 {
    guard event.tags.count.isMultiple(of: 8) else {
      throw .damaged(sequence: event.sequence, "its tags are cut off")
    }
    for start in stride(from: 0, to: event.tags.count, by: 8) {
      let tag = event.tags[start..<start + 8].reduce(Int64(0)) { $0 << 8 | Int64($1) }
      let found: Int64?
      do {
        found = try connection.integer(
          "SELECT count(*) FROM event_tag WHERE tag = ? AND sequence = ?",
          [.integer(tag), .integer(event.sequence)])
      } catch {
        throw .storage(error)
      }
      guard found == 1 else {
        throw .damaged(sequence: event.sequence, "it cannot be found by one of its tags")
      }
    }
    return Int64(event.tags.count / 8)
  }
}
