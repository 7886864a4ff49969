import Auditing
import Profiles
import Sealing
package import Vaults

/// All that a vault holds, in the form of a vector.
package struct Survey: Sendable {
  package let epoch: Int64
  package let events: Int64
  package let profiles: [Vector.Profile]
}

extension Vector {
  /// Opens a vault, verifies it, and reads every version of every profile.
  package static func survey(
    _ path: String, with credential: Credential
  ) throws(VaultError) -> Survey {
    let author = TemporaryVault.author
    let time = TemporaryVault.time + 1_000_000
    // A file of the pack stays as it was written; it is read as a person would, brought up to date.
    let steps = try VaultMigration.run(path: path, copying: false, by: author.user, at: time).steps
    let locked = try LockedVault(path: path)
    let keys = try locked.keys(for: credential, by: author.user, at: time)
    let vault = try Vault(locked, keys, by: author, at: time)
    let verified = try vault.verify(by: author, at: time)
    var profiles: [Profile] = []
    for isRemoved in [false, true] {
      for profile in try vault.profiles(everything, removed: isRemoved) {
        profiles.append(try survey(profile, in: vault))
      }
    }
    let events = verified.log.events - Int64(steps.count)
    return Survey(epoch: vault.epoch, events: events, profiles: profiles)
  }

  private static var everything: Selector {
    var selector = Selector()
    selector.all = true
    return selector
  }

  private static func survey(
    _ profile: Profiles.Profile, in vault: borrowing Vault
  ) throws(VaultError) -> Profile {
    var versions: [Version] = []
    for mark in profile.versions {
      var version = Version(
        number: mark.number, state: mark.state.description, madeAt: mark.madeAt, fields: [:],
        secrets: [:])
      // What was removed is not read by any command before it is undeleted.
      if mark.state != .destroyed, !profile.isRemoved {
        for field in try vault.fields(of: profile, number: mark.number) {
          switch field.content {
          case .clear(let text): version.fields[field.name] = text
          case .secret(let secret):
            let bytes = secret.span
            version.secrets[field.name] = Hex.text(bytes.indices.map { bytes[$0] })
          }
        }
      }
      versions.append(version)
    }
    return Profile(
      name: profile.name.text, type: profile.type, note: profile.note,
      labels: profile.labels.values,
      via: try profile.via.map { id throws(VaultError) in try vault.name(of: id) },
      isRemoved: profile.isRemoved, missing: profile.missing.sorted(), versions: versions)
  }
}

extension Vault {
  fileprivate borrowing func fields(
    of profile: Profile, number: UInt32
  ) throws(VaultError) -> [VersionField] {
    var selector = Selector()
    selector.names = [profile.name]
    return try masked(selector, version: number).flatMap(\.fields)
  }
}
