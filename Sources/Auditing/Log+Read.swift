package import Storage

/// Reading the log back.
extension Log {
  /// What a plain listing shows: the newest events, or those before a sequence number.
  package struct Page: Sendable {
    package var limit: Int
    package var before: Int64?
    package var subject: [UInt8]?
    /// What pushes and bindings of others say that they are about counts as being about the subject.
    package var pushes: [Detail] = []

    package init(
      limit: Int, before: Int64? = nil, subject: [UInt8]? = nil, pushes: [Detail] = []
    ) {
      self.limit = limit
      self.before = before
      self.subject = subject
      self.pushes = pushes
    }
  }

  /// The events of a page, newest first.
  package static func events(
    _ page: Page, of vault: [UInt8], keys: borrowing AuditKeys,
    on connection: borrowing Connection
  ) throws(AuditError) -> [OpenedEvent] {
    var conditions = ["sequence < ?"]
    var values: [Value] = [.integer(page.before ?? .max)]
    if let subject = page.subject {
      let tags = EventTag.tags(of: page.pushes, by: keys)
      let places = Array(repeating: "?", count: tags.count).joined(separator: ", ")
      conditions.append(
        """
        (subject = ? OR sequence IN (SELECT sequence FROM event_tag WHERE tag IN (\(places)))
        AND (action GLOB 'push.*' OR action GLOB 'binding.*' OR action GLOB 'environment.*'))
        """)
      values.append(.blob(subject))
      values += tags.map { .integer($0) }
    }
    values.append(.integer(Int64(page.limit)))
    var stored: [StoredEvent] = []
    do {
      try connection.forEach(
        """
        SELECT \(StoredEvent.columns) FROM event WHERE \(conditions.joined(separator: " AND "))
        ORDER BY sequence DESC LIMIT ?
        """, values
      ) { row throws(StorageError) in stored.append(try StoredEvent(row)) }
    } catch {
      throw .storage(error)
    }
    var opened: [OpenedEvent] = []
    for event in stored {
      opened.append(try open(event, of: vault, keys: keys))
    }
    // Afterwards, so that an edited event is named itself and not by its neighbour.
    if page.subject == nil { try checkSuccession(of: stored, in: vault) }
    return opened
  }

  /// Nothing may be missing between neighbours of a page, given newest first.
  private static func checkSuccession(
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
      guard event.commitment == EventSeal.commitment(to: key) else {
        throw .damaged(sequence: event.sequence, "it commits to another key")
      }
      details = try EventSeal.open(event, vault: vault, under: key)
    }
    return OpenedEvent(
      sequence: event.sequence, time: event.time, action: event.action, outcome: outcome.word,
      subject: event.subject, details: details, isAuthenticated: event.mac != nil)
  }
}
