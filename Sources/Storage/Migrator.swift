import Glibc

/// Brings a file from the schema that it has to the one that we know, one whole step at a time.
package struct Migrator: Sendable {
  private let migrations: [Migration]
  private let digest: @Sendable ([UInt8]) -> [UInt8]

  /// Takes the history in order.
  ///
  /// - Parameters:
  ///   - migrations: Every step since the first.
  ///   - digest: The hash that tells one wording of a step, or of a schema, from another.
  package init(_ migrations: [Migration], digest: @escaping @Sendable ([UInt8]) -> [UInt8]) {
    self.migrations = migrations
    self.digest = digest
  }

  /// The steps that the file still lacks.
  ///
  /// Throws `newer` when the file knows a step that we do not, `altered` when a step was applied in
  /// another wording or order.
  package func pending(on connection: borrowing Connection) throws(StorageError) -> [String] {
    try migrations.dropFirst(appliedCount(on: connection)).map(\.identifier)
  }

  /// How many steps the file has, checked in the same way.
  package func appliedCount(on connection: borrowing Connection) throws(StorageError) -> Int {
    let table = try connection.first(
      "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = 'migration'"
    ) { row throws(StorageError) in try row.text(0) }
    guard let table else { return 0 }
    // Somebody may have put a table of other columns in its place.
    guard table == Self.table else { throw .schemaDiffers }
    var count = 0
    try connection.forEach("SELECT number, identifier, checksum FROM migration ORDER BY number") {
      row throws(StorageError) in
      let identifier = try row.text(1)
      guard let known = migrations.firstIndex(where: { $0.identifier == identifier }) else {
        throw .newer(StorageError.shown(identifier))
      }
      let isOurs = try row.blob(2) == digest(migrations[known].sql)
      guard known == count, try row.integer(0) == Int64(known + 1), isOurs else {
        throw .altered(identifier)
      }
      count += 1
    }
    return count
  }

  /// Applies what is pending, each step in a transaction of its own with its bookkeeping.
  ///
  /// - Parameters:
  ///   - connection: The file.
  ///   - each: What else belongs into the transaction of a step.
  /// - Throws: Whatever `pending` throws, and what a step or `each` runs into; that step is undone.
  package func apply(
    on connection: borrowing Connection,
    each: (borrowing Connection, Migration) throws(StorageError) -> Void = { _, _ in }
  ) throws(StorageError) {
    try apply(on: connection, mapping: { $0 }, each: each)
  }

  /// Applies what is pending, when what belongs into each transaction has errors of its own.
  package func apply<E: Error>(
    on connection: borrowing Connection, mapping: (StorageError) -> E,
    each: (borrowing Connection, Migration) throws(E) -> Void
  ) throws(E) {
    for (index, step) in migrations.enumerated() {
      try connection.transaction(.immediate, mapping: mapping) { () throws(E) in
        let isNew: Bool
        do throws(StorageError) {
          // Asked inside of the transaction: another program may have been faster.
          isNew = try appliedCount(on: connection) <= index
          if isNew { try perform(step, number: index + 1, on: connection) }
        } catch {
          throw mapping(error)
        }
        if isNew { try each(connection, step) }
      }
    }
  }

  /// The digest of the schema that the first steps make.
  package func expectedSchema(after count: Int) throws(StorageError) -> [UInt8] {
    let scratch = try Connection.inMemory()
    try Migrator(Array(migrations.prefix(count)), digest: digest).apply(on: scratch)
    return try schemaDigest(of: scratch)
  }

  /// The digest of the schema that the file has: every table, index, trigger and view in it.
  package func schemaDigest(of connection: borrowing Connection) throws(StorageError) -> [UInt8] {
    digest(try SchemaText.bytes(of: connection))
  }

  /// Refuses a file whose schema is not the expected one.
  package func checkSchema(
    of connection: borrowing Connection, is expected: [UInt8]
  ) throws(StorageError) {
    guard try schemaDigest(of: connection) == expected else { throw .schemaDiffers }
  }

  private func perform(
    _ step: Migration, number: Int, on connection: borrowing Connection
  ) throws(StorageError) {
    if number == 1 { try connection.execute(Self.table) }
    try connection.execute(String(decoding: step.sql, as: UTF8.self))
    guard connection.isInTransaction else {
      throw .statement("the step '\(step.identifier)' ends its own transaction")
    }
    try connection.run(
      "INSERT INTO migration (number, identifier, checksum, applied_at) VALUES (?, ?, ?, ?)",
      [
        .integer(Int64(number)), .text(step.identifier), .blob(digest(step.sql)),
        .integer(Int64(time(nil)) * 1_000),
      ], changing: 1)
  }

  private static let table = """
    CREATE TABLE migration (
      number INTEGER PRIMARY KEY,
      identifier TEXT NOT NULL UNIQUE,
      checksum BLOB NOT NULL,
      applied_at INTEGER NOT NULL
    ) STRICT
    """
}
