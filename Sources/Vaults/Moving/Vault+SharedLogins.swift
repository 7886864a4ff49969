import Catalog
import Profiles
import Storage

/// Profiles that sign in at the same host as the same user, and so change their password together.
extension Vault {
  /// The logins of an import that more than one profile uses, those that were there before included.
  package borrowing func sharedLogins(
    of arrived: Arrived
  ) throws(VaultError) -> [(login: Login, names: [String])] {
    guard !arrived.logins.isEmpty else { return [] }
    var users = arrived.logins
    try read { standing throws(VaultError) in
      // A vault that was empty before holds nobody else.
      guard standing.head.profiles > Int64(arrived.written.count) else { return }
      for row in try others(than: arrived.written) {
        let record = try row.open(keys: keys, vault: id)
        guard let type = Types.named(record.profile.type), type.purpose == .database,
          let current = record.profile.current
        else { continue }
        let fields = try fields(of: record.profile, version: current.number)
        guard let login = Login(fields, of: type), users[login] != nil else { continue }
        users[login]?.append(record.profile.name.text)
      }
    }
    return users.filter { $0.value.count > 1 }
      .map { (login: $0.key, names: $0.value.sorted()) }
      .sorted { ($0.login.host, $0.login.user) < ($1.login.host, $1.login.user) }
  }

  private borrowing func others(
    than written: Set<ProfileID>
  ) throws(VaultError) -> [ProfileRow] {
    var rows: [ProfileRow] = []
    do throws(StorageError) {
      try connection.forEach(
        // By the index each row would be fetched from another place.
        "SELECT \(ProfileRow.columns) FROM profile NOT INDEXED WHERE removed_at IS NULL"
      ) { row throws(StorageError) in
        guard let id = ProfileID(try row.blob(0)), !written.contains(id) else { return }
        rows.append(try ProfileRow(row))
      }
    } catch {
      throw .storage(error)
    }
    return rows
  }
}
