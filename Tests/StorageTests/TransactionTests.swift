import Foundation
import Storage
import Testing

@Suite struct TransactionTests {
  private enum Other: Error, Equatable { case changedMyMind, storage(StorageError) }

  @Test func `commits what the closure did and returns what it returned`() throws {
    let scratch = try Scratch()
    let connection = try scratch.notebook()
    let result = try connection.transaction { () throws(StorageError) in
      try connection.run("INSERT INTO note (text) VALUES ('a')", changing: 1)
      return 5
    }
    #expect(result == 5)
    #expect(try scratch.again(.readOnly).integer("SELECT count(*) FROM note") == 1)
  }

  @Test func `undoes everything when the closure throws, in its own words`() throws {
    let scratch = try Scratch()
    let connection = try scratch.notebook()
    let error = #expect(throws: Other.self) {
      try connection.transaction(mapping: Other.storage) { () throws(Other) in
        do throws(StorageError) {
          try connection.run("INSERT INTO note (text) VALUES ('a')")
        } catch {
          throw .storage(error)
        }
        throw .changedMyMind
      }
    }
    #expect(error == .changedMyMind)
    #expect(try connection.integer("SELECT count(*) FROM note") == 0)
    #expect(connection.isInTransaction == false)
    #expect(connection.mustBeDropped == false)
  }

  @Test func `makes writers wait for one another and loses no change`() async throws {
    let scratch = try Scratch()
    let first = try scratch.notebook()
    try first.run("INSERT INTO note (id, text) VALUES (1, '0')")
    let writers = 8
    let rounds = 25
    await withTaskGroup(of: StorageError?.self) { group in
      for number in 0..<writers {
        group.addTask {
          await Writer(number: number).count(rounds, in: scratch.path())
        }
      }
      for await error in group { #expect(error == nil) }
    }
    let end = try first.first("SELECT text FROM note") { row throws(StorageError) in
      try row.text(0)
    }
    #expect(end == "\(writers * rounds)")
  }

  @Test func `says busy when the waiting time is over`() throws {
    let scratch = try Scratch()
    let holder = try scratch.notebook()
    let other = try scratch.again(waiting: .milliseconds(20))
    try holder.begin(.immediate)
    #expect(failure { () throws(StorageError) in try other.begin(.immediate) } == .busy)
    holder.rollback()
    #expect(failure { () throws(StorageError) in try other.begin(.immediate) } == nil)
  }

  @Test func `refuses to write on the ground of an older reading`() throws {
    let scratch = try Scratch()
    let connection = try scratch.notebook()
    let other = try scratch.again()
    try connection.begin(.deferred)
    _ = try connection.integer("SELECT count(*) FROM note")
    try other.run("INSERT INTO note (text) VALUES ('newer')")
    let error = failure { () throws(StorageError) in try connection.run("DELETE FROM note") }
    #expect(error == .busy)
  }

  @Test func `survives a full disk with what it had`() throws {
    let scratch = try Scratch()
    let connection = try scratch.notebook()
    try connection.run("INSERT INTO note (text) VALUES ('before')")
    let pages = try connection.integer("PRAGMA page_count") ?? 0
    try connection.execute("PRAGMA max_page_count = \(pages)")
    let error = failure { () throws(StorageError) in
      try connection.transaction { () throws(StorageError) in
        for number in 0..<100 {
          try connection.run(
            "INSERT INTO note (text, data) VALUES (?, ?)",
            [.text("\(number)"), .blob([UInt8](repeating: 1, count: 2_000))])
        }
      }
    }
    #expect(error == .full)
    #expect(connection.isInTransaction == false)
    #expect(connection.mustBeDropped == false)
    #expect(try connection.integer("SELECT count(*) FROM note") == 1)
  }

  @Test func `wants to be dropped after a failed commit`() throws {
    let scratch = try Scratch()
    let connection = try scratch.notebook()
    try connection.execute(
      """
      CREATE TABLE mark (note INTEGER REFERENCES note (id) DEFERRABLE INITIALLY DEFERRED) STRICT
      """)
    let error = failure { () throws(StorageError) in
      try connection.transaction { () throws(StorageError) in
        try connection.run("INSERT INTO mark VALUES (7)", changing: 1)
      }
    }
    #expect(error == .constraint("FOREIGN KEY constraint failed"))
    #expect(connection.mustBeDropped == true)
    let later = failure { () throws(StorageError) in try connection.run("DELETE FROM mark") }
    #expect(later == .inputOutput("the outcome of the last change is not known"))
    #expect(try scratch.again().integer("SELECT count(*) FROM mark") == 0)
  }

  @Test func `serves a noncopyable owner`() throws {
    let scratch = try Scratch()
    var book = Book(connection: try scratch.notebook())
    try book.add("a")
    try book.add("b")
    #expect(book.added == 2)
    #expect(try Book.count(on: book.connection) == 2)
    #expect(throws: Other.self) { try book.add("b") }
    #expect(book.added == 2)
  }

  private struct Book: ~Copyable {
    let connection: Connection
    var added = 0

    mutating func add(_ text: String) throws(Other) {
      added += try connection.transaction(mapping: Other.storage) { () throws(Other) in
        do throws(StorageError) {
          try connection.run("INSERT INTO note (text) VALUES (?)", [.text(text)], changing: 1)
        } catch {
          throw .storage(error)
        }
        return 1
      }
    }

    static func count(on connection: borrowing Connection) throws(StorageError) -> Int {
      var statement = try connection.prepare("SELECT id FROM note")
      var count = 0
      while try statement.step() { count += 1 }
      return try connection.transaction(.deferred) { () throws(StorageError) in
        let again = try connection.integer("SELECT count(*) FROM note")
        return again == Int64(count) ? count : -1
      }
    }
  }
}

/// One writer on a thread of its own, as each program has one.
private actor Writer {
  private let executor: QueueExecutor
  private var connection: Connection?

  init(number: Int) { executor = QueueExecutor(label: "writer \(number)") }

  nonisolated var unownedExecutor: UnownedSerialExecutor {
    unsafe executor.asUnownedSerialExecutor()
  }

  func count(_ rounds: Int, in path: String) -> StorageError? {
    failure { () throws(StorageError) in
      connection = try Connection(path: path, mode: .readWrite)
      for _ in 0..<rounds { try addOne() }
    }
  }

  private func addOne() throws(StorageError) {
    guard let connection = connection.take() else { return }
    try connection.transaction { () throws(StorageError) in
      let text = try connection.first("SELECT text FROM note") { row throws(StorageError) in
        try row.text(0)
      }
      let next = (Int(text ?? "") ?? 0) + 1
      try connection.run("UPDATE note SET text = ?", [.text("\(next)")], changing: 1)
    }
    self.connection = consume connection
  }
}
