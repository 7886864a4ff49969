import CSQLite

extension Statement {
  /// Runs the statement to its end and checks how many rows it changed when a count is given.
  @_lifetime(self: copy self)
  package mutating func run(
    _ values: [Value] = [], changing expected: Int? = nil
  ) throws(StorageError) {
    try bind(values)
    while try step() {}
    reset()
    guard let expected else { return }
    let found = unsafe Int(sqlite3_changes64(sqlite3_db_handle(handle)))
    guard found == expected else {
      throw .wrongChangeCount(expected: expected, found: found)
    }
  }

  /// Writes one row of two numbers, which a large import does a million times.
  @_lifetime(self: copy self)
  package mutating func runOnce(_ first: Int64, _ second: Int64) throws(StorageError) {
    try bind(first, second)
    while try step() {}
    reset()
    let found = unsafe Int(sqlite3_changes64(sqlite3_db_handle(handle)))
    guard found == 1 else { throw .wrongChangeCount(expected: 1, found: found) }
  }

  /// Reads the first row, if there is one.
  @_lifetime(self: copy self)
  package mutating func first<T: ~Copyable>(
    _ values: [Value] = [], _ read: (borrowing Row) throws(StorageError) -> T
  ) throws(StorageError) -> T? {
    try first(values, mapping: { $0 }, read)
  }

  /// Reads the first row, if there is one, in a closure with errors of its own.
  @_lifetime(self: copy self)
  package mutating func first<T: ~Copyable, E: Error>(
    _ values: [Value] = [], mapping: (StorageError) -> E,
    _ read: (borrowing Row) throws(E) -> T
  ) throws(E) -> T? {
    do throws(StorageError) {
      try bind(values)
      guard try step() else { return nil }
    } catch {
      throw mapping(error)
    }
    defer { reset() }
    return try read(row)
  }

  /// Hands over every row in turn.
  @_lifetime(self: copy self)
  package mutating func forEach(
    _ values: [Value] = [], _ body: (borrowing Row) throws(StorageError) -> Void
  ) throws(StorageError) {
    try forEach(values, mapping: { $0 }, body)
  }

  /// Hands over every row in turn, to a closure with errors of its own.
  @_lifetime(self: copy self)
  package mutating func forEach<E: Error>(
    _ values: [Value] = [], mapping: (StorageError) -> E,
    _ body: (borrowing Row) throws(E) -> Void
  ) throws(E) {
    defer { reset() }
    do throws(StorageError) { try bind(values) } catch { throw mapping(error) }
    while true {
      do throws(StorageError) {
        guard try step() else { return }
      } catch {
        throw mapping(error)
      }
      try body(row)
    }
  }
}
