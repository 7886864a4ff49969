import Auditing
import Profiles
import Sealing
import Storage

/// Finding profiles and their versions, and believing them only after every check.
extension Vault {
  /// A profile by its name; `unknownProfile` names what there is, if nothing was taken away.
  borrowing func find(
    _ name: ProfileName, in standing: Standing
  ) throws(VaultError) -> ProfileRecord {
    guard let record = try findIfThere(name) else {
      let known = try records(in: standing).map(\.profile).filter { !$0.isRemoved }
      guard !known.contains(where: { $0.name == name }) else {
        throw .damaged("the index of names does not lead to '\(name)', which is there")
      }
      throw .unknownProfile(name.text, known: known.prefix(2000).map(\.name.text))
    }
    return record
  }

  borrowing func findIfThere(_ name: ProfileName) throws(VaultError) -> ProfileRecord? {
    let found = try row(
      where: "tag = ? AND removed_at IS NULL", [.blob(NameTag.of(name, by: keys))])
    if let found { try require(found, isNamed: name, isRemoved: false) }
    return found
  }

  /// The profile of that name that was removed last.
  borrowing func findRemoved(_ name: ProfileName) throws(VaultError) -> ProfileRecord {
    let found = try row(
      where: "tag = ? AND removed_at IS NOT NULL ORDER BY removed_at DESC, id LIMIT 1",
      [.blob(NameTag.of(name, by: keys))])
    guard let found else { throw .notRemoved(name.text) }
    try require(found, isNamed: name, isRemoved: true)
    return found
  }

  /// The live profile of that name, or else the one that was removed last.
  borrowing func findLiveOrRemoved(
    _ name: ProfileName, in standing: Standing
  ) throws(VaultError) -> ProfileRecord {
    if let live = try findIfThere(name) { return live }
    do throws(VaultError) {
      return try findRemoved(name)
    } catch .notRemoved(_) {
      return try find(name, in: standing)
    }
  }

  /// The index by which a row was found is not sealed, so what it led to is looked at again.
  private borrowing func require(
    _ record: ProfileRecord, isNamed name: ProfileName, isRemoved: Bool
  ) throws(VaultError) {
    guard record.profile.name == name, record.profile.isRemoved == isRemoved else {
      throw .damaged("looking for '\(name)' leads to another profile")
    }
  }

  borrowing func find(id: ProfileID) throws(VaultError) -> ProfileRecord {
    guard let found = try row(where: "id = ?", [.blob(id.bytes)]) else {
      throw .damaged("a profile that another one names is missing")
    }
    return found
  }

  private borrowing func row(
    where condition: String, _ values: [Value]
  ) throws(VaultError) -> ProfileRecord? {
    let row: ProfileRow?
    do throws(StorageError) {
      row = try connection.first(
        "SELECT \(ProfileRow.columns) FROM profile WHERE \(condition)", values
      ) { row throws(StorageError) in try ProfileRow(row) }
    } catch {
      throw .storage(error)
    }
    guard let row else { return nil }
    let record = try row.open(keys: keys, vault: id)
    try checkLastChanges(of: [record])
    return record
  }

  /// A record that was taken back to an older state names an older event than the log does.
  borrowing func checkLastChanges(of records: [ProfileRecord]) throws(VaultError) {
    let logged: [ChainHead?]
    do throws(AuditError) {
      logged = try Log.lastChanges(
        of: records.map(\.profile.id.bytes), in: id, keys: keys.audit, on: connection)
    } catch {
      throw .audit(error)
    }
    for (record, event) in zip(records, logged) where record.lastChange != event {
      throw .damaged(
        "the record of '\(record.profile.name)' is not the one that was written last")
    }
  }

  /// Every profile, opened; their number is compared with the vault's head.
  borrowing func records(in standing: Standing) throws(VaultError) -> [ProfileRecord] {
    var records: [ProfileRecord] = []
    var failure: VaultError?
    do throws(StorageError) {
      try connection.forEach("SELECT \(ProfileRow.columns) FROM profile") {
        row throws(StorageError) in
        guard failure == nil else { return }
        let row = try ProfileRow(row)
        do throws(VaultError) {
          records.append(try row.open(keys: keys, vault: id))
        } catch {
          failure = error
        }
      }
    } catch {
      throw .storage(error)
    }
    if let failure { throw failure }
    guard Int64(records.count) == standing.head.profiles else {
      throw .damaged(
        "there are \(records.count) profiles, but the vault's head counts "
          + "\(standing.head.profiles)")
    }
    return records
  }

