import Storage
import Testing

@Suite struct MigratorTests {
  private static func step(_ identifier: String, _ sql: String) -> Migration {
    Migration(identifier: identifier, sql: [UInt8](sql.utf8))
  }

  private static let one = step("v1", "CREATE TABLE a (id INTEGER PRIMARY KEY, t TEXT) STRICT;")
  private static let two = step("v2", "CREATE INDEX a_t ON a (t); CREATE TABLE b (x BLOB) STRICT;")
  private static let broken = step(
    "v2", "CREATE TABLE b (x BLOB) STRICT; INSERT INTO nowhere VALUES (1);")

  /// Tells texts apart; which hash it is does not matter here.
  private static func migrator(_ steps: Migration...) -> Migrator {
    Migrator(steps) { bytes in
      var hash: UInt64 = 0xcbf2_9ce4_8422_2325
      for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
      return (0..<8).map { UInt8(truncatingIfNeeded: hash >> ($0 * 8)) }
    }
  }

  private func tables(_ connection: borrowing Connection) throws -> Int64? {
    try connection.integer("SELECT count(*) FROM sqlite_schema WHERE type = 'table'")
  }

  @Test func `applies what is pending, once`() throws {
    let scratch = try Scratch()
    let connection = try Connection(path: scratch.path(), mode: .create)
    let migrator = Self.migrator(Self.one, Self.two)
    #expect(try migrator.pending(on: connection) == ["v1", "v2"])
    try Self.migrator(Self.one).apply(on: connection)
    #expect(try migrator.pending(on: connection) == ["v2"])
    try migrator.apply(on: connection)
    #expect(try migrator.pending(on: connection) == [])
    #expect(try migrator.appliedCount(on: connection) == 2)
    try migrator.apply(on: connection)
    #expect(try connection.integer("SELECT count(*) FROM migration") == 2)
    #expect(try connection.integer("SELECT min(applied_at) > 1700000000000 FROM migration") == 1)
  }

  @Test func `refuses a newer file and leaves it as it is`() throws {
    let connection = try Connection.inMemory()
    try Self.migrator(Self.one, Self.two).apply(on: connection)
    let older = Self.migrator(Self.one)
    #expect(failure { () throws(StorageError) in try older.apply(on: connection) } == .newer("v2"))
    #expect(
      failure { () throws(StorageError) in _ = try older.pending(on: connection) } == .newer("v2"))
  }

  @Test func `refuses a step in other words or in another order`() throws {
    let connection = try Connection.inMemory()
    try Self.migrator(Self.one).apply(on: connection)
    let reworded = Self.migrator(Self.step("v1", "CREATE TABLE a (id INTEGER) STRICT;"), Self.two)
    #expect(
      failure { () throws(StorageError) in try reworded.apply(on: connection) } == .altered("v1"))
    let reordered = Self.migrator(Self.two, Self.one)
    #expect(
      failure { () throws(StorageError) in try reordered.apply(on: connection) } == .altered("v1"))
    #expect(try connection.integer("SELECT count(*) FROM migration") == 1)
  }

  @Test func `leaves nothing of a step that fails`() throws {
    let connection = try Connection.inMemory()
    let error = failure { () throws(StorageError) in
      try Self.migrator(Self.one, Self.broken).apply(on: connection)
    }
    guard case .statement = error else {
      Issue.record("got \(String(describing: error))")
      return
    }
    // The step before it stays: table a and the bookkeeping.
    #expect(try tables(connection) == 2)
    try Self.migrator(Self.one, Self.two).apply(on: connection)
    #expect(try tables(connection) == 3)
  }

  @Test func `refuses a step that ends its own transaction`() throws {
    let connection = try Connection.inMemory()
    let error = failure { () throws(StorageError) in
      try Self.migrator(Self.step("v1", "COMMIT;")).apply(on: connection)
    }
    #expect(error == .statement("the step 'v1' ends its own transaction"))
  }

  @Test func `does the extra work of a step in its transaction`() throws {
    enum Other: Error, Equatable { case refused, storage(StorageError) }
    let connection = try Connection.inMemory()
    let migrator = Self.migrator(Self.one, Self.two)
    var seen: [String] = []
    let error = #expect(throws: Other.self) {
      try migrator.apply(on: connection, mapping: Other.storage) {
        (connection: borrowing Connection, step: Migration) throws(Other) in
        #expect(connection.isInTransaction == true)
        seen.append(step.identifier)
        if step.identifier == "v2" { throw .refused }
      }
    }
    #expect(error == .refused)
    #expect(seen == ["v1", "v2"])
    #expect(try migrator.pending(on: connection) == ["v2"])
    try migrator.apply(on: connection) { (connection, _) throws(StorageError) in
      try connection.run("INSERT INTO a (t) VALUES ('moved')", changing: 1)
    }
    #expect(try connection.integer("SELECT count(*) FROM a") == 1)
  }

  @Test(arguments: [
    "CREATE INDEX extra ON a (id, t)",
    "CREATE TRIGGER extra AFTER INSERT ON a BEGIN DELETE FROM a; END",
    "CREATE VIEW extra AS SELECT 1",
    "CREATE TABLE extra (id INTEGER)",
    "DROP INDEX a_t",
    "DROP TABLE b; CREATE TABLE b (x ANY) STRICT",
    "ALTER TABLE a ADD COLUMN more TEXT",
  ])
  func `sees a changed schema`(sql: String) throws {
    let scratch = try Scratch()
    let migrator = Self.migrator(Self.one, Self.two)
    let expected = try migrator.expectedSchema(after: 2)
    do {
      let connection = try Connection(path: scratch.path(), mode: .create)
      try migrator.apply(on: connection)
      try migrator.checkSchema(of: connection, is: expected)
    }
    try scratch.asStranger(sql)
    let connection = try scratch.again()
    let error = failure { () throws(StorageError) in
      try migrator.checkSchema(of: connection, is: expected)
    }
    #expect(error == .schemaDiffers)
  }

  @Test func `expects another schema after each step`() throws {
    let migrator = Self.migrator(Self.one, Self.two)
    let digests = try (0...2).map { try migrator.expectedSchema(after: $0) }
    #expect(Set(digests).count == 3)
  }
}
