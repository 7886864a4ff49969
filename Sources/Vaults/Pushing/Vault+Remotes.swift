import Auditing
import Profiles
import Sealing
import Storage

/// Finding the objects that we answer for, and believing them only after every check.
extension Vault {
  /// Every object, in no order: those that were read before, where the head says that they hold.
  borrowing func remoteRecords(in standing: Standing) throws(VaultError) -> [RemoteRecord] {
    let kept = shelf.all(at: standing.head.remoteSum)
    if let kept, Int64(kept.count) == standing.head.remotes { return kept }
    return try storedRemoteRecords(in: standing)
  }

  /// Every object from its row; their number and their sum are compared with the vault's head.
  borrowing func storedRemoteRecords(in standing: Standing) throws(VaultError) -> [RemoteRecord] {
    let sum = standing.head.remoteSum
    let rows = try remoteRows(where: "", [])
    var records: [RemoteRecord] = []
    records.reserveCapacity(rows.count)
    for row in rows { records.append(try row.open(keys: keys, vault: id)) }
    guard Int64(records.count) == standing.head.remotes else {
      throw .damaged(
        "there are \(records.count) remote objects, but the vault's head counts "
          + "\(standing.head.remotes)")
    }
    guard !rows.isEmpty else { return [] }
    // The heads of vaults from before there was a sum name none.
    guard sum != RemoteSum() else {
      try checkLastChanges(of: records)
      return records
    }
    // A sum that fits says more than the last event of each: these rows were written last.
    var found = RemoteSum(of: [], by: keys)
    var entries: [RemoteID: RemoteShelf.Entry] = [:]
    for (row, record) in zip(rows, records) {
      let digest = row.digest(by: keys)
      found.toggle(digest)
      entries[record.remote.id] = RemoteShelf.Entry(record: record, digest: digest)
    }
    guard sum == found else {
      throw .damaged("the record of a remote object is not the one that was written last")
    }
    shelf.fill(entries, sum: sum)
    return records
  }

  /// The objects of a profile: those that it is sent to, or that lie in it as a workspace.
  borrowing func remoteRecords(about profile: ProfileID) throws(VaultError) -> [RemoteRecord] {
    try remoteRecords(
      where: " WHERE profile = ?1 OR workspace = ?1", [.blob(profile.bytes)])
  }

  borrowing func findRemote(
    _ kind: RemoteKind, _ name: String, in workspace: ProfileID
  ) throws(VaultError) -> RemoteRecord? {
    try remoteRecords(
      where: " WHERE tag = ?",
      [.blob(RemoteSeal.tag(of: kind, name, in: workspace, by: keys))]
    ).first
  }

  borrowing func findRemote(
    id: RemoteID, in standing: Standing
  ) throws(VaultError) -> RemoteRecord? {
    if shelf.isCurrent(at: standing.head.remoteSum) {
      return shelf.entry(id, at: standing.head.remoteSum)?.record
    }
    return try remoteRecords(where: " WHERE id = ?", [.blob(id.bytes)]).first
  }

  private borrowing func remoteRecords(
    where condition: String, _ values: [Value]
  ) throws(VaultError) -> [RemoteRecord] {
    try opened(try remoteRows(where: condition, values))
  }

  borrowing func remoteRows(
    where condition: String, _ values: [Value]
  ) throws(VaultError) -> [RemoteSeal] {
    var rows: [RemoteSeal] = []
    do throws(StorageError) {
      try connection.forEach("SELECT \(RemoteSeal.columns) FROM remote\(condition)", values) {
        row throws(StorageError) in rows.append(try RemoteSeal(row))
      }
    } catch {
      throw .storage(error)
    }
    return rows
  }

  private borrowing func opened(_ rows: [RemoteSeal]) throws(VaultError) -> [RemoteRecord] {
    var records: [RemoteRecord] = []
    for row in rows { records.append(try row.open(keys: keys, vault: id)) }
    try checkLastChanges(of: records)
    return records
  }

