import Storage
import Testing

@Suite struct HardeningTests {
  @Test(arguments: [
    ("synchronous", 2), ("secure_delete", 1), ("foreign_keys", 1), ("trusted_schema", 0),
    ("cell_size_check", 1), ("mmap_size", 0), ("temp_store", 2), ("busy_timeout", 60_000),
  ])
  func `sets every pragma`(name: String, value: Int64) throws {
    let scratch = try Scratch()
    let connection = try scratch.notebook()
    #expect(try connection.integer("PRAGMA \(name)") == value)
  }

  @Test func `keeps a write-ahead log`() throws {
    let scratch = try Scratch()
    let connection = try scratch.notebook()
    let mode = try connection.first("PRAGMA journal_mode") { row throws(StorageError) in
      try row.text(0)
    }
    #expect(mode == "wal")
  }

  @Test func `does not run a planted trigger`() throws {
    let scratch = try Scratch()
    _ = try scratch.notebook()
    try scratch.asStranger(
      """
      CREATE TABLE loot (text TEXT);
      CREATE TRIGGER thief AFTER INSERT ON note BEGIN INSERT INTO loot VALUES (new.text); END;
      INSERT INTO note (text) VALUES ('stranger''s own');
      """)
    let connection = try scratch.again()
    try connection.run("INSERT INTO note (text) VALUES (?)", [.text("ours")], changing: 1)
    // One row shows that the trigger works where triggers may run.
    #expect(try connection.integer("SELECT count(*) FROM loot") == 1)
  }

  @Test func `does not read through a planted view`() throws {
    let scratch = try Scratch()
    _ = try scratch.notebook()
    try scratch.asStranger(
      "ALTER TABLE note RENAME TO real; CREATE VIEW note AS SELECT id, 'fake' AS text FROM real")
    let connection = try scratch.again()
    let error = failure { () throws(StorageError) in
      _ = try connection.integer("SELECT count(*) FROM note")
    }
    guard case .statement(let text) = error else {
      Issue.record("got \(String(describing: error))")
      return
    }
    #expect(text.contains("view"))
  }

  @Test(arguments: [
    "ATTACH ':memory:' AS other",
    "SELECT load_extension('anything')",
    "SELECT \"no such column\" FROM note",
    "UPDATE sqlite_schema SET sql = 'x'",
    "PRAGMA writable_schema = ON; DELETE FROM sqlite_schema",
  ])
  func `refuses what only a stranger needs`(sql: String) throws {
    let scratch = try Scratch()
    let connection = try scratch.notebook()
    let error = failure { () throws(StorageError) in try connection.execute(sql) }
    guard case .statement = error else {
      Issue.record("got \(String(describing: error))")
      return
    }
  }

  @Test func `enforces foreign keys`() throws {
    let scratch = try Scratch()
    let connection = try scratch.notebook()
    try connection.execute("CREATE TABLE mark (note INTEGER REFERENCES note (id)) STRICT")
    let error = failure { () throws(StorageError) in
      try connection.run("INSERT INTO mark VALUES (7)")
    }
    #expect(error == .constraint("FOREIGN KEY constraint failed"))
  }

  @Test func `leaves nothing of a deleted row in the file or its log`() throws {
    let scratch = try Scratch()
    let connection = try scratch.notebook()
    let canary = "canary-77c1"
    try connection.run("INSERT INTO note (text) VALUES (?)", [.text(canary)])
    try connection.checkpointTruncate()
    #expect(try scratch.bytes().contains(canary.utf8))
    try connection.run("DELETE FROM note", changing: 1)
    try connection.checkpointTruncate()
    #expect(try !scratch.bytes().contains(canary.utf8))
    #expect(try scratch.bytes("file.db-wal").isEmpty)
  }
}
