import Storage
import Testing

/// Statements that are kept for the next who asks the same.
@Suite struct ShelfTests {
  @Test func `two who ask the same at once get a statement each`() throws {
    let connection = try Connection.inMemory()
    try connection.execute("CREATE TABLE n (n INTEGER) STRICT; INSERT INTO n VALUES (1), (2)")
    var pairs: [Int64] = []
    try connection.forEach("SELECT n FROM n ORDER BY n") { outer throws(StorageError) in
      let left = try outer.integer(0)
      try connection.forEach("SELECT n FROM n ORDER BY n") { inner throws(StorageError) in
        pairs.append(left * 10 + (try inner.integer(0)))
      }
    }
    #expect(pairs == [11, 12, 21, 22])
  }

  @Test func `a kept statement has none of the last one's values and rows`() throws {
    let connection = try Connection.inMemory()
    let sql = "SELECT ?"
    #expect(try connection.integer(sql, [.integer(7)]) == 7)
    #expect(try connection.integer(sql, [.null]) == nil)
    let error = #expect(throws: StorageError.self) { try connection.run(sql) }
    #expect(error == .statement("wants 1 values and got 0, in: SELECT ?"))
    #expect(try connection.integer(sql, [.integer(8)]) == 8)
  }

  @Test func `a kept statement follows a change of the schema`() throws {
    let connection = try Connection.inMemory()
    try connection.execute("CREATE TABLE a (x INTEGER) STRICT; INSERT INTO a VALUES (1)")
    #expect(try connection.integer("SELECT x FROM a") == 1)
    try connection.execute("DROP TABLE a; CREATE TABLE a (y INTEGER, x INTEGER) STRICT")
    try connection.execute("INSERT INTO a VALUES (2, 3)")
    #expect(try connection.integer("SELECT x FROM a") == 3)
  }

  @Test func `a statement that failed works again, and more than are kept work too`() throws {
    let connection = try Connection.inMemory()
    try connection.execute("CREATE TABLE u (x INTEGER UNIQUE) STRICT")
    let sql = "INSERT INTO u VALUES (?)"
    try connection.run(sql, [.integer(1)])
    #expect(throws: StorageError.self) { try connection.run(sql, [.integer(1)]) }
    try connection.run(sql, [.integer(2)])
    for number in 0..<200 {
      #expect(try connection.integer("SELECT \(number)") == Int64(number))
    }
    #expect(try connection.integer("SELECT count(*) FROM u") == 2)
  }
}
