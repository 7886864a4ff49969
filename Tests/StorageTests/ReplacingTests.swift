import Storage
import Testing

@Suite struct ReplacingTests {
  private struct Refusal: Error {}

  private func pair(_ scratch: Scratch) throws {
    try scratch.notebook().run("INSERT INTO note (text) VALUES ('old')")
    try scratch.notebook("other.db").run("INSERT INTO note (text) VALUES ('new')")
  }

  private func note(_ connection: borrowing Connection) throws -> String? {
    try connection.first("SELECT text FROM note") { row throws(StorageError) in try row.text(0) }
  }

  @Test func `whoever has the file open goes on with the new contents`() throws {
    let scratch = try Scratch()
    try pair(scratch)
    let live = try scratch.again()
    let witness = try scratch.again()
    #expect(try note(witness) == "old")
    var seen: String?
    try live.replaceContents(
      with: try scratch.again(.readOnly, "other.db"), mapping: { $0 }
    ) { () throws(StorageError) in
      let reader = try Connection(path: scratch.path(), mode: .readWrite)
      seen = try reader.first("SELECT text FROM note") { row throws(StorageError) in
        try row.text(0)
      }
    }
    #expect(seen == "old")
    #expect(try note(witness) == "new")
    try witness.run("INSERT INTO note (text) VALUES ('after')")
    try live.checkIntegrity()
    #expect(try live.integer("SELECT count(*) FROM note") == 2)
  }

  @Test func `nobody can write between the preparation and the exchange`() throws {
    let scratch = try Scratch()
    try pair(scratch)
    let live = try scratch.again()
    var refusal: StorageError?
    try live.replaceContents(
      with: try scratch.again(.readOnly, "other.db"), mapping: { $0 }
    ) { () throws(StorageError) in
      let writer = try Connection(
        path: scratch.path(), mode: .readWrite, busyTimeout: .milliseconds(10))
      refusal = failure { () throws(StorageError) in
        try writer.run("INSERT INTO note (text) VALUES ('lost')")
      }
    }
    #expect(refusal == .busy)
  }

  @Test func `a preparation that fails leaves everything as it was`() throws {
    let scratch = try Scratch()
    try pair(scratch)
    let live = try scratch.again()
    let other = try scratch.again(.readOnly, "other.db")
    #expect(throws: (any Error).self) {
      try live.replaceContents(with: other, mapping: { $0 as any Error }) { throw Refusal() }
    }
    #expect(try note(live) == "old")
    try live.run("INSERT INTO note (text) VALUES ('more')")
  }
}
