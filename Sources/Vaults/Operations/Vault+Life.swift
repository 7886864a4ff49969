package import Auditing
package import Profiles
import Storage

/// Names, labels, and the end and return of profiles.
extension Vault {
  package borrowing func rename(
    _ name: ProfileName, to newName: ProfileName, by author: Author, at time: Int64
  ) throws(VaultError) {
    try write { standing throws(VaultError) in
      var profile = try find(name, in: standing).profile
      guard try findIfThere(newName) == nil else {
        throw VaultError.nameTaken(newName.text)
      }
      profile.name = newName
      let event = EventDraft(
        .profileRenamed, subject: profile.id.bytes, at: time, by: author,
        [Detail(.name, name.text), Detail(.newName, newName.text)])
      try record(event, in: &standing)
      try save(profile, in: standing)
    }
  }

  /// Sets and takes away labels; gives the names of the profiles that changed.
  package borrowing func label(
    _ names: [ProfileName], _ pairs: [(key: String, value: String)], by author: Author,
    at time: Int64
  ) throws(VaultError) -> [String] {
    try write { standing throws(VaultError) in
      var changed: [String] = []
      for name in names {
        var profile = try find(name, in: standing).profile
        let before = profile.labels
        for pair in pairs {
          do throws(WordError) {
            try profile.labels.set(pair.key, to: pair.value)
          } catch {
            throw VaultError.word(error)
          }
        }
        guard profile.labels != before else { continue }
        let event = EventDraft(
          .profileLabelled, subject: profile.id.bytes, at: time, by: author,
          [Detail(.name, name.text)] + pairs.map { Detail(.label, "\($0.key)=\($0.value)") })
        try record(event, in: &standing)
        try save(profile, in: standing)
        changed.append(name.text)
      }
      return changed
    }
  }

  /// Takes profiles out of use; they can be brought back until they are purged.
  package borrowing func remove(
    _ names: [ProfileName], by author: Author, at time: Int64
  ) throws(VaultError) {
    try write { standing throws(VaultError) in
      for name in names {
        var profile = try find(name, in: standing).profile
        try checkAtRest(profile, in: standing)
        let users = try users(of: profile, besides: names)
        guard users.isEmpty else { throw VaultError.inUse(name: name.text, by: users) }
        let bound = try remoteRecords(about: profile.id).map(\.remote.name).sorted()
        guard bound.isEmpty else { throw VaultError.bound(name: name.text, to: bound) }
        profile.removedAt = time
        let event = EventDraft(
          .profileRemoved, subject: profile.id.bytes, at: time, by: author,
          [Detail(.name, name.text)])
        try record(event, in: &standing)
        try save(profile, in: standing)
      }
    }
  }

  package borrowing func undelete(
    _ name: ProfileName, as newName: ProfileName?, by author: Author, at time: Int64
  ) throws(VaultError) -> String {
    try write { standing throws(VaultError) in
      var profile = try findRemoved(name).profile
      profile.name = newName ?? name
      guard try findIfThere(profile.name) == nil else {
        throw VaultError.nameTaken(profile.name.text)
      }
      var lost: [Detail] = []
      if let via = profile.via, try find(id: via).profile.isRemoved {
        profile.via = nil
        lost.append(Detail(.via, "none"))
      }
      profile.removedAt = nil
      let event = EventDraft(
        .profileUndeleted, subject: profile.id.bytes, at: time, by: author,
        [Detail(.name, name.text)] + (newName.map { [Detail(.newName, $0.text)] } ?? []) + lost)
      try record(event, in: &standing)
      try save(profile, in: standing)
      return profile.name.text
    }
  }

  /// Destroys removed profiles with all their versions.
  package borrowing func purge(
    _ names: [ProfileName], by author: Author, at time: Int64
  ) throws(VaultError) {
    try write { standing throws(VaultError) in
      for name in names {
        let profile = try findRemoved(name).profile
        let event = EventDraft(
          .profilePurged, subject: profile.id.bytes, at: time, by: author,
          [Detail(.name, name.text), Detail(.count, String(profile.versions.count))])
        try record(event, in: &standing)
        standing.head.profiles -= 1
        try forget(profile, by: author, at: time, in: &standing)
        try erase(profile)
      }
    }
    try sweep()
  }

  /// Destroys the older versions of live profiles; gives the names of those that had any.
  package borrowing func destroyHistory(
    _ names: [ProfileName], by author: Author, at time: Int64
  ) throws(VaultError) -> [String] {
    let changed = try write { standing throws(VaultError) in
      var changed: [String] = []
      for name in names {
        var profile = try find(name, in: standing).profile
        try checkAtRest(profile, in: standing)
        let old = profile.versions.filter { $0.state == .retired || $0.state == .previous }
        guard !old.isEmpty else { continue }
        for mark in old { try move(mark, of: &profile, to: .destroyed) }
        let event = EventDraft(
          .historyDestroyed, subject: profile.id.bytes, at: time, by: author,
          [Detail(.name, name.text)] + old.map { Detail(.version, String($0.number)) })
        try record(event, in: &standing)
        try save(profile, in: standing)
        changed.append(name.text)
      }
      return changed
    }
    try sweep()
    return changed
  }

  /// Removed profiles may still name a purged one; live ones would have kept it from being removed.
  private borrowing func forget(
    _ purged: Profile, by author: Author, at time: Int64, in standing: inout Standing
  ) throws(VaultError) {
    for row in try rows(via: purged) {
      let found = try row.open(keys: keys, vault: id)
      try checkLastChanges(of: [found])
      var profile = found.profile
      profile.via = nil
      let event = EventDraft(
        .profileChanged, subject: profile.id.bytes, at: time, by: author,
        [Detail(.name, profile.name.text), Detail(.cause, "what it was changed via was purged")])
      try record(event, in: &standing)
      try save(profile, in: standing)
    }
  }

  private borrowing func erase(_ profile: Profile) throws(VaultError) {
    let id: [Value] = [.blob(profile.id.bytes)]
    do throws(StorageError) {
      try connection.run(
        "DELETE FROM version WHERE profile = ?", id, changing: profile.versions.count)
      try connection.run("DELETE FROM profile WHERE id = ?", id, changing: 1)
    } catch {
      throw .storage(error)
    }
  }

  /// Takes what was destroyed out of the write-ahead log too.
  ///
  /// What was asked for is done by then; a failure says so, and what may be left where.
  borrowing func sweep() throws(VaultError) {
    do throws(StorageError) {
      try connection.checkpointTruncate()
    } catch {
      throw .unswept(error)
    }
  }

  /// The names of the profiles that are changed via this one.
  private borrowing func users(
    of profile: Profile, besides names: [ProfileName]
  ) throws(VaultError) -> [String] {
    var users: [String] = []
    for row in try rows(via: profile) where row.removedAt == nil {
      let name = try row.open(keys: keys, vault: id).profile.name
      if !names.contains(name) { users.append(name.text) }
    }
    return users.sorted()
  }

  private borrowing func rows(via profile: Profile) throws(VaultError) -> [ProfileRow] {
    var rows: [ProfileRow] = []
    do throws(StorageError) {
      try connection.forEach(
        "SELECT \(ProfileRow.columns) FROM profile WHERE via = ?", [.blob(profile.id.bytes)]
      ) { row throws(StorageError) in rows.append(try ProfileRow(row)) }
    } catch {
      throw .storage(error)
    }
    return rows
  }
}
