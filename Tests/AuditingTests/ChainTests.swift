import Auditing
import Sealing
import Storage
import Testing

@Suite struct ChainTests {
  private static let subject = [UInt8](repeating: 1, count: 16)

  /// Five events, of which 2 and 4 change the subject.
  private func book() throws -> Book {
    var book = try Book()
    try book.write(.vaultCreated)
    try book.write(.profileAdded, subject: Self.subject, [Detail(.name, "prod")])
    try book.write(.secretRead, subject: Self.subject, [Detail(.name, "prod")])
    try book.write(.profileChanged, subject: Self.subject, [Detail(.field, "password")])
    try book.write(.auditRead)
    return book
  }

  @Test func `reads back what was written, newest first`() throws {
    let book = try book()
    let events = try book.events()
    #expect(events.map(\.sequence) == [5, 4, 3, 2, 1])
    #expect(events[1].action == "profile.changed" && events[1].outcome == "done")
    #expect(events[1].values(of: .field) == ["password"])
    #expect(events[1].values(of: .user) == ["ada"])
    #expect(events.count { !$0.isAuthenticated } == 0)
  }

  @Test func `gives pages, and events of one subject`() throws {
    let book = try book()
    #expect(try book.events(limit: 2).map(\.sequence) == [5, 4])
    #expect(try book.events(limit: 2, before: 4).map(\.sequence) == [3, 2])
    #expect(try book.events(subject: Self.subject).map(\.sequence) == [4, 3, 2])
    #expect(try book.events(limit: 0).isEmpty)
  }

  @Test func `verifies, and knows each subject's last change`() throws {
    let book = try book()
    let verified = try book.verify()
    #expect(verified.events == 5 && verified.withoutKey == 0)
    let head = book.head
    #expect(verified.head == head)
    #expect(verified.lastChanges[Self.subject]?.sequence == 4)
    let last = try Log.lastChanges(
      of: [Self.subject, [UInt8](repeating: 2, count: 16)], in: book.vault, keys: book.keys,
      on: book.connection)
    #expect(last[0] == verified.lastChanges[Self.subject] && last[1] == nil)
  }

  @Test func `a purged subject needs no records`() throws {
    var book = try book()
    try book.write(.profilePurged, subject: Self.subject)
    #expect(try book.verify().lastChanges.isEmpty)
  }

  @Test func `what the details say is nowhere in clear`() throws {
    let book = try book()
    try book.connection.forEach("SELECT details, tags, commitment FROM event") {
      row throws(StorageError) in
      for column in 0..<3 {
        let bytes = try row.blob(column)
        #expect(!String(decoding: bytes, as: UTF8.self).contains("prod"))
      }
    }
  }

  @Test func `other keys see that it is not theirs`() throws {
    let book = try book()
    let other = try Book()
    let error = failure { () throws(AuditError) in
      _ = try Log.verify(of: book.vault, keys: other.keys, on: book.connection)
    }
    #expect(error == .damaged(sequence: 1, "it was edited"))
    let elsewhere = failure { () throws(AuditError) in
      _ = try Log.verify(
        of: [UInt8](repeating: 8, count: 32), keys: book.keys, on: book.connection)
    }
    guard case .damaged(sequence: 1, _)? = elsewhere else {
      Issue.record("\(String(describing: elsewhere))")
      return
    }
  }

  @Test func `a checkpoint outside shows a log that was rewritten or cut`() throws {
    let book = try book()
    let head = book.head
    _ = try book.verify([head])
    let other = ChainHead(sequence: 3, link: [UInt8](repeating: 0, count: 32))
    #expect(
      failure { () throws(AuditError) in _ = try book.verify([other]) }
        == .damaged(sequence: 3, "it is not the one that a checkpoint signed"))
    let beyond = ChainHead(sequence: 9, link: head.link)
    #expect(
      failure { () throws(AuditError) in _ = try book.verify([beyond]) }
        == .cutOff(expected: 9, found: 5))
  }

  @Test(arguments: [
    "time = time + 1", "action = 'audit.read'", "outcome = 2", "changes = 1 - changes",
    "subject = zeroblob(16)", "tags = zeroblob(16)", "commitment = zeroblob(32)",
    "details = substr(details, 1, 60)", "previous = zeroblob(32)", "mac = zeroblob(32)",
    "mac = NULL",
  ])
  func `no column of an event can be changed`(change: String) throws {
    let book = try book()
    try book.connection.run("UPDATE event SET \(change) WHERE sequence = 3", changing: 1)
    let verified = failure { () throws(AuditError) in _ = try book.verify() }
    guard case .damaged(sequence: 3, _)? = verified else {
      Issue.record("\(String(describing: verified))")
      return
    }
    let read = failure { () throws(AuditError) in _ = try book.events() }
    guard case .damaged? = read else {
      Issue.record("\(String(describing: read))")
      return
    }
  }

  @Test func `a gap is seen in a page and in the whole`() throws {
    let book = try book()
    try book.connection.execute(
      "DELETE FROM event_tag WHERE sequence = 3; DELETE FROM event WHERE sequence = 3")
    #expect(
      failure { () throws(AuditError) in _ = try book.verify() }
        == .damaged(sequence: 3, "it is missing; the next one is 4"))
    #expect(
      failure { () throws(AuditError) in _ = try book.events() }
        == .damaged(sequence: 4, "it does not follow the one before it in the log"))
    #expect(try book.events(subject: Self.subject).count == 2)
  }
}
