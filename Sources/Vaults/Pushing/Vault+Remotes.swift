import Auditing
import Profiles
import Sealing
import Storage

/// Finding the objects that we answer for, and believing them only after every check.
extension Vault {
  /// Every object, in no order; their number and their sum are compared with the vault's head.
  borrowing func remoteRecords(in standing: Standing) throws(VaultError) -> [RemoteRecord] {
    let rows = try remoteRows(where: "", [])
    let records = try opened(rows)
    guard Int64(records.count) == standing.head.remotes else {
      throw .damaged(
        "there are \(records.count) remote objects, but the vault's head counts "
          + "\(standing.head.remotes)")
    }
    // The heads of vaults from before there was a sum name none.
    let sum = standing.head.remoteSum
    guard rows.isEmpty || sum == RemoteSum() || sum == RemoteSum(of: rows, by: keys) else {
      throw .damaged("the record of a remote object is not the one that was written last")
    }
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

  borrowing func findRemote(id: RemoteID) throws(VaultError) -> RemoteRecord? {
    try remoteRecords(where: " WHERE id = ?", [.blob(id.bytes)]).first
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
    return records
  }

  /// Writes an object's row: a new one, or in the place of the old.
  borrowing func save(
    _ remote: Remote, lastChange: ChainHead, isNew: Bool = false, in standing: inout Standing
  ) throws(VaultError) {
    try takeOut(remote.id.bytes, of: &standing)
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
    putIn(row, of: &standing)
  }

  /// Takes an object out of the vault; its event was written.
  borrowing func erase(_ remote: Remote, in standing: inout Standing) throws(VaultError) {
    try takeOut(remote.id.bytes, of: &standing)
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
    let records = try remoteRecords(in: standing)
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
