import Catalog
package import Profiles

/// A changeover with what is needed to speak to issuers and databases.
package struct LoadedChangeover: Sendable {
  package struct Member: Sendable {
    package let profile: Profile
    package let current: [VersionField]
    /// What takes its place; nothing while it was not made.
    package let pending: [VersionField]
    /// What was there before; nothing where it was destroyed or never was.
    package let previous: [VersionField]
    /// The profile that may change it.
    package let via: LoadedWorkspace?
  }

  package let changeover: Changeover
  package let members: [Member]
}

/// A profile that may be rotated, with its fields.
package struct LoadedProfile: Sendable {
  package let profile: Profile
  package let fields: [VersionField]
  package let via: LoadedWorkspace?
  /// Who signs in where; profiles of one principal change their secret together.
  package let principal: String?
}

extension Vault {
  /// One with its secrets; the caller must not give them away.
  package borrowing func load(
    _ changeover: Changeover
  ) throws(VaultError) -> LoadedChangeover {
    try read { standing throws(VaultError) in
      let stored = try require(changeover, in: standing)
      var members: [LoadedChangeover.Member] = []
      for member in stored.members {
        let profile = try find(id: member.profile).profile
        members.append(
          LoadedChangeover.Member(
            profile: profile, current: try fields(of: profile, version: member.current),
            pending: member.pending == 0
              ? [] : try fields(of: profile, version: member.pending),
            previous: try fields(before: member, of: profile),
            via: try via(of: profile)))
      }
      return LoadedChangeover(changeover: stored, members: members)
    }
  }

  /// Profiles with what is current of them, and who shares a login with whom.
  package borrowing func loadForRotation(
    _ selector: Selector
  ) throws(VaultError) -> (chosen: [LoadedProfile], sharing: [LoadedProfile]) {
    try read { standing throws(VaultError) in
      var chosen: [LoadedProfile] = []
      for profile in try selected(selector, in: standing) { chosen.append(try loaded(profile)) }
      let principals = Set(chosen.compactMap(\.principal))
      guard !principals.isEmpty else { return (chosen, []) }
      let known = Set(chosen.map(\.profile.id))
      var sharing: [LoadedProfile] = []
      for record in try records(in: standing)
      where !record.profile.isRemoved && !known.contains(record.profile.id)
        && Self.mayShare(record.profile)
      {
        let other = try loaded(record.profile)
        guard let principal = other.principal, principals.contains(principal) else { continue }
        try checkLastChanges(of: [record])
        sharing.append(other)
      }
      return (chosen, sharing)
    }
  }

  private borrowing func loaded(_ profile: Profile) throws(VaultError) -> LoadedProfile {
    let fields = try fields(of: profile, version: try currentNumber(of: profile))
    return LoadedProfile(
      profile: profile, fields: fields, via: try via(of: profile),
      principal: Self.principal(of: profile, fields))
  }

  private static func mayShare(_ profile: Profile) -> Bool {
    let purpose = Types.named(profile.type)?.purpose
    return purpose == .database || purpose == .issuer
  }

  private static func principal(of profile: Profile, _ fields: [VersionField]) -> String? {
    guard let type = Types.named(profile.type) else { return nil }
    if type.purpose == .issuer {
      // A key is one wherever it is written down.
      return fields.first { type[$0.name]?.isPrincipal == true }?.clear.map { "\(type.name) \($0)" }
    }
    guard let login = Login(fields, of: type) else { return nil }
    let port = fields.first { $0.name == "port" }?.clear ?? type["port"]?.defaultValue ?? ""
    return "\(login.host):\(port) \(login.user)"
  }

  private borrowing func via(of profile: Profile) throws(VaultError) -> LoadedWorkspace? {
    guard let id = profile.via else { return nil }
    let via = try find(id: id).profile
    return LoadedWorkspace(
      profile: via, fields: try fields(of: via, version: try currentNumber(of: via)))
  }

  private borrowing func fields(
    before member: Changeover.Member, of profile: Profile
  ) throws(VaultError) -> [VersionField] {
    let mark = profile.versions.last {
      $0.number < member.current && $0.state != .destroyed
        && $0.number != member.pending
    }
    guard let mark else { return [] }
    return try fields(of: profile, version: mark.number)
  }
}