  /// An object that was taken back to an older state names an older event than the log does.
  private borrowing func checkLastChanges(of records: [RemoteRecord]) throws(VaultError) {
    let logged: [ChainHead?]
    do throws(AuditError) {
      logged = try Log.lastChanges(
        of: records.map(\.remote.id.bytes), in: id, keys: keys.audit, on: connection)
    } catch {
      throw .audit(error)
    }
    for (record, event) in zip(records, logged) where record.lastChange != event {
      throw .damaged(
        "the record of remote object '\(record.remote.name)' is not the one that was written last")
    }
  }

  /// Writes an object's row: a new one, or in the place of the old.
  borrowing func save(
    _ remote: Remote, lastChange: ChainHead, isNew: Bool = false, in standing: inout Standing
  ) throws(VaultError) {
    try beginSum(in: &standing)
    let before = standing.head.remoteSum
    try takeOut(remote.id, of: &standing)
    let row = RemoteSeal(remote, lastChange: lastChange, keys: keys, vault: id)
    let profile = row.profile.map(Value.blob) ?? .null
    do throws(StorageError) {
      if isNew {
        try connection.run(
          "INSERT INTO remote (\(RemoteSeal.columns)) VALUES (?, ?, ?, ?, ?)",
          [.blob(row.id), .blob(row.workspace), profile, .blob(row.tag), .blob(row.sealed)],
          changing: 1)
      } else {
        try connection.run(
          "UPDATE remote SET profile = ?, sealed = ? WHERE id = ?",
          [profile, .blob(row.sealed), .blob(row.id)], changing: 1)
      }
    } catch {
      throw .storage(error)
    }
    let digest = row.digest(by: keys)
    standing.head.remoteSum.toggle(digest)
    shelf.put(
      RemoteShelf.Entry(
        record: RemoteRecord(remote: remote, lastChange: lastChange), digest: digest),
      of: remote.id, from: before, to: standing.head.remoteSum)
  }

  /// Takes an object out of the vault; its event was written.
  borrowing func erase(_ remote: Remote, in standing: inout Standing) throws(VaultError) {
    try beginSum(in: &standing)
    let before = standing.head.remoteSum
    try takeOut(remote.id, of: &standing)
    shelf.put(nil, of: remote.id, from: before, to: standing.head.remoteSum)
    do throws(StorageError) {
      try connection.run("DELETE FROM remote WHERE id = ?", [.blob(remote.id.bytes)], changing: 1)
    } catch {
      throw .storage(error)
    }
    standing.head.remotes -= 1
    standing.isChanged = true
  }

  /// Seals every object under the next vault key; gives their number.
  borrowing func resealRemotes(
    under next: borrowing Keys, in standing: Standing
  ) throws(VaultError) -> Int {
    let records = try storedRemoteRecords(in: standing)
    for record in records {
      let row = RemoteSeal(
        record.remote, lastChange: record.lastChange, keys: next, vault: id)
      do throws(StorageError) {
        try connection.run(
          "UPDATE remote SET tag = ?, sealed = ? WHERE id = ?",
          [.blob(row.tag), .blob(row.sealed), .blob(row.id)], changing: 1)
      } catch {
        throw .storage(error)
      }
    }
    return records.count
  }

  /// A workspace by its name.
  borrowing func workspace(
    _ name: ProfileName, in standing: Standing
  ) throws(VaultError) -> Profile {
    let profile = try find(name, in: standing).profile
    guard profile.type == "embeddable" else {
      throw .notAWorkspace(name: name.text, type: profile.type)
    }
    return profile
  }

  static func newRemoteID() throws(VaultError) -> RemoteID {
    guard let id = RemoteID(Random.bytes(RemoteID.size)) else {
      throw .badKey("no random id could be made")
    }
    return id
  }
}
