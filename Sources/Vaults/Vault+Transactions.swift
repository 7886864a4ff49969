import Auditing
import Sealing
import Storage

/// What the vault's row and sealed head said at the beginning of a transaction, and then became.
struct Standing {
  var row: VaultRow
  var head: VaultHead
  /// The event that the stored head names.
  let known: ChainHead
  /// Events written without a key, that the next event takes into the chain.
  var absorbed: Int
  var isChanged = false
}

extension Vault {
  /// Runs a change in one transaction; nothing of it stays if it throws.
  borrowing func write<Result>(
    _ body: (inout Standing) throws(VaultError) -> Result
  ) throws(VaultError) -> Result {
    try connection.transaction(.immediate, mapping: { VaultError.storage($0) }) {
      () throws(VaultError) in
      var standing = try stand()
      let result = try body(&standing)
      if standing.isChanged {
        var head = standing.head
        // Nothing was recorded that would take in what a stranger wrote; the next event will.
        if standing.absorbed > 0 { head.chain = standing.known }
        do throws(StorageError) {
          try head.update(under: keys, vault: id, on: connection)
        } catch {
          throw .storage(error)
        }
      }
      return result
    }
  }

  /// Runs a reading in one transaction, so that it sees one state of the vault.
  borrowing func read<Result>(
    _ body: (Standing) throws(VaultError) -> Result
  ) throws(VaultError) -> Result {
    try connection.transaction(.deferred, mapping: { VaultError.storage($0) }) {
      () throws(VaultError) in
      try body(try stand())
    }
  }

  /// Writes an event into the transaction's chain.
  borrowing func record(
    _ draft: EventDraft, in standing: inout Standing
  ) throws(VaultError) {
    var draft = draft
    if standing.absorbed > 0 {
      draft.details.append(Detail(.absorbed, String(standing.absorbed)))
      standing.absorbed = 0
    }
    do throws(AuditError) {
      standing.head.chain = try Log.append(
        draft, after: standing.head.chain, of: id, keys: keys.audit, on: connection)
    } catch {
      throw .audit(error)
    }
    standing.head.order?.add(draft.time)
    standing.isChanged = true
  }

  /// Reads and checks where the vault stands; a changed vault key is `stale`, not damage.
  borrowing func stand() throws(VaultError) -> Standing {
    let row = try VaultRow.read(on: connection)
    guard row.identity == identity else { throw .substituted }
    guard row.minimumReader <= Format.reader else { throw .newer }
    guard row.epoch == keys.epoch else {
      try checkSignature(of: row)
      throw .stale
    }
    var head = try VaultHead.read(on: connection, keys: keys, vault: id)
    guard head.epoch == row.epoch, head.slots == row.slots else {
      throw .damaged("the vault's head names other key slots than its row")
    }
    let isThere: Int64?
    let tail: Log.Tail
    do {
      isThere = try connection.integer("SELECT count(*) FROM slot WHERE id = ?", [.blob(slot)])
      tail = try Log.tail(from: head.chain, of: id, on: connection)
    } catch let error as AuditError {
      throw .audit(error)
    } catch let error as StorageError {
      throw .storage(error)
    } catch {
      throw .damaged("the vault cannot be read")
    }
    guard isThere == 1 else {
      try checkSignature(of: row)
      throw .stale
    }
    let known = head.chain
    head.chain = tail.head
    for time in tail.times { head.order?.add(time) }
    return Standing(row: row, head: head, known: known, absorbed: tail.absorbed)
  }

  private borrowing func checkSignature(of row: VaultRow) throws(VaultError) {
    guard row.isSigned(for: try slots()) else {
      throw .damaged("the table of key slots is not the one that the vault signed")
    }
  }

  /// The slot table, unchecked.
  borrowing func slots() throws(VaultError) -> [Slot] {
    do throws(StorageError) {
      return try Slot.all(on: connection)
    } catch {
      throw .storage(error)
    }
  }
}
