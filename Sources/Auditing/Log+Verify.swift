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
    var walk = Walk(of: vault, checkpoints: checkpoints)
    var batch = Batch(after: 0, on: connection)
    while !batch.events.isEmpty {
      var links: [[UInt8]] = []
      var isAuthentic: [Bool] = []
      for event in batch.events {
        let link = event.link(in: vault)
        isAuthentic.append(event.mac == Digest.keyed(link.span, by: keys.chain))
        links.append(link)
      }
      try walk.take(batch.events, links: links, isAuthentic: isAuthentic)
      batch = Batch(after: batch.last, on: connection)
    }
    if let error = batch.error { throw .storage(error) }
    if let beyond = walk.expected.keys.max() {
      throw .cutOff(expected: beyond, found: walk.head.sequence)
    }
    let sums: IndexSums
    do throws(StorageError) { sums = try IndexSums(on: connection) } catch { throw .storage(error) }
    guard sums == walk.sums else {
      try locate(on: connection)
      throw .damaged(
        sequence: walk.head.sequence, "an index of the log is not that of the events up to it")
    }
    return Verification(
      events: walk.events, head: walk.head, lastChanges: walk.lastChanges,
      withoutKey: walk.withoutKey)
  }

  static func authenticate(
    _ event: StoredEvent, link: [UInt8], keys: borrowing AuditKeys
  ) throws(AuditError) {
    guard let mac = event.mac else { return try checkMAC(event, isAuthentic: nil) }
    try checkMAC(event, isAuthentic: mac == Digest.keyed(link.span, by: keys.chain))
  }

  /// What a MAC says, or that there is none.
  fileprivate static func checkMAC(
    _ event: StoredEvent, isAuthentic: Bool?
  ) throws(AuditError) {
    guard let isAuthentic else {
      guard event.isWithinMeansOfTheKeyless else {
        throw .damaged(sequence: event.sequence, "its authentication was taken away")
      }
      return
    }
    guard isAuthentic else { throw .damaged(sequence: event.sequence, "it was edited") }
  }

  /// Finds what the sums of the tags have shown to be there: slow, and only for the message.
  private static func locate(on connection: borrowing Connection) throws(AuditError) {
    var batch = Batch(after: 0, on: connection)
    var found: AuditError?
    do throws(StorageError) {
      while !batch.events.isEmpty, found == nil {
        for event in batch.events where found == nil {
          for tag in EventTag.unpack(event.tags) {
            let count = try connection.integer(
              "SELECT count(*) FROM event_tag WHERE tag = ? AND sequence = ?",
              [.integer(tag), .integer(event.sequence)])
            if count != 1 {
              found = .damaged(
                sequence: event.sequence, "it cannot be found by one of its tags")
            }
          }
          let count = try connection.integer(
            "SELECT count(*) FROM event INDEXED BY event_action WHERE action = ? AND sequence = ?",
            [.text(event.action), .integer(event.sequence)])
          if count != 1 {
            found = .damaged(sequence: event.sequence, "it cannot be found by what was done")
          }
        }
        batch = Batch(after: batch.last, on: connection)
      }
      try connection.forEach(
        """
        SELECT t.tag, t.sequence, e.tags FROM event_tag t LEFT JOIN event e
        ON e.sequence = t.sequence
        """
      ) { row throws(StorageError) in
        // The first that was found, here or before, is what is told.
        guard found == nil else { return }
        let tags = EventTag.unpack(try row.optionalBlob(2) ?? [])
        if !tags.contains(try row.integer(0)) {
          found = .damaged(
            sequence: try row.integer(1), "the index of tags holds rows that no event has")
        }
      }
    } catch {
      throw .storage(error)
    }
    if let found { throw found }
  }
}

/// Some events in a row, or why they could not be read.
private struct Batch {
  private(set) var events: [StoredEvent] = []
  private(set) var error: StorageError?
  var last: Int64 { events.last?.sequence ?? 0 }

