import Storage
import Testing

@Suite struct DamageTests {
  /// A closed file of many pages, all of it outside of the log.
  private func filled() throws -> Scratch {
    let scratch = try Scratch()
    let connection = try scratch.notebook()
    try connection.transaction { () throws(StorageError) in
      for number in 0..<500 {
        try connection.run(
          "INSERT INTO note (text, data) VALUES (?, ?)",
          [.text("note \(number)"), .blob([UInt8](repeating: 7, count: 400))])
      }
    }
    try connection.checkpointTruncate()
    return scratch
  }

  private func isDamaged(_ error: StorageError?) -> Bool {
    if case .damaged = error { true } else { false }
  }

  /// Opens the file and reads all of it.
  private func readAll(_ scratch: Scratch) throws(StorageError) {
    let connection = try Connection(path: scratch.path(), mode: .readWrite)
    try connection.checkIntegrity()
    var count = 0
    try connection.forEach("SELECT data FROM note") { row throws(StorageError) in
      count += try row.blob(0).count
    }
  }

  @Test func `finds nothing in a sound file`() throws {
    let scratch = try filled()
    #expect(failure { () throws(StorageError) in try readAll(scratch) } == nil)
  }

  @Test(arguments: [100, 4096, 5000, 40_960, 200_000])
  func `sees that the file was cut`(length: Int) throws {
    let scratch = try filled()
    let whole = try scratch.bytes()
    try #require(whole.count > length)
    try scratch.write(Array(whole.prefix(length)))
    let error = failure { () throws(StorageError) in try readAll(scratch) }
    #expect(isDamaged(error) || error == .notADatabase, "got \(String(describing: error))")
  }

  @Test func `sees that the schema is of a format that does not exist`() throws {
    let scratch = try filled()
    var bytes = try scratch.bytes()
    bytes[47] = 9
    try scratch.write(bytes)
    let error = failure { () throws(StorageError) in try readAll(scratch) }
    #expect(isDamaged(error), "got \(String(describing: error))")
  }

  @Test func `sees damaged pages`() throws {
    let scratch = try filled()
    var bytes = try scratch.bytes()
    for index in 4096..<40_960 { bytes[index] = 0xA5 }
    try scratch.write(bytes)
    let error = failure { () throws(StorageError) in try readAll(scratch) }
    #expect(isDamaged(error), "got \(String(describing: error))")
  }

  @Test func `reports a damaged page that a plain query meets`() throws {
    let scratch = try filled()
    var bytes = try scratch.bytes()
    for index in 4096..<bytes.count { bytes[index] = 0xA5 }
    try scratch.write(bytes)
    let connection = try scratch.again()
    let error = failure { () throws(StorageError) in
      _ = try connection.integer("SELECT sum(length(data)) FROM note")
    }
    #expect(isDamaged(error), "got \(String(describing: error))")
  }

  @Test func `sees a reference to nothing`() throws {
    let scratch = try filled()
    try scratch.asStranger(
      "CREATE TABLE mark (note INTEGER REFERENCES note (id)) STRICT; INSERT INTO mark VALUES (-1)")
    let error = failure { () throws(StorageError) in try readAll(scratch) }
    #expect(error == .damaged("a row of 'mark' refers to a row that is not there"))
  }

  @Test func `takes a value of another kind for damage`() throws {
    let scratch = try Scratch()
    let connection = try scratch.notebook()
    try connection.run("INSERT INTO note (text, data) VALUES ('t', x'c328')")
    func reading(_ read: (borrowing Row) throws(StorageError) -> Void) -> StorageError? {
      failure { () throws(StorageError) in
        _ = try connection.first(
          "SELECT id, text, data, CAST(data AS TEXT) AS wrong FROM note", [], read)
      }
    }
    #expect(
      reading { row throws(StorageError) in _ = try row.text(0) }
        == .damaged("column 'id' does not hold text"))
    #expect(
      reading { row throws(StorageError) in _ = try row.integer(1) }
        == .damaged("column 'text' does not hold a number"))
    #expect(
      reading { row throws(StorageError) in _ = try row.blob(1) }
        == .damaged("column 'text' does not hold bytes"))
    #expect(
      reading { row throws(StorageError) in _ = try row.text(3) }
        == .damaged("column 'wrong' does not hold valid text"))
    #expect(
      reading { row throws(StorageError) in _ = try row.blob(9) }
        == .damaged("column '9' does not hold bytes"))
  }
}
