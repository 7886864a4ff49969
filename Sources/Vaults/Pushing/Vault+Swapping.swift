package import Auditing
package import Profiles

/// A connection that is to be replaced by a new one beside it, and how that is called.
package struct NewSwap: Hashable, Sendable {
  package let old: RemoteID
  package let name: String

  package init(_ old: RemoteID, by name: String) {
    self.old = old
    self.name = name
  }
}

/// Replacing connections by new ones: first both are there, then environments lead to the new one,
/// then the old one goes.
///
/// Each of the steps is one transaction, so that whoever comes next sees where it stopped.
extension Vault {
  /// Makes the connections that are to take others' places; gives their ids.
  ///
  /// What has a successor already, or is leaving, is passed over.
  package borrowing func beginSwaps(
    _ swaps: [NewSwap], by author: Author, at time: Int64
  ) throws(VaultError) -> [RemoteID] {
    guard !swaps.isEmpty else { return [] }
    return try write { standing throws(VaultError) in
      let lineage = try storedSettings().settings.lineage
      var made: [RemoteID] = []
      for swap in swaps {
        guard var old = try findRemote(id: swap.old, in: standing)?.remote,
          old.kind == .connection, !old.isLeaving
        else { continue }
        // One that was let go of takes nobody's place any more.
        if let known = old.successor, let there = try findRemote(id: known, in: standing)?.remote,
          !there.isLeaving
        {
          continue
        }
        guard try findRemote(.connection, swap.name, in: old.workspace) == nil else {
          throw .connectionTaken(
            name: swap.name, workspace: try find(id: old.workspace).profile.name.text,
            by: "another connection")
        }
        var new = Remote(
          id: try Self.newRemoteID(), workspace: old.workspace, name: swap.name, aim: old.aim)
        new.boundAs = old.knownAs
        new.lineage = lineage
        try record(
          EventDraft(
            .bindingMade, subject: new.id.bytes, at: time, by: author,
            try details(of: new, in: standing)
              + [Detail(.cause, "it takes the place of \(old.name)")]), in: &standing)
        try save(new, lastChange: standing.head.chain, isNew: true, in: &standing)
        standing.head.remotes += 1
        old.successor = new.id
        try record(
          EventDraft(
            .bindingChanged, subject: old.id.bytes, at: time, by: author,
            try details(of: old, in: standing)
              + [Detail(.cause, "\(new.name) takes its place")]), in: &standing)
        try save(old, lastChange: standing.head.chain, in: &standing)
        made.append(new.id)
      }
      return made
    }
  }

  /// Leads the environments of these to their successors, and lets the old ones go.
  ///
  /// What is still there is deleted by the next push, which this one goes on with.
  package borrowing func finishSwaps(
    _ olds: [RemoteID], by author: Author, at time: Int64
  ) throws(VaultError) {
    guard !olds.isEmpty else { return }
    try write { standing throws(VaultError) in
      var environments = try remoteRecords(in: standing).map(\.remote).filter {
        $0.kind == .environment && !$0.isLeaving
      }
      for id in olds {
        guard var old = try findRemote(id: id, in: standing)?.remote, let successor = old.successor,
          let new = try findRemote(id: successor, in: standing)?.remote, !new.isLeaving
        else { continue }
        for index in environments.indices where old.isConnection(of: environments[index]) {
          let sources = environments[index].sources.map { source in
            source.connection == old.name ? DataSource(source.source, new.name) : source
          }
          environments[index].aim = .environment(sources)
          let environment = environments[index]
          try record(
            EventDraft(
              .environmentSet, subject: environment.id.bytes, at: time, by: author,
              try details(of: environment, in: standing)
                + [Detail(.connection, new.name)]), in: &standing)
          try save(environment, lastChange: standing.head.chain, in: &standing)
        }
        old.successor = nil
        let isThere = old.ownership != .none || old.intent != nil
        old.isLeaving = isThere
        try record(
          EventDraft(
            isThere ? .bindingLeaving : .bindingRemoved, subject: old.id.bytes, at: time,
            by: author, try details(of: old, in: standing)), in: &standing)
        if isThere {
          try save(old, lastChange: standing.head.chain, in: &standing)
        } else {
          try erase(old, in: &standing)
        }
      }
    }
  }

  /// What the connections are called that took other ones' places, or are to, by what they were
  /// bound as.
  borrowing func swappedNames(
    in workspace: ProfileID, _ standing: Standing
  ) throws(VaultError) -> [String: String] {
    let staying = try remoteRecords(in: standing).map(\.remote).filter {
      $0.kind == .connection && $0.workspace == workspace && !$0.isLeaving
    }
    let ids = Set(staying.map(\.id))
    var names: [String: String] = [:]
    // Of two that go by one name, it is the one that takes the other's place.
    for remote in staying where remote.successor.map(ids.contains) != true {
      if let name = remote.boundAs { names[name] = remote.name }
    }
    return names
  }
}
