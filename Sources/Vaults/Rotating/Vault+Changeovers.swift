package import Profiles
import Storage

/// Finding changeovers, and believing them only where the vault's head knows them.
extension Vault {
  /// All that are not over.
  package borrowing func changeovers() throws(VaultError) -> [Changeover] {
    try read { standing throws(VaultError) in try changeovers(in: standing) }
  }

  borrowing func changeovers(in standing: Standing) throws(VaultError) -> [Changeover] {
    let rows = try changeoverRows()
    guard Int64(rows.count) == standing.head.changeovers,
      rows.isEmpty || RemoteSum(over: rows, by: keys) == standing.head.changeoverSum
    else {
      throw .damaged("the journal of rotations is not the one that was written last")
    }
    var found: [Changeover] = []
    for row in rows { found.append(try row.open(keys: keys, vault: id)) }
    return found.sorted { ($0.begunAt, $0.id.description) < ($1.begunAt, $1.id.description) }
  }

  private borrowing func changeoverRows() throws(VaultError) -> [ChangeoverRow] {
    var rows: [ChangeoverRow] = []
    do throws(StorageError) {
      try connection.forEach("SELECT \(ChangeoverRow.columns) FROM changeover") {
        row throws(StorageError) in rows.append(try ChangeoverRow(row))
      }
    } catch {
      throw .storage(error)
    }
    return rows
  }

  /// The one that a caller knows, if it stands as they know it.
  borrowing func require(
    _ known: Changeover, in standing: Standing
  ) throws(VaultError) -> Changeover {
    guard let stored = try changeovers(in: standing).first(where: { $0.id == known.id }) else {
      throw .rotationOver
    }
    guard stored.revision == known.revision else { throw .rotationMoved }
    return stored
  }

  /// Writes a row: a new one, or in the place of the old.
  borrowing func save(
    _ changeover: inout Changeover, isNew: Bool = false, in standing: inout Standing
  ) throws(VaultError) {
    try takeOut(changeover, of: &standing)
    changeover.revision &+= 1
    let row = ChangeoverRow(changeover, keys: keys, vault: id)
    do throws(StorageError) {
      try connection.run(
        isNew
          ? "INSERT INTO changeover (sealed, id) VALUES (?, ?)"
          : "UPDATE changeover SET sealed = ? WHERE id = ?",
        [.blob(row.sealed), .blob(row.id)], changing: 1)
    } catch {
      throw .storage(error)
    }
    if isNew { standing.head.changeovers += 1 }
    standing.head.changeoverSum.toggle(row, by: keys)
    standing.isChanged = true
  }

  borrowing func erase(
    _ changeover: Changeover, in standing: inout Standing
  ) throws(VaultError) {
    try takeOut(changeover, of: &standing)
    do throws(StorageError) {
      try connection.run(
        "DELETE FROM changeover WHERE id = ?", [.blob(changeover.id.bytes)], changing: 1)
    } catch {
      throw .storage(error)
    }
    standing.head.changeovers -= 1
    if standing.head.changeovers == 0 { standing.head.changeoverSum = RemoteSum() }
    standing.isChanged = true
  }

  /// Takes the row as it is out of the sum.
  private borrowing func takeOut(
    _ changeover: Changeover, of standing: inout Standing
  ) throws(VaultError) {
    if standing.head.changeoverSum == RemoteSum() {
      standing.head.changeoverSum = RemoteSum(over: [], by: keys)
    }
    let row: ChangeoverRow?
    do throws(StorageError) {
      row = try connection.first(
        "SELECT \(ChangeoverRow.columns) FROM changeover WHERE id = ?",
        [.blob(changeover.id.bytes)]
      ) { row throws(StorageError) in try ChangeoverRow(row) }
    } catch {
      throw .storage(error)
    }
    if let row { standing.head.changeoverSum.toggle(row, by: keys) }
  }

  /// Seals every changeover under the next vault key; gives the sum over them.
  borrowing func resealChangeovers(
    under next: borrowing Keys, in standing: Standing
  ) throws(VaultError) -> RemoteSum {
    let all = try changeovers(in: standing)
    guard !all.isEmpty else { return RemoteSum() }
    var sum = RemoteSum(over: [], by: next)
    for changeover in all {
      let row = ChangeoverRow(changeover, keys: next, vault: id)
      do throws(StorageError) {
        try connection.run(
          "UPDATE changeover SET sealed = ? WHERE id = ?", [.blob(row.sealed), .blob(row.id)],
          changing: 1)
      } catch {
        throw .storage(error)
      }
      sum.toggle(row, by: next)
    }
    return sum
  }

  /// Refuses a change of a profile whose secret is being replaced.
  borrowing func checkAtRest(_ profile: Profile, in standing: Standing) throws(VaultError) {
    guard standing.head.changeovers > 0 else { return }
    for changeover in try changeovers(in: standing)
    where changeover.members.contains(where: { $0.profile == profile.id }) {
      throw .inRotation(name: profile.name.text)
    }
  }
}