  /// The fields of one version, checked against the profile's sealed head.
  borrowing func fields(
    of profile: Profile, version number: UInt32
  ) throws(VaultError) -> [VersionField] {
    guard let mark = profile.version(number) else {
      throw .unknownVersion(name: profile.name.text, number)
    }
    guard mark.state != .destroyed else { throw .destroyed(name: profile.name.text, number) }
    let row = try versionRow(of: profile, mark)
    let plain = try row.open(keys: keys, vault: id)
    do {
      return try VersionField.unpack(plain.bytes)
    } catch {
      throw .damaged("\(row.shown) cannot be read")
    }
  }

  borrowing func versionRow(
    of profile: Profile, _ mark: VersionMark
  ) throws(VaultError) -> VersionRow {
    let row: VersionRow?
    do throws(StorageError) {
      row = try connection.first(
        "SELECT \(VersionRow.columns) FROM version WHERE profile = ? AND number = ?",
        [.blob(profile.id.bytes), .integer(Int64(mark.number))]
      ) { row throws(StorageError) in try VersionRow(row) }
    } catch {
      throw .storage(error)
    }
    guard let row, row.profile == profile.id.bytes, row.agrees(with: mark) else {
      throw .damaged(
        "version \(mark.number) of '\(profile.name)' is not what the profile says of it")
    }
    return row
  }

  /// The number of the current version.
  borrowing func currentNumber(of profile: Profile) throws(VaultError) -> UInt32 {
    guard let current = profile.current else {
      throw .unknownVersion(name: profile.name.text, profile.newest)
    }
    return current.number
  }

  /// Writes a profile's row: a new one, or in the place of the old.
  borrowing func save(
    _ profile: Profile, isNew: Bool = false, in standing: Standing
  ) throws(VaultError) {
    let row = ProfileRow(
      profile, lastChange: standing.head.chain, keys: keys, vault: id)
    let values: [Value] = [
      .blob(row.tag), row.via.map(Value.blob) ?? .null,
      row.removedAt.map(Value.integer) ?? .null, .blob(row.head), .blob(row.id),
    ]
    do throws(StorageError) {
      try connection.run(
        isNew
          ? "INSERT INTO profile (tag, via, removed_at, head, id) VALUES (?, ?, ?, ?, ?)"
          : "UPDATE profile SET tag = ?, via = ?, removed_at = ?, head = ? WHERE id = ?",
        values, changing: 1)
    } catch {
      throw .storage(error)
    }
  }

  /// Writes a new version's row.
  borrowing func insert(
    _ mark: VersionMark, of profile: ProfileID, fields: [VersionField]
  ) throws(VaultError) {
    var row = VersionRow(mark, of: profile)
    let plain = VersionField.pack(fields)
    row.close(plain.bytes, keys: keys, vault: id)
    do throws(StorageError) {
      try connection.run(
        "INSERT INTO version (\(VersionRow.columns)) VALUES (?, ?, ?, ?, ?)", row.values,
        changing: 1)
    } catch {
      throw .storage(error)
    }
  }

  /// Seals a version again under another state, which is bound into its seal.
  borrowing func move(
    _ mark: VersionMark, of profile: inout Profile, to state: VersionState
  ) throws(VaultError) {
    var row = try versionRow(of: profile, mark)
    if state == .destroyed {
      row.record = nil
      row.state = Int64(state.rawValue)
    } else {
      let plain = try row.open(keys: keys, vault: id)
      row.state = Int64(state.rawValue)
      row.close(plain.bytes, keys: keys, vault: id)
    }
    do throws(StorageError) {
      try connection.run(
        "UPDATE version SET state = ?, record = ? WHERE profile = ? AND number = ?",
        [
          .integer(row.state), row.record.map(Value.blob) ?? .null, .blob(row.profile),
          .integer(row.number),
        ], changing: 1)
    } catch {
      throw .storage(error)
    }
    if let place = profile.versions.firstIndex(where: { $0.number == mark.number }) {
      profile.versions[place].state = state
    }
  }
}