  /// The first events.
  init(after sequence: Int64, on connection: borrowing Connection) {
    events.reserveCapacity(2_048)
    do throws(StorageError) {
      try connection.forEach(
        """
        SELECT \(StoredEvent.columns) FROM event WHERE sequence > ?
        ORDER BY sequence LIMIT 2048
        """, [.integer(sequence)]
      ) { row throws(StorageError) in events.append(try StoredEvent(row)) }
    } catch {
      self.error = error
    }
  }
}

/// What is known of the chain so far.
private struct Walk {
  private let vault: [UInt8]
  /// What was signed about events; two statements about one may differ.
  private(set) var expected: [Int64: Set<[UInt8]>] = [:]
  private(set) var head: ChainHead
  private(set) var events: Int64 = 0
  private(set) var withoutKey: Int64 = 0
  private(set) var lastChanges: [[UInt8]: ChainHead] = [:]
  private(set) var sums = IndexSums()

  init(of vault: [UInt8], checkpoints: [ChainHead]) {
    self.vault = vault
    head = .start(of: vault)
    for checkpoint in checkpoints {
      expected[checkpoint.sequence, default: []].insert(checkpoint.link)
    }
  }

  mutating func take(
    _ batch: [StoredEvent], links: [[UInt8]], isAuthentic: [Bool]
  ) throws(AuditError) {
    for (index, event) in batch.enumerated() {
      guard event.sequence == head.sequence + 1 else {
        throw .damaged(
          sequence: head.sequence + 1, "it is missing; the next one is \(event.sequence)")
      }
      guard event.previous == head.link else {
        throw .damaged(
          sequence: event.sequence,
          "it does not follow the one before it; one of the two was edited")
      }
      let link = links[index]
      if !expected.isEmpty, let signed = expected.removeValue(forKey: event.sequence),
        signed != [link]
      {
        throw .damaged(sequence: event.sequence, "it is not the one that a checkpoint signed")
      }
      try Log.checkMAC(event, isAuthentic: event.mac == nil ? nil : isAuthentic[index])
      if event.mac == nil { withoutKey += 1 }
      if event.changes, let subject = event.subject {
        lastChanges[subject] = ChainHead(sequence: event.sequence, link: link)
        if Action(rawValue: event.action)?.endsSubject == true { lastChanges[subject] = nil }
      }
      guard event.tags.count.isMultiple(of: 8) else {
        throw .damaged(sequence: event.sequence, "its tags are cut off")
      }
      sums.add(event)
      events += 1
      head = ChainHead(sequence: event.sequence, link: link)
    }
  }
}

/// What the indexes of the log hold, as sums.
private struct IndexSums: Equatable {
  private var tags = TagSum()
  private var actions = TagSum()
  private var subjects = TagSum()
  private var outcomes = TagSum()

  init() {}

  mutating func add(_ event: StoredEvent) {
    for tag in EventTag.unpack(event.tags) { tags.add(tag, event.sequence) }
    actions.add(event.action, event.sequence)
    if let subject = event.subject { subjects.add(subject, event.sequence) }
    // Those that are done are not in the index.
    if event.outcome > 1 { outcomes.add(event.outcome, event.sequence) }
  }

  /// As the indexes themselves say.
  init(on connection: borrowing Connection) throws(StorageError) {
    try connection.forEach("SELECT tag, sequence FROM event_tag") { row throws(StorageError) in
      tags.add(try row.integer(0), try row.integer(1))
    }
    try connection.forEach("SELECT action, sequence FROM event INDEXED BY event_action") {
      row throws(StorageError) in
      actions.add(try row.text(0), try row.integer(1))
    }
    try connection.forEach(
      "SELECT subject, sequence FROM event INDEXED BY event_subject WHERE subject IS NOT NULL"
    ) { row throws(StorageError) in
      subjects.add(try row.blob(0), try row.integer(1))
    }
    try connection.forEach(
      "SELECT outcome, sequence FROM event INDEXED BY event_outcome WHERE outcome > 1"
    ) { row throws(StorageError) in
      outcomes.add(try row.integer(0), try row.integer(1))
    }
  }
}
