package import Auditing
package import Profiles
import Sealing

/// An object that others made and that becomes ours.
package struct Adoption: Sendable {
  package enum Target: Sendable {
    /// A connection is that of a profile, some fields of which differ and may.
    case profile(ProfileID, overrides: [String: String])
    /// A connection that no profile knows: its profile is made, without its secrets.
    case made(NewProfile)
    case environment([DataSource], fingerprint: @Sendable (RemoteID) -> [UInt8])
  }
  package let name: String
  package let target: Target

  package init(_ name: String, _ target: Target) {
    self.name = name
    self.target = target
  }
}

extension Vault {
  /// Takes objects over, all of them or none; `place` is a digest of where they were seen.
  package borrowing func adopt(
    _ adoptions: [Adoption], in workspace: ProfileName, at place: [UInt8], by author: Author,
    at time: Int64
  ) throws(VaultError) {
    guard !adoptions.isEmpty else { return }
    try write { standing throws(VaultError) in
      let workspace = try self.workspace(workspace, in: standing).id
      let lineage = try storedSettings().settings.lineage
      for adoption in adoptions {
        let aim: Remote.Aim
        var accepted: (@Sendable (RemoteID) -> [UInt8])?
        switch adoption.target {
        case .profile(let id, let overrides):
          aim = .connection(profile: id, overrides: overrides)
        case .made(let new):
          guard let id = ProfileID(Random.bytes(ProfileID.size)) else {
            throw .badKey("no random id could be made")
          }
          _ = try insert(
            new, note: new.note, id: id, via: nil, by: author, at: time, in: &standing)
          aim = .connection(profile: id, overrides: [:])
        case .environment(let sources, let fingerprint):
          aim = .environment(sources)
          accepted = fingerprint
        }
        try adopt(
          adoption.name, aim, in: workspace, accepted, (lineage, place), by: author, at: time,
          &standing)
      }
    }
  }

  private borrowing func adopt(
    _ name: String, _ aim: Remote.Aim, in workspace: ProfileID,
    _ accepted: (@Sendable (RemoteID) -> [UInt8])?, _ known: (lineage: [UInt8], place: [UInt8]),
    by author: Author, at time: Int64, _ standing: inout Standing
  ) throws(VaultError) {
    let kind: RemoteKind
    if case .environment = aim { kind = .environment } else { kind = .connection }
    let there = try findRemote(kind, name, in: workspace)?.remote
    var remote: Remote
    if let there {
      remote = there
      // What we wanted of it before stays what we want; what we sent is no longer there.
      remote.accepted = nil
      remote.trial = nil
    } else {
      remote = Remote(id: try Self.newRemoteID(), workspace: workspace, name: name, aim: aim)
    }
    remote.ownership = .adopted
    remote.intent = nil
    // What is taken over is to stay.
    remote.isLeaving = false
    remote.lineage = known.lineage
    remote.place = known.place
    remote.sighting = Remote.Sighting(.same, at: time)
    if let accepted, there == nil {
      remote.accepted = Remote.Accepted(
        fingerprint: accepted(remote.id), version: 0, overrides: [:], at: time)
    }
    try record(
      EventDraft(
        .bindingAdopted, subject: remote.id.bytes, at: time, by: author,
        try details(of: remote, in: standing)), in: &standing)
    try save(remote, lastChange: standing.head.chain, isNew: there == nil, in: &standing)
    if there == nil { standing.head.remotes += 1 }
  }

  /// Every live profile of a database, with the clear fields of its current version.
  package borrowing func databases() throws(VaultError) -> [(
    profile: Profile, fields: [VersionField]
  )] {
    try read { standing throws(VaultError) in
      var found: [(profile: Profile, fields: [VersionField])] = []
      for record in try records(in: standing) where !record.profile.isRemoved {
        let profile = record.profile
        guard let current = profile.current else { continue }
        found.append((profile, try fields(of: profile, version: current.number)))
      }
      return found
    }
  }

  /// The names that are taken.
  package borrowing func names() throws(VaultError) -> [String] {
    try read { standing throws(VaultError) in
      try records(in: standing).map(\.profile).filter { !$0.isRemoved }.map(\.name.text)
    }
  }
}
