import CSQLite

extension Connection {
  /// Runs one or many statements whose rows, if any, nobody wants.
  package borrowing func execute(_ sql: String) throws(StorageError) {
    try requireCertainty()
    try check(unsafe sqlite3_exec(handle, sql, nil, nil, nil), sql: sql)
  }

  /// Prepares one statement, to be run many times.
  @_lifetime(borrow self)
  package borrowing func prepare(_ sql: String) throws(StorageError) -> Statement {
    try requireCertainty()
    return try Statement(sql, on: self)
  }

  /// Runs one statement and checks how many rows it changed when a count is given.
  ///
  /// A wrong count leaves nothing behind outside of a transaction; inside of one the caller rolls
  /// back.
  package borrowing func run(
    _ sql: String, _ values: [Value] = [], changing expected: Int? = nil
  ) throws(StorageError) {
    guard expected != nil, !isInTransaction else {
      return try runOnce(sql, values, changing: expected)
    }
    try transaction { () throws(StorageError) in
      try runOnce(sql, values, changing: expected)
    }
  }

  /// Reads the first row, if there is one.
  package borrowing func first<T: ~Copyable>(
    _ sql: String, _ values: [Value] = [], _ read: (borrowing Row) throws(StorageError) -> T
  ) throws(StorageError) -> T? {
    var statement = try prepare(sql)
    return try statement.first(values, read)
  }

  /// Reads the first row, if there is one, in a closure with errors of its own.
  package borrowing func first<T: ~Copyable, E: Error>(
    _ sql: String, _ values: [Value] = [], mapping: (StorageError) -> E,
    _ read: (borrowing Row) throws(E) -> T
  ) throws(E) -> T? {
    var statement = try prepare(sql, mapping: mapping)
    return try statement.first(values, mapping: mapping, read)
  }

  /// Hands over every row in turn.
  package borrowing func forEach(
    _ sql: String, _ values: [Value] = [], _ body: (borrowing Row) throws(StorageError) -> Void
  ) throws(StorageError) {
    var statement = try prepare(sql)
    try statement.forEach(values, body)
  }

  /// Hands over every row in turn, to a closure with errors of its own.
  package borrowing func forEach<E: Error>(
    _ sql: String, _ values: [Value] = [], mapping: (StorageError) -> E,
    _ body: (borrowing Row) throws(E) -> Void
  ) throws(E) {
    var statement = try prepare(sql, mapping: mapping)
    try statement.forEach(values, mapping: mapping, body)
  }

  /// The number in the first column of the first row; nil for no row and for null.
  package borrowing func integer(
    _ sql: String, _ values: [Value] = []
  ) throws(StorageError) -> Int64? {
    var statement = try prepare(sql)
    return try statement.first(values) { row throws(StorageError) in
      try row.optionalInteger(0)
    } ?? nil
  }

  @_lifetime(borrow self)
  private borrowing func prepare<E: Error>(
    _ sql: String, mapping: (StorageError) -> E
  ) throws(E) -> Statement {
    do throws(StorageError) { return try prepare(sql) } catch { throw mapping(error) }
  }

  private borrowing func runOnce(
    _ sql: String, _ values: [Value], changing expected: Int?
  ) throws(StorageError) {
    var statement = try prepare(sql)
    try statement.run(values, changing: expected)
  }
}
