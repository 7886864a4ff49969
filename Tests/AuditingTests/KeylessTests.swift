import Auditing
import Sealing
import Storage
import Testing

/// Events that are written by those who have no key.
@Suite struct KeylessTests {
  private func book() throws -> Book {
    var book = try Book()
    try book.write(.vaultCreated)
    try book.write(.vaultUnlocked)
    return book
  }

  @Test func `refusals in a row are one event that counts them`() throws {
    let book = try book()
    for _ in 0..<1_000 { try book.refuse() }
    #expect(try book.connection.integer("SELECT count(*) FROM event") == 3)
    let tail = try book.tail()
    #expect(tail.absorbed == 1_000 && tail.head.sequence == 3)
    let newest = try book.events(limit: 1)[0]
    #expect(newest.values(of: .count) == ["1000"] && !newest.isAuthenticated)
  }

  @Test func `a migration between refusals is an event of its own`() throws {
    let book = try book()
    try book.refuse()
    try book.refuse(.fileMigrated)
    try book.refuse()
    try book.refuse()
    let tail = try book.tail()
    #expect(tail.head.sequence == 5 && tail.absorbed == 4)
  }

  @Test func `the next event takes them into the chain for good`() throws {
    var book = try book()
    try book.refuse()
    book.head = try book.tail().head
    try book.write(.vaultUnlocked)
    #expect(try book.tail().absorbed == 0)
    #expect(try book.verify().withoutKey == 1)
    try book.refuse()
    #expect(try book.connection.integer("SELECT count(*) FROM event") == 5)
    try book.connection.run("DELETE FROM event WHERE sequence = 3", changing: 1)
    #expect(
      failure { () throws(AuditError) in _ = try book.verify() }
        == .damaged(sequence: 3, "it is missing; the next one is 4"))
  }

  @Test(arguments: [
    "action = 'vault.unlocked'", "action = 'secret.read'", "subject = zeroblob(16)",
    "changes = 1", "tags = zeroblob(8)", "commitment = zeroblob(32)", "mac = zeroblob(32)",
    "previous = zeroblob(32)", "sequence = 9",
  ])
  func `they may claim nothing but what they are`(change: String) throws {
    let book = try book()
    try book.refuse()
    try book.connection.run("UPDATE event SET \(change) WHERE sequence = 3", changing: 1)
    let error = failure { () throws(AuditError) in _ = try book.tail() }
    guard case .damaged? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func `a log that ends too early is seen`() throws {
    let book = try book()
    try book.connection.execute(
      "DELETE FROM event_tag WHERE sequence = 2; DELETE FROM event WHERE sequence = 2")
    #expect(
      failure { () throws(AuditError) in _ = try book.tail() }
        == .cutOff(expected: 2, found: 1))
  }
}
