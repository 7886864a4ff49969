package import Storage

/// Asking the log.
extension Log {
  /// The events that a query means, in its order.
  ///
  /// Each is authentic; that none is missing is what `verify` proves.
  package static func events(
    _ query: Query, in order: TimeOrder?, of vault: [UInt8], keys: borrowing AuditKeys,
    on connection: borrowing Connection
  ) throws(AuditError) -> [OpenedEvent] {
    let numbers = try numbers(query, in: order, keys: keys, on: connection)
    var stored: [StoredEvent] = []
    do throws(StorageError) {
      var statement = try connection.prepare(
        "SELECT \(StoredEvent.columns) FROM event WHERE sequence = ?")
      for number in numbers {
        let event = try statement.first([.integer(number)]) { row throws(StorageError) in
          try StoredEvent(row)
        }
        guard let event else {
          throw .damaged("the index of tags names an event that is not there")
        }
        stored.append(event)
      }
    } catch {
      throw .storage(error)
    }
    var opened: [OpenedEvent] = []
    opened.reserveCapacity(stored.count)
    for event in stored { opened.append(try open(event, of: vault, keys: keys)) }
    // Afterwards, so that an edited event is named itself and not by its neighbour.
    if query.isWhole {
      try checkSuccession(of: query.oldestFirst ? stored.reversed() : stored, in: vault)
    }
    return opened
  }

  /// How the times of all events grow, for a log of which nobody has kept it.
  package static func timeOrder(
    on connection: borrowing Connection
  ) throws(AuditError) -> TimeOrder {
    var order = TimeOrder()
    do throws(StorageError) {
      try connection.forEach("SELECT time FROM event ORDER BY sequence") {
        row throws(StorageError) in order.add(try row.integer(0))
      }
    } catch {
      throw .storage(error)
    }
    return order
  }

  /// The numbers of the events that a query means.
  static func numbers(
    _ query: Query, in order: TimeOrder?, keys: borrowing AuditKeys,
    on connection: borrowing Connection
  ) throws(AuditError) -> [Int64] {
    guard query.limit > 0, query.each.allSatisfy({ !$0.isEmpty }) else { return [] }
    var tags: [Detail: Int64] = [:]
    for mark in query.each.joined() {
      switch mark {
      case .fact(let detail), .mention(let detail): tags[detail] = EventTag.tag(detail, by: keys)
      default: break
      }
    }
    do throws(StorageError) {
      let search = Search(query: query, span: try span(query, order, on: connection), tags: tags)
      let list = try rarest(of: search, on: connection)
      let marks: [Query.Mark?] = list.map { query.searched[$0] } ?? [nil]
      let wide = query.compared.map { Comparison($0, tags: tags) }
      var found: Set<Int64> = []
      for mark in marks {
        if wide.isEmpty {
          let text = search.events(leading: mark, of: list, limit: query.limit)
          try connection.forEach(text.sql, text.values) { row throws(StorageError) in
            found.insert(try row.integer(0))
          }
        } else {
          let text = search.events(leading: mark, of: list, limit: nil)
          found.formUnion(
            try compared(text, with: wide, limit: query.limit, on: connection))
        }
      }
      let sorted = query.oldestFirst ? found.sorted(by: <) : found.sorted(by: >)
      return Array(sorted.prefix(query.limit))
    } catch {
      throw .storage(error)
    }
  }

  private static func compared(
    _ text: Search.Text, with lists: [Comparison], limit: Int, on connection: borrowing Connection
  ) throws(StorageError) -> [Int64] {
    var found: [Int64] = []
    var statement = try connection.prepare(text.sql)
    try statement.bind(text.values)
    while found.count < limit, try statement.step() {
      if let number = try meant(statement.row, by: lists) { found.append(number) }
    }
    statement.reset()
    return found
  }

  private static func meant(
    _ row: borrowing Row, by lists: [Comparison]
  ) throws(StorageError) -> Int64? {
    for list in lists {
      guard try list.isBorne(by: row) else { return nil }
    }
    return try row.integer(0)
  }

  /// The list of marks that the fewest events bear.
  private static func rarest(
    of search: Search, on connection: borrowing Connection
  ) throws(StorageError) -> Int? {
    var best: (list: Int, count: Int64)?
    for (index, list) in search.query.searched.enumerated()
    where list.allSatisfy(Search.canLead) {
      var count: Int64 = 0
      for mark in list {
        let text = search.count(of: mark)
        count += try connection.integer(text.sql, text.values) ?? 0
        if count >= best?.count ?? .max { break }
      }
      if count < best?.count ?? .max { best = (index, count) }
    }
    return best?.list
  }

  /// The numbers between which all events of the query's time lie, both excluded.
  private static func span(
    _ query: Query, _ order: TimeOrder?, on connection: borrowing Connection
  ) throws(StorageError) -> (after: Int64, before: Int64) {
    var span = (after: query.after, before: query.before)
    guard let order, query.since != nil || query.until != nil else { return span }
    let last = try connection.integer("SELECT max(sequence) FROM event") ?? 0
    if let since = query.since {
      let first = try place(of: order.floor(of: since), last: last, on: connection)
      span.after = max(span.after, first - 1)
    }
    if let until = query.until {
      let first = try place(of: order.ceiling(of: until), last: last, on: connection)
      span.before = min(span.before, first)
    }
    return span
  }

  /// An event of this time or later after one that is earlier; or the place behind the last.
  private static func place(
    of time: Int64, last: Int64, on connection: borrowing Connection
  ) throws(StorageError) -> Int64 {
    var low: Int64 = 0
    var high = last + 1
    while high - low > 1 {
      let middle = low + (high - low) / 2
      guard
        let found = try connection.integer(
          "SELECT time FROM event WHERE sequence = ?", [.integer(middle)])
      else { throw .damaged("event \(middle) of the audit log is missing") }
      if found < time { low = middle } else { high = middle }
    }
    return high
  }
}

/// A list of marks that is too long to be searched for, to be compared with each event.
private struct Comparison {
  private var subjects: Set<[UInt8]> = []
  private var actions: Set<String> = []
  private var outcomes: Set<Int64> = []
  private var facts: Set<Int64> = []
  private var mentions: Set<Int64> = []

  init(_ list: [Query.Mark], tags: [Detail: Int64]) {
    for mark in list {
      switch mark {
      case .subject(let id): subjects.insert(id)
      case .action(let action): actions.insert(action)
      case .outcome(let outcome): outcomes.insert(outcome.rawValue)
      case .fact(let detail): facts.insert(tags[detail] ?? 0)
      case .mention(let detail): mentions.insert(tags[detail] ?? 0)
      }
    }
  }

  /// Whether a row of number, subject, tags, action and outcome bears one of the marks.
  func isBorne(by row: borrowing Row) throws(StorageError) -> Bool {
    if let subject = try row.optionalBlob(1), subjects.contains(subject) { return true }
    let action = try row.text(3)
    let outcome = try row.integer(4)
    if actions.contains(action) || outcomes.contains(outcome) { return true }
    guard !facts.isEmpty || !mentions.isEmpty else { return false }
    let isMentioning = !Query.actionsThatMentionNothing.contains(action)
    return EventTag.unpack(try row.blob(2)).contains { tag in
      facts.contains(tag) || isMentioning && mentions.contains(tag)
    }
  }
}
