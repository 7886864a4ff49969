package import Auditing
package import Profiles

/// Profiles that leave the vault in one file.
extension Vault {
  /// Hands over each selected profile; with secrets, each reading is written down with the others
  /// or nothing is given away.
  package borrowing func leave(
    _ selector: Selector, withSecrets: Bool, how: String, by author: Author, at time: Int64,
    _ body: (ReadProfile) throws(VaultError) -> Void
  ) throws(VaultError) -> Int {
    try write { standing throws(VaultError) in
      let chosen = try selected(selector, in: standing)
      guard !chosen.isEmpty else { return 0 }
      var names: [ProfileID: String] = [:]
      for profile in chosen { names[profile.id] = profile.name.text }
      let bindings = try bindings(of: names, in: standing)
      for profile in chosen {
        var item = try read(profile, knowing: &names)
        item.bindings = bindings[profile.id] ?? []
        let secrets = item.fields.filter(\.isSecret)
        if withSecrets, !secrets.isEmpty {
          let event = EventDraft(
            .secretRead, subject: profile.id.bytes, at: time, by: author,
            [
              Detail(.name, profile.name.text), Detail(.version, String(item.version.number)),
            ] + secrets.map { Detail(.field, $0.name) })
          try record(event, in: &standing)
        }
        try body(item)
      }
      try record(
        EventDraft(
          .vaultExported, at: time, by: author,
          [Detail(.count, String(chosen.count)), Detail(.cause, how)]), in: &standing)
      return chosen.count
    }
  }

  /// The connections of the profiles that leave, those that are to be deleted left out.
  private borrowing func bindings(
    of leaving: [ProfileID: String], in standing: Standing
  ) throws(VaultError) -> [ProfileID: [ReadBinding]] {
    var names = leaving
    var found: [ProfileID: [ReadBinding]] = [:]
    guard standing.head.remotes > 0 else { return [:] }
    for remote in try remoteRecords(in: standing).map(\.remote)
    where remote.kind == .connection && !remote.isLeaving {
      guard let profile = remote.profile, leaving[profile] != nil else { continue }
      if names[remote.workspace] == nil {
        names[remote.workspace] = try find(id: remote.workspace).profile.name.text
      }
      found[profile, default: []].append(
        ReadBinding(
          workspace: names[remote.workspace] ?? "", connection: remote.name,
          overrides: remote.overrides))
    }
    return found.mapValues { list in
      list.sorted { ($0.workspace, $0.connection) < ($1.workspace, $1.connection) }
    }
  }

  private borrowing func read(
    _ profile: Profile, knowing names: inout [ProfileID: String]
  ) throws(VaultError) -> ReadProfile {
    let number = try currentNumber(of: profile)
    guard let mark = profile.version(number) else {
      throw .unknownVersion(name: profile.name.text, number)
    }
    var via: String?
    if let id = profile.via {
      via = if let name = names[id] { name } else { try find(id: id).profile.name.text }
      names[id] = via
    }
    return ReadProfile(
      profile: profile, version: mark, via: via,
      fields: try fields(of: profile, version: number))
  }
}
