import Auditing
import Sealing
import Storage
import Testing

/// When something happened last, of many.
@Suite struct LastTests {
  private static func subject(_ number: Int) -> [UInt8] {
    [UInt8](repeating: UInt8(number), count: 16)
  }

  private static func marks(_ count: Int) -> [Query.Mark] {
    (1...count).map { .subject(subject($0)) }
  }

  private func last(
    _ action: Action, _ marks: [Query.Mark], looks: Int = 8_192, in book: borrowing Book
  ) throws(AuditError) -> [Int64?] {
    try Log.last(
      action, of: marks, looks: looks, in: book.vault, keys: book.keys, on: book.connection
    ).map { $0?.sequence }
  }

  private func change(
    of subject: [UInt8], _ fields: Set<String>, in book: borrowing Book
  ) throws(AuditError) -> Int64? {
    try Log.lastChange(
      of: subject, naming: fields, in: book.vault, keys: book.keys, on: book.connection)?.sequence
  }

  @Test func `the newest of each is found, by whom and by what it says`() throws {
    var book = try Book()
    for number in 1...3 {
      try book.write(.secretRead, subject: Self.subject(number), [Detail(.name, "p\(number)")])
      try book.write(.profileLabelled, subject: Self.subject(number))
    }
    try book.write(.secretRead, subject: Self.subject(1), [Detail(.name, "p1")])
    #expect(try last(.secretRead, Self.marks(4), in: book) == [7, 3, 5, nil])
    #expect(try last(.profilePurged, Self.marks(4), in: book) == [nil, nil, nil, nil])
    let names = ["p1", "p3", "p4"].map { Query.Mark.fact(Detail(.name, $0)) }
    #expect(try last(.secretRead, names, in: book) == [7, 5, nil])
    #expect(try last(.secretRead, [], in: book) == [])
  }

  @Test(arguments: [1, 4, 40, 8_192])
  func `however often it happened, one or many are found alike`(looks: Int) throws {
    var book = try Book()
    try book.write(.secretRead, subject: Self.subject(2))
    for _ in 0..<20 {
      try book.write(.secretRead, subject: Self.subject(1))
      try book.write(.profileChecked, subject: Self.subject(2))
      try book.write(.profileChecked, subject: Self.subject(3))
    }
    let expected: [Int64?] = [59, 1, nil, nil]
    #expect(try last(.secretRead, Self.marks(4), looks: looks, in: book) == expected)
    for (mark, number) in zip(Self.marks(4), expected) {
      #expect(try last(.secretRead, [mark], looks: looks, in: book) == [number])
    }
  }

  @Test func `an event that was edited is not believed`() throws {
    var book = try Book()
    try book.write(.secretRead, subject: Self.subject(1))
    try book.connection.run("UPDATE event SET time = 99")
    let found = failure { () throws(AuditError) in
      _ = try last(.secretRead, Self.marks(1), in: book)
    }
    #expect(found == .damaged(sequence: 1, "it was edited"))
  }

  @Test func `a change counts for the fields that it names`() throws {
    var book = try Book()
    let one = Self.subject(1)
    try book.write(
      .profileAdded, subject: one, [Detail(.field, "host"), Detail(.field, "password")])
    try book.write(.profileChanged, subject: one, [Detail(.field, "password")])
    try book.write(.profileChanged, subject: one, [Detail(.field, "host")])
    try book.write(.profileLabelled, subject: one, [Detail(.field, "password")])
    #expect(try change(of: one, ["password"], in: book) == 2)
    #expect(try change(of: one, ["host"], in: book) == 3)
    #expect(try change(of: one, ["key"], in: book) == nil)
  }
}
