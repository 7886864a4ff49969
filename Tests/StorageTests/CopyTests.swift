import Storage
import Testing

@Suite struct CopyTests {
  @Test func `copies into a file that was made beforehand`() throws {
    let scratch = try Scratch()
    let connection = try scratch.notebook()
    try connection.execute("PRAGMA application_id = 77")
    try connection.run("INSERT INTO note (text) VALUES ('a')")
    try scratch.write([], to: "copy.db")
    try connection.copy(into: scratch.path("copy.db"))
    let copy = try Connection(path: scratch.path("copy.db"), mode: .readWrite, applicationID: 77)
    try copy.checkIntegrity()
    #expect(try copy.integer("SELECT count(*) FROM note") == 1)
  }

  @Test func `copies from a connection that only reads`() throws {
    let scratch = try Scratch()
    let writer = try scratch.notebook()
    try writer.run("INSERT INTO note (text) VALUES ('a')")
    let reader = try scratch.again(.readOnly)
    try reader.copy(into: scratch.path("copy.db"))
    #expect(try scratch.again(.readOnly, "copy.db").integer("SELECT count(*) FROM note") == 1)
  }

  @Test func `does not overwrite`() throws {
    let scratch = try Scratch()
    let connection = try scratch.notebook()
    let other = try scratch.notebook("other.db")
    try other.run("INSERT INTO note (text) VALUES ('mine')")
    #expect(
      failure { () throws(StorageError) in
        try connection.copy(into: scratch.path("other.db"))
      } != nil)
    #expect(try other.integer("SELECT count(*) FROM note") == 1)
    // The door for the copy is closed again.
    #expect(
      failure { () throws(StorageError) in
        try connection.execute("ATTACH ':memory:' AS other")
      } != nil)
  }

  @Test func `says busy when a reader keeps the log from being emptied`() throws {
    let scratch = try Scratch()
    let connection = try scratch.notebook(waiting: .milliseconds(20))
    let reader = try scratch.again()
    try reader.begin(.deferred)
    _ = try reader.integer("SELECT count(*) FROM note")
    try connection.run("INSERT INTO note (text) VALUES ('a')")
    #expect(failure { () throws(StorageError) in try connection.checkpointTruncate() } == .busy)
    reader.rollback()
    #expect(failure { () throws(StorageError) in try connection.checkpointTruncate() } == nil)
    #expect(try scratch.bytes("file.db-wal").isEmpty)
  }
}
