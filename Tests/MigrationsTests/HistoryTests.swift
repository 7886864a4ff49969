import Foundation
import Migrations
import Sealing
import Storage
import Testing

@Suite struct HistoryTests {
  private static let migrator = Migrator(
    History.entries.map { Migration(identifier: $0.identifier, sql: $0.sql) }
  ) { Digest.of($0.span) }

  private static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Migrations/sql")

  @Test func `names every file of the folder, in order`() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
      .filter { $0.hasSuffix(".sql") }.map { String($0.dropLast(4)) }.sorted()
    #expect(History.entries.map(\.identifier) == files)
    for entry in History.entries {
      let file = Self.folder.appendingPathComponent(entry.identifier + ".sql")
      #expect(try [UInt8](Data(contentsOf: file)) == entry.sql)
    }
  }

  @Test func `numbers the steps without a gap`() {
    for (index, entry) in History.entries.enumerated() {
      let number = String(10_001 + index).dropFirst()
      #expect(entry.identifier.hasPrefix("v\(number)-"))
    }
  }

  @Test(arguments: History.entries.indices)
  func `knows the schema after every step`(index: Int) throws {
    let found = try Self.migrator.expectedSchema(after: index + 1)
    let expected = found.map { String(UInt16($0) + 256, radix: 16).dropFirst() }.joined()
    let entry = History.entries[index]
    #expect(entry.schemaDigest == expected, "\(entry.identifier): schemaDigest: \"\(expected)\"")
  }

  @Test func `marks the file as ours and leaves it sound`() throws {
    let connection = try Connection.inMemory()
    try Self.migrator.apply(on: connection)
    #expect(try connection.integer("PRAGMA application_id") == Int64(History.applicationID))
    try connection.checkIntegrity()
  }

  @Test func `makes strict tables only`() throws {
    let connection = try Connection.inMemory()
    try Self.migrator.apply(on: connection)
    var loose: [String] = []
    try connection.forEach("SELECT name FROM pragma_table_list WHERE strict = 0") {
      row throws(StorageError) in
      loose.append(try row.text(0))
    }
    #expect(loose.filter { !$0.hasPrefix("sqlite_") } == [])
  }
}
