package import Storage

/// When something happened last, of many at once.
extension Log {
  /// For each mark, the newest event of an action that bears it.
  ///
  /// A few marks are followed by themselves for a while. Beyond that the numbers of all events of the
  /// action are read, once and from their index alone, and each mark is followed in its own index up
  /// to the first of them: never a walk over the log. `looks` is how long a while is.
  package static func last(
    _ action: Action, of marks: [Query.Mark], looks: Int = 8_192, in vault: [UInt8],
    keys: borrowing AuditKeys, on connection: borrowing Connection
  ) throws(AuditError) -> [LastEvent?] {
    let trails = marks.map { Trail($0, keys: keys) }
    let numbers: [Int64?]
    do throws(StorageError) {
      numbers = try LastSearch(action, looks: looks).numbers(of: trails, on: connection)
    } catch {
      throw .storage(error)
    }
    var found: [LastEvent?] = []
    found.reserveCapacity(numbers.count)
    for (trail, number) in zip(trails, numbers) {
      guard let number else {
        found.append(nil)
        continue
      }
      let event = try stored(number, on: connection)
      guard event.action == action.rawValue, trail.isBorne(by: event) else {
        throw .damaged(sequence: number, "an index of the log leads to it and should not")
      }
      try authenticate(event, link: event.link(in: vault), keys: keys)
      found.append(LastEvent(sequence: number, time: event.time))
    }
    return found
  }

  /// The newest event that wrote a subject's records and may have replaced one of some fields.
  package static func lastChange(
    of subject: [UInt8], naming fields: Set<String>, before sequence: Int64 = .max,
    in vault: [UInt8], keys: borrowing AuditKeys, on connection: borrowing Connection
  ) throws(AuditError) -> OpenedEvent? {
    var before = sequence
    while let event = try change(of: subject, before: before, on: connection) {
      before = event.sequence
      let opened = try open(event, of: vault, keys: keys)
      if opened.values(of: .field).contains(where: fields.contains) { return opened }
    }
    return nil
  }

  private static let replacing = Action.allCases.filter(\.mayReplaceFields).map(\.rawValue)

  private static let searchForChange = """
    SELECT \(StoredEvent.columns) FROM event INDEXED BY event_change
    WHERE subject = ? AND changes = 1 AND sequence < ?
    AND action IN (\(replacing.map { _ in "?" }.joined(separator: ", ")))
    ORDER BY sequence DESC LIMIT 1
    """

  private static func change(
    of subject: [UInt8], before sequence: Int64, on connection: borrowing Connection
  ) throws(AuditError) -> StoredEvent? {
    do throws(StorageError) {
      return try connection.first(
        searchForChange, [.blob(subject), .integer(sequence)] + replacing.map(Value.text)
      ) { row throws(StorageError) in try StoredEvent(row) }
    } catch {
      throw .storage(error)
    }
  }

  private static func stored(
    _ number: Int64, on connection: borrowing Connection
  ) throws(AuditError) -> StoredEvent {
    let event: StoredEvent?
    do throws(StorageError) {
      event = try connection.first(
        "SELECT \(StoredEvent.columns) FROM event WHERE sequence = ?", [.integer(number)]
      ) { row throws(StorageError) in try StoredEvent(row) }
    } catch {
      throw .storage(error)
    }
    guard let event else {
      throw .damaged(sequence: number, "an index of the log names it, and it is not there")
    }
    return event
  }
}

/// The newest event of a kind.
package struct LastEvent: Equatable, Sendable {
  package let sequence: Int64
  /// Milliseconds since 1970.
  package let time: Int64
}

/// What events are followed by, in the index that leads to them.
struct Trail: Sendable {
  enum Way: Sendable {
    case subject([UInt8])
    case tag(Int64)
    /// Nothing leads there.
    case none
  }
  let way: Way

  init(_ mark: Query.Mark, keys: borrowing AuditKeys) {
    way =
      switch mark {
      case .subject(let id): .subject(id)
      case .fact(let detail), .mention(let detail): .tag(EventTag.tag(detail, by: keys))
      case .action, .outcome: .none
      }
  }

  func isBorne(by event: StoredEvent) -> Bool {
    switch way {
    case .subject(let id): event.subject == id
    case .tag(let tag): EventTag.unpack(event.tags).contains(tag)
    case .none: false
    }
  }
}
