package import Auditing
package import Profiles

/// Letting go of objects in workspaces.
extension Vault {
  /// Marks what exists over there to be deleted by the next push, or only forgets it.
  ///
  /// What never came into being is forgotten either way. Gives the objects that are left to delete.
  package borrowing func unbind(
    _ ids: Set<RemoteID>, deleting: Bool, withEnvironments: Bool, by author: Author,
    at time: Int64
  ) throws(VaultError) -> [RemoteID] {
    try write { standing throws(VaultError) in
      let records = try remoteRecords(in: standing).map(\.remote)
      var chosen = records.filter { ids.contains($0.id) }
      let users = records.filter { remote in
        remote.kind == .environment && !ids.contains(remote.id) && !remote.isLeaving
          && chosen.contains { $0.isConnection(of: remote) }
      }
      if !users.isEmpty, deleting {
        guard withEnvironments else {
          throw VaultError.inUse(
            name: chosen.first?.name ?? "", by: users.map { "environment '\($0.name)'" })
        }
        chosen += users
      }
      if let wanted = try wantedByTemplates(chosen, among: records) {
        throw VaultError.inUse(name: wanted.name, by: ["template '\(wanted.template)'"])
      }
      var left: [RemoteID] = []
      for var remote in chosen {
        let isThere = remote.ownership != .none || remote.intent != nil
        let stays = deleting && isThere
        let details = try details(of: remote, in: standing)
        if stays {
          left.append(remote.id)
          guard !remote.isLeaving else { continue }
          remote.isLeaving = true
        }
        let isEnvironment = remote.kind != .connection
        let action: Action =
          stays
          ? (isEnvironment ? .environmentLeaving : .bindingLeaving)
          : (isEnvironment ? .environmentRemoved : .bindingRemoved)
        try record(
          EventDraft(action, subject: remote.id.bytes, at: time, by: author, details),
          in: &standing)
        if stays {
          try save(remote, lastChange: standing.head.chain, in: &standing)
        } else {
          try erase(remote, in: &standing)
        }
      }
      return left
    }
  }

  /// What an event says of an object: its names.
  borrowing func details(
    of remote: Remote, in standing: Standing
  ) throws(VaultError) -> [Detail] {
    var names: [ProfileID: String] = [:]
    return try details(of: remote, knowing: &names)
  }

  /// The same where many are told of, with the names that were looked up for those before.
  borrowing func details(
    of remote: Remote, knowing names: inout [ProfileID: String]
  ) throws(VaultError) -> [Detail] {
    for id in [remote.workspace, remote.profile] {
      if let id, names[id] == nil { names[id] = try find(id: id).profile.name.text }
    }
    var details = [Detail(.workspace, names[remote.workspace] ?? "")]
    if let id = remote.profile { details.append(Detail(.name, names[id] ?? "")) }
    details.append(Detail(remote.kind == .connection ? .connection : .environment, remote.name))
    return details
  }
}

extension Remote {
  /// Whether an environment of the same workspace names this connection.
  package func isConnection(of environment: Remote) -> Bool {
    kind == .connection && workspace == environment.workspace
      && environment.sources.contains { $0.connection == name }
  }
}
