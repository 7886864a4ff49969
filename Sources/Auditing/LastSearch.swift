import Storage

/// The search for the newest event of one action on each of many trails.
struct LastSearch {
  private let action: String
  /// So many looks at events in all before the index of the action is read as a whole.
  private let looks: Int

  init(_ action: Action, looks: Int) {
    self.action = action.rawValue
    self.looks = looks
  }

  /// The number of the newest event on each trail, in their order.
  func numbers(
    of trails: [Trail], on connection: borrowing Connection
  ) throws(StorageError) -> [Int64?] {
    var found: [Int64?] = Array(repeating: nil, count: trails.count)
    // Where the action is rare, its own index is the shortest way for however many.
    let isRare = try !isFrequent(on: connection)
    var rest = Array(trails.indices)
    if !isRare {
      let share = looks / max(trails.count, 1)
      var open: [Int] = []
      for index in rest {
        switch try near(trails[index], within: share, on: connection) {
        case .found(let number): found[index] = number
        case .none: break
        case .beyond: open.append(index)
        }
      }
      rest = open
    }
    guard !rest.isEmpty else { return found }
    let numbers = try all(on: connection)
    guard let first = numbers.first else { return found }
    for index in rest {
      found[index] = try newest(on: trails[index], among: numbers, from: first, on: connection)
    }
    return found
  }

  private enum Near {
    case found(Int64)
    /// The whole trail was seen.
    case none
    case beyond
  }

  private func isFrequent(on connection: borrowing Connection) throws(StorageError) -> Bool {
    let count = try connection.integer(
      """
      SELECT count(*) FROM (
      SELECT 1 FROM event INDEXED BY event_action WHERE action = ? LIMIT \(looks))
      """, [.text(action)])
    return count ?? 0 >= Int64(looks)
  }

  /// Looks at the newest events of a trail themselves.
  private func near(
    _ trail: Trail, within looks: Int, on connection: borrowing Connection
  ) throws(StorageError) -> Near {
    guard let (sql, value) = Self.walk(trail, withAction: true) else { return .none }
    var statement = try connection.prepare(sql)
    try statement.bind([value])
    var seen = 0
    while seen < looks {
      guard try statement.step() else {
        statement.reset()
        return .none
      }
      seen += 1
      if try statement.row.text(1) == action {
        let number = try statement.row.integer(0)
        statement.reset()
        return .found(number)
      }
    }
    statement.reset()
    return .beyond
  }

  /// The numbers of all events of the action, ascending.
  private func all(on connection: borrowing Connection) throws(StorageError) -> [Int64] {
    var numbers: [Int64] = []
    try connection.forEach(
      "SELECT sequence FROM event INDEXED BY event_action WHERE action = ? ORDER BY sequence",
      [.text(action)]
    ) { row throws(StorageError) in numbers.append(try row.integer(0)) }
    return numbers
  }

  /// Follows a trail from its newest event down to the first that is one of the action's.
  private func newest(
    on trail: Trail, among numbers: [Int64], from first: Int64,
    on connection: borrowing Connection
  ) throws(StorageError) -> Int64? {
    guard let (sql, value) = Self.walk(trail, withAction: false) else { return nil }
    var statement = try connection.prepare(sql)
    try statement.bind([value])
    var found: Int64?
    while found == nil, try statement.step() {
      let number = try statement.row.integer(0)
      if number < first { break }
      if Self.contains(number, numbers) { found = number }
    }
    statement.reset()
    return found
  }

  /// A trail's events, newest first; their numbers are in the index, what was done is not.
  private static func walk(_ trail: Trail, withAction: Bool) -> (sql: String, value: Value)? {
    switch trail.way {
    case .subject(let id):
      (
        "SELECT sequence\(withAction ? ", action" : "") FROM event INDEXED BY event_subject"
          + " WHERE subject = ? ORDER BY sequence DESC", .blob(id)
      )
    case .tag(let tag):
      withAction
        ? (
          "SELECT d.sequence, e.action FROM event_tag d CROSS JOIN event e"
            + " ON e.sequence = d.sequence WHERE d.tag = ? ORDER BY d.sequence DESC",
          .integer(tag)
        )
        : ("SELECT sequence FROM event_tag WHERE tag = ? ORDER BY sequence DESC", .integer(tag))
    case .none: nil
    }
  }

  private static func contains(_ number: Int64, _ numbers: [Int64]) -> Bool {
    var low = 0
    var high = numbers.count
    while low < high {
      let middle = (low + high) / 2
      if numbers[middle] < number { low = middle + 1 } else { high = middle }
    }
    return low < numbers.count && numbers[low] == number
  }
}
