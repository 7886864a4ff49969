package import Profiles
package import Sealing
import Storage

/// A workspace with what is needed to talk to it.
package struct LoadedWorkspace: Sendable {
  package let profile: Profile
  package let fields: [VersionField]
}

/// An object with its profile and what would be sent.
package struct LoadedRemote: Sendable {
  package let remote: Remote
  /// The profile of a connection, and the fields of its current version.
  package let profile: Profile?
  package let fields: [VersionField]
}

/// Everything about the objects that we answer for, as of one moment.
package struct LoadedRemotes: Sendable {
  package let workspaces: [ProfileID: LoadedWorkspace]
  package let remotes: [LoadedRemote]
  package let lineage: [UInt8]
}

extension Vault {
  /// All objects with the secrets of their profiles; the caller must not give them away.
  package borrowing func loadRemotes() throws(VaultError) -> LoadedRemotes {
    try read { standing throws(VaultError) in
      let remotes = try remoteRecords(in: standing).map(\.remote)
      guard !remotes.isEmpty else {
        return LoadedRemotes(workspaces: [:], remotes: [], lineage: [])
      }
      let profiles = try profiles(
        Set(remotes.flatMap { [$0.workspace] + ($0.profile.map { [$0] } ?? []) }), in: standing)
      var fields: [ProfileID: [VersionField]] = [:]
      for (id, profile) in profiles {
        fields[id] = try self.fields(of: profile, version: try currentNumber(of: profile))
      }
      var workspaces: [ProfileID: LoadedWorkspace] = [:]
      for remote in remotes where workspaces[remote.workspace] == nil {
        guard let profile = profiles[remote.workspace], profile.type == "embeddable" else {
          throw VaultError.damaged("'\(remote.name)' lies in something that is no workspace")
        }
        workspaces[remote.workspace] = LoadedWorkspace(
          profile: profile, fields: fields[remote.workspace] ?? [])
      }
      return LoadedRemotes(
        workspaces: workspaces,
        remotes: remotes.map { remote in
          LoadedRemote(
            remote: remote, profile: remote.profile.flatMap { profiles[$0] },
            fields: remote.profile.flatMap { fields[$0] } ?? [])
        }, lineage: try storedSettings().settings.lineage)
    }
  }

  /// What is known of every object by now, without what is sent to it.
  package borrowing func remotes() throws(VaultError) -> (all: [Remote], lineage: [UInt8]) {
    try read { standing throws(VaultError) in
      (try remoteRecords(in: standing).map(\.remote), try storedSettings().settings.lineage)
    }
  }

  /// Profiles by their ids: one walk over all of them where most are wanted, else a search for each.
  private borrowing func profiles(
    _ ids: Set<ProfileID>, in standing: Standing
  ) throws(VaultError) -> [ProfileID: Profile] {
    var found: [ProfileID: Profile] = [:]
    guard Int64(ids.count) * 4 > standing.head.profiles else {
      for id in ids { found[id] = try find(id: id).profile }
      return found
    }
    let records = try records(in: standing).filter { ids.contains($0.profile.id) }
    try checkLastChanges(of: records)
    for record in records { found[record.profile.id] = record.profile }
    guard found.count == ids.count else {
      throw .damaged("a profile that a remote object names is missing")
    }
    return found
  }

  /// A workspace by its name, bound to or not.
  package borrowing func loadWorkspace(
    _ name: ProfileName
  ) throws(VaultError) -> LoadedWorkspace {
    try read { standing throws(VaultError) in
      let profile = try workspace(name, in: standing)
      return LoadedWorkspace(
        profile: profile,
        fields: try fields(of: profile, version: try currentNumber(of: profile)))
    }
  }

  /// A digest of what is sent to an object, by a key that outlives the vault key.
  package borrowing func fingerprint(
    of body: borrowing Span<UInt8>, for remote: RemoteID
  ) -> [UInt8] {
    FingerprintKey.fingerprint(of: body, for: remote, by: keys.pushes)
  }

  /// The key for fingerprints, to be handed on.
  package borrowing func fingerprintKey() -> FingerprintKey {
    FingerprintKey(keys.pushes.copy(in: .guarded))
  }

  /// Seals a plan to be carried out later, by whoever opens this vault before its key is renewed.
  package borrowing func sealPlan(_ plan: borrowing Span<UInt8>) -> [UInt8] {
    Seal.close(plan, under: keys.plans, for: planContext.span, paddedTo: 4096)
  }

  package borrowing func openPlan(_ sealed: borrowing Span<UInt8>) throws(VaultError) -> SecretBytes
  {
    do throws(SealingError) {
      return try Seal.open(sealed, under: keys.plans, for: planContext.span, paddedTo: 4096)
    } catch {
      throw .badPlan
    }
  }

  private var planContext: [UInt8] { Array("coffer plan 1".utf8) + id }
}

/// Makes fingerprints of what is pushed; that two are alike tells nobody else anything.
package struct FingerprintKey: Sendable {
  private let key: Secret

  init(_ key: consuming SecretBytes) { self.key = Secret(key) }

  package func fingerprint(of body: borrowing Span<UInt8>, for remote: RemoteID) -> [UInt8] {
    Self.fingerprint(of: body, for: remote, by: key.bytes)
  }

  /// Each object has a key of its own, so that equal contents are not seen to be equal.
  static func fingerprint(
    of body: borrowing Span<UInt8>, for remote: RemoteID, by key: borrowing SecretBytes
  ) -> [UInt8] {
    let own = Digest.keyedSecret(remote.bytes.span, by: key)
    return Digest.keyed(body, by: own)
  }
}
