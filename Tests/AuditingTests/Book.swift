import Auditing
import Migrations
import Sealing
import Storage

/// A log in memory, with the keys to it.
struct Book: ~Copyable {
  let connection: Connection
  let keys: AuditKeys
  let vault = [UInt8](repeating: 7, count: 32)
  var head: ChainHead

  init() throws {
    let opened = try Connection.inMemory()
    try Migrator(History.entries.map { Migration(identifier: $0.identifier, sql: $0.sql) }) {
      Digest.of($0.span)
    }.apply(on: opened)
    connection = opened
    keys = AuditKeys(
      chain: SecretBytes.random(count: 32), details: SecretBytes.random(count: 32),
      tags: SecretBytes.random(count: 32))
    head = .start(of: vault)
  }

  /// Appends an event about a profile; `time` is the sequence it will have.
  mutating func write(
    _ action: Action, subject: [UInt8]? = nil, _ details: [Detail] = []
  ) throws {
    let draft = EventDraft(
      action, subject: subject, at: head.sequence + 1, by: Author(user: "ada"), details)
    head = try Log.append(draft, after: head, of: vault, keys: keys, on: connection)
  }

  /// Writes a refused unlock as one does who has no key.
  borrowing func refuse(_ action: Action = .unlockRefused) throws(AuditError) {
    let draft = EventDraft(action, .refused, at: 99, by: Author(user: "eve"))
    try Log.appendWithoutKey(draft, of: vault, on: connection)
  }

  borrowing func tail() throws(AuditError) -> Log.Tail {
    try Log.tail(from: head, of: vault, on: connection)
  }

  borrowing func verify(_ checkpoints: [ChainHead] = []) throws(AuditError) -> Log.Verification {
    try Log.verify(of: vault, keys: keys, checkpoints: checkpoints, on: connection)
  }

  borrowing func events(
    limit: Int = 100, before: Int64? = nil, subject: [UInt8]? = nil
  ) throws(AuditError) -> [OpenedEvent] {
    var query = Query(limit: limit)
    query.before = before ?? .max
    if let subject { query.each = [[.subject(subject)]] }
    return try Log.events(query, in: nil, of: vault, keys: keys, on: connection)
  }
}

/// What a closure threw.
func failure(_ body: () throws(AuditError) -> Void) -> AuditError? {
  do throws(AuditError) {
    try body()
    return nil
  } catch {
    return error
  }
}
