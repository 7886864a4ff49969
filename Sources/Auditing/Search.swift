import Storage

/// How SQLite is asked for the events of a query: by one mark, comparing the rest.
///
/// The rarest list of marks leads, because each of its events costs a look at the others.
struct Search: Sendable {
  /// A statement with its values.
  struct Text {
    var sql = ""
    var values: [Value] = []

    mutating func add(_ sql: String, _ values: [Value] = []) {
      self.sql += sql
      self.values += values
    }
  }

  let query: Query
  /// The numbers between which the events lie, both excluded.
  let span: (after: Int64, before: Int64)
  /// The tags of all facts that the query names.
  let tags: [Detail: Int64]

  /// More than this is called many, and counted no further.
  static let many: Int64 = 8_192

  /// Counts the events of a mark, up to many.
  func count(of mark: Query.Mark) -> Text {
    let (table, condition, values) = lead(mark)
    var text = Text()
    text.add("SELECT count(*) FROM (SELECT 1 FROM \(table) d WHERE \(condition)", values)
    addSpan(to: &text)
    text.add(" LIMIT \(Self.many))")
    return text
  }

  /// The numbers of the events that bear a mark, or of all, and all that the query asks besides.
  ///
  /// Without a limit the row's contents follow, for a comparison.
  func events(leading mark: Query.Mark?, of list: Int?, limit: Int?) -> Text {
    var text = Text()
    let row: String
    let (table, condition, values) = mark.map(lead) ?? ("event", "1", [])
    let columns = limit == nil ? ", e.subject, e.tags, e.action, e.outcome" : ""
    if table == "event_tag" {
      row = "e"
      text.add(
        "SELECT d.sequence\(columns) FROM event_tag d CROSS JOIN event e"
          + " ON e.sequence = d.sequence WHERE \(condition)", values)
    } else {
      row = "d"
      text.add(
        "SELECT d.sequence\(columns.replacing("e.", with: "d.")) FROM \(table) d"
          + "\(hint(mark)) WHERE \(condition)", values)
    }
    addSpan(to: &text)
    if case .mention? = mark { addMentioning(row, to: &text) }
    for (index, other) in query.searched.enumerated() where index != list {
      add(other, row, to: &text)
    }
    if let since = query.since { text.add(" AND \(row).time >= ?", [.integer(since)]) }
    if let until = query.until { text.add(" AND \(row).time < ?", [.integer(until)]) }
    text.add(" ORDER BY d.sequence\(query.oldestFirst ? "" : " DESC")")
    if let limit { text.add(" LIMIT ?", [.integer(Int64(limit))]) }
    return text
  }

  /// Whether there is an index by which a mark's events are found.
  static func canLead(_ mark: Query.Mark) -> Bool { mark != .outcome(.done) }

  private func lead(_ mark: Query.Mark) -> (table: String, condition: String, values: [Value]) {
    switch mark {
    case .subject(let id): ("event", "d.subject = ?", [.blob(id)])
    case .fact(let detail), .mention(let detail):
      ("event_tag", "d.tag = ?", [.integer(tags[detail] ?? 0)])
    case .action(let action): ("event", "d.action = ?", [.text(action)])
    // The index holds only those that are not done, and SQLite has to be told so.
    case .outcome(let outcome):
      ("event", "d.outcome = \(outcome.rawValue) AND d.outcome > 1", [])
    }
  }

  private func hint(_ mark: Query.Mark?) -> String {
    switch mark {
    case .subject: " INDEXED BY event_subject"
    case .action: " INDEXED BY event_action"
    case .outcome: " INDEXED BY event_outcome"
    case .fact, .mention: ""
    case nil: " NOT INDEXED"
    }
  }

  private func addSpan(to text: inout Text) {
    text.add(
      " AND d.sequence > ? AND d.sequence < ?", [.integer(span.after), .integer(span.before)])
  }

  private func addMentioning(_ row: String, to text: inout Text) {
    let names = Query.actionsThatMentionNothing
    text.add(" AND \(row).action NOT IN (\(places(names.count)))", names.map(Value.text))
  }

  /// A list of which one mark must be borne.
  private func add(_ list: [Query.Mark], _ row: String, to text: inout Text) {
    var columns: [String: [Value]] = [:]
    var facts: [Value] = []
    var mentions: [Value] = []
    for mark in list {
      switch mark {
      case .subject(let id): columns["subject", default: []].append(.blob(id))
      case .action(let action): columns["action", default: []].append(.text(action))
      case .outcome(let outcome):
        columns["outcome", default: []].append(.integer(outcome.rawValue))
      case .fact(let detail): facts.append(.integer(tags[detail] ?? 0))
      case .mention(let detail): mentions.append(.integer(tags[detail] ?? 0))
      }
    }
    text.add(" AND (0")
    for (column, values) in columns.sorted(by: { $0.key < $1.key }) {
      text.add(" OR \(row).\(column) IN (\(places(values.count)))", values)
    }
    for (values, isMention) in [(facts, false), (mentions, true)] where !values.isEmpty {
      text.add(
        " OR EXISTS (SELECT 1 FROM event_tag t WHERE t.tag IN (\(places(values.count)))"
          + " AND t.sequence = d.sequence)", values)
      if isMention { addMentioning(row, to: &text) }
    }
    text.add(")")
  }

  private func places(_ count: Int) -> String {
    Array(repeating: "?", count: count).joined(separator: ", ")
  }
}
