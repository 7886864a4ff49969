import Storage
import Testing

@Suite struct StatementTests {
  @Test func `gives back what it was given`() throws {
    let connection = try Connection.inMemory()
    let values: [Value] = [
      .null, .integer(.min), .integer(.max), .text(""), .text("a\0b ü 🔑"), .blob([]),
      .blob([0, 255, 0]),
    ]
    let back = try connection.first("SELECT ?, ?, ?, ?, ?, ?, ?", values) {
      row throws(StorageError) in
      [
        Value.optional(try row.optionalBlob(0)), .integer(try row.integer(1)),
        .integer(try row.integer(2)), .text(try row.text(3)), .text(try row.text(4)),
        .blob(try row.blob(5)), .blob(try row.blob(6)),
      ]
    }
    #expect(back == values)
  }

  @Test func `refuses too few and too many values`() throws {
    let connection = try Connection.inMemory()
    for values in [[], [.null, .null]] as [[Value]] {
      let error = failure { () throws(StorageError) in try connection.run("SELECT ?", values) }
      #expect(error == .statement("wants 1 values and got \(values.count), in: SELECT ?"))
    }
  }

  @Test func `a statement of several lines is shown on one`() throws {
    let connection = try Connection.inMemory()
    let error = failure { () throws(StorageError) in try connection.run("SELECT\n  ?", []) }
    #expect(error == .statement("wants 1 values and got 0, in: SELECT ?"))
  }

  @Test(arguments: ["", "   ", "SELECT 1; SELECT 2", "SELECT 1; DROP TABLE note"])
  func `refuses all but one statement`(sql: String) throws {
    let connection = try Connection.inMemory()
    let error = failure { () throws(StorageError) in try connection.run(sql) }
    guard case .statement = error else {
      Issue.record("got \(String(describing: error))")
      return
    }
  }

  @Test func `allows a statement its final semicolon`() throws {
    let connection = try Connection.inMemory()
    #expect(try connection.integer("SELECT 4;\n") == 4)
  }

  @Test func `never tells a value in an error`() throws {
    let scratch = try Scratch()
    let connection = try scratch.notebook()
    let canary = Value.text("canary-31d0")
    let wrong = [
      "INSERT INTO note (id, text) VALUES (1, ?)",
      "INSERT INTO note (id, text) VALUES (2, ?)",
      "INSERT INTO note (id, text, data) VALUES (1, 'x', ?)",
      "INSERT INTO note (id) VALUES (?)",
      "SELECT json(?)",
      "SELECT nothing(?)",
      "SELECT abs(-9223372036854775807 - 1), ?",
    ]
    try connection.run(wrong[0], [canary])
    for sql in wrong {
      let error = failure { () throws(StorageError) in try connection.run(sql, [canary]) }
      let found = try #require(error)
      #expect(!"\(found) \(found.message) \(found.remedy)".contains("canary"))
    }
  }

  @Test func `checks how many rows changed`() throws {
    let scratch = try Scratch()
    let connection = try scratch.notebook()
    for text in ["a", "b"] {
      try connection.run("INSERT INTO note (text) VALUES (?)", [.text(text)], changing: 1)
    }
    #expect(connection.changes == 1)
    let error = failure { () throws(StorageError) in
      try connection.run("DELETE FROM note", changing: 1)
    }
    #expect(error == .wrongChangeCount(expected: 1, found: 2))
    // Outside of a transaction the wrong change is undone.
    #expect(try connection.integer("SELECT count(*) FROM note") == 2)
    #expect(connection.isInTransaction == false)
    try connection.run("DELETE FROM note", changing: 2)
  }

  @Test func `keeps a statement for a loop`() throws {
    let scratch = try Scratch()
    let connection = try scratch.notebook()
    var statement = try connection.prepare("INSERT INTO note (id, text, data) VALUES (?, ?, ?)")
    for number in 1...3 {
      try statement.run(
        [.integer(Int64(number)), .text("\(number)"), .blob([UInt8(number)])], changing: 1)
    }
    let error = failure { () throws(StorageError) in
      try statement.run([.integer(1), .text("again"), .null])
    }
    #expect(error == .constraint("UNIQUE constraint failed: note.id"))
    // A failed run does not spoil the next one.
    try statement.run([.integer(4), .text("four"), .null], changing: 1)
    let bytes: [UInt8] = [9, 9]
    try statement.bind([.integer(5), .text("five"), .null])
    try statement.bind(3, bytes.span)
    _ = try statement.step()
    #expect(try connection.integer("SELECT length(data) FROM note WHERE id = 5") == 2)
  }

  @Test func `steps through rows by hand`() throws {
    let connection = try Connection.inMemory()
    var statement = try connection.prepare("VALUES (1), (2), (3)")
    var sum: Int64 = 0
    while try statement.step() { sum += try statement.row.integer(0) }
    #expect(sum == 6)
  }

  @Test func `lends bytes and hands out what cannot be copied`() throws {
    struct Owned: ~Copyable { let sum: Int }
    let connection = try Connection.inMemory()
    let owned = try connection.first("SELECT x'010203'") { row throws(StorageError) in
      let bytes = try row.bytes(0)
      var sum = 0
      for index in bytes.indices { sum += Int(bytes[index]) }
      return Owned(sum: sum)
    }
    guard let owned else {
      Issue.record("no row")
      return
    }
    #expect(owned.sum == 6)
    let count = try connection.first("SELECT x''") { row throws(StorageError) in
      try row.withBlob(0) { $0.count }
    }
    #expect(count == 0)
  }

  @Test func `lets the reader's own error out and can go on`() throws {
    enum Other: Error, Equatable { case stop, storage(StorageError) }
    let connection = try Connection.inMemory()
    var seen = 0
    let error = #expect(throws: Other.self) {
      try connection.forEach("VALUES (1), (2)", mapping: Other.storage) { _ throws(Other) in
        seen += 1
        throw .stop
      }
    }
    #expect(error == .stop)
    #expect(seen == 1)
    let other = #expect(throws: Other.self) {
      try connection.forEach("nonsense", mapping: Other.storage) { _ throws(Other) in }
    }
    #expect(other != .stop)
    #expect(try connection.integer("SELECT 1 WHERE 0") == nil)
    #expect(try connection.integer("SELECT NULL") == nil)
  }
}
