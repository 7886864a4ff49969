package import Auditing
package import Profiles
import Sealing
import Storage

/// A profile with the fields of one of its versions.
package struct ReadProfile: Sendable {
  package let profile: Profile
  package let version: VersionMark
  /// The name of the profile that may change it.
  package let via: String?
  package let fields: [VersionField]
  /// As what it is sent to which workspaces; only where that was asked for.
  package var bindings: [ReadBinding] = []
}

/// A connection of a workspace, by its names.
package struct ReadBinding: Sendable {
  package let workspace: String
  package let connection: String
  package let overrides: [String: String]
}

/// A version, and in what it differs from the one before.
package struct VersionStory: Sendable {
  package let mark: VersionMark
  package let changed: [String]
}

extension Vault {
  /// The profiles that a selector means, by name.
  ///
  /// A name that is not there is an error.
  package borrowing func profiles(
    _ selector: Selector, removed: Bool = false
  ) throws(VaultError) -> [Profile] {
    try read { standing throws(VaultError) in
      try selected(selector, removed: removed, in: standing)
    }
  }

  /// Names of the profiles with these ids, for showing `via`.
  package borrowing func name(of id: ProfileID) throws(VaultError) -> String {
    try read { _ throws(VaultError) in try find(id: id).profile.name.text }
  }

  borrowing func selected(
    _ selector: Selector, removed: Bool = false, in standing: Standing
  ) throws(VaultError) -> [Profile] {
    if selector.isNamesOnly, !removed {
      var found: [Profile] = []
      for name in Set(selector.names) { found.append(try find(name, in: standing).profile) }
      return found.sorted { $0.name < $1.name }
    }
    let records = try records(in: standing)
    let all = records.map(\.profile)
    for name in selector.names
    where !all.contains(where: { $0.name == name && $0.isRemoved == removed }) {
      if removed { throw .notRemoved(name.text) }
      let known = all.filter { !$0.isRemoved }.map(\.name.text)
      throw .unknownProfile(name.text, known: Array(known.prefix(2000)))
    }
    let chosen = records.filter {
      $0.profile.isRemoved == removed && selector.matches($0.profile)
    }
    try checkLastChanges(of: chosen)
    return chosen.map(\.profile).sorted { $0.name < $1.name }
  }

  /// Profiles with the fields of a version.
  ///
  /// The caller must not give the secrets away.
  package borrowing func masked(
    _ selector: Selector, version: UInt32?
  ) throws(VaultError) -> [ReadProfile] {
    try read { standing throws(VaultError) in
      try load(try selected(selector, in: standing), version: version)
    }
  }

  /// Profiles with their secrets; each reading is written down before anything is given away.
  package borrowing func reveal(
    _ selector: Selector, fields names: [String], version: UInt32?, by author: Author,
    at time: Int64
  ) throws(VaultError) -> [ReadProfile] {
    try write { standing throws(VaultError) in
      let found = try picked(
        try load(try selected(selector, in: standing), version: version), names)
      for item in found {
        let event = EventDraft(
          .secretRead, subject: item.profile.id.bytes, at: time, by: author,
          [
            Detail(.name, item.profile.name.text),
            Detail(.version, String(item.version.number)),
          ] + item.fields.filter(\.isSecret).map { Detail(.field, $0.name) })
        try record(event, in: &standing)
      }
      return found
    }
  }

  /// The same without an event: for a disk that cannot be written.
  ///
  /// The caller keeps count.
  package borrowing func revealUnaudited(
    _ selector: Selector, fields names: [String], version: UInt32?
  ) throws(VaultError) -> [ReadProfile] {
    try read { standing throws(VaultError) in
      try picked(
        try load(try selected(selector, in: standing), version: version), names)
    }
  }

  /// Writes down that something was read without being written down at the time.
  package borrowing func confess(
    _ count: Int, by author: Author, at time: Int64
  ) throws(VaultError) {
    try write { standing throws(VaultError) in
      try record(
        EventDraft(
          .readUnaudited, at: time, by: author, [Detail(.count, String(count))]),
        in: &standing)
    }
  }

  /// Every version of a profile, oldest first, with what changed in each.
  package borrowing func history(
    of name: ProfileName
  ) throws(VaultError) -> [VersionStory] {
    try read { standing throws(VaultError) in
      let profile = try find(name, in: standing).profile
      var stories: [VersionStory] = []
      var before: [VersionField] = []
      for mark in profile.versions {
        guard mark.state != .destroyed else {
          stories.append(VersionStory(mark: mark, changed: []))
          before = []
          continue
        }
        let fields = try fields(of: profile, version: mark.number)
        stories.append(VersionStory(mark: mark, changed: differing(before, fields)))
        before = fields
      }
      return stories
    }
  }

  private borrowing func load(
    _ profiles: [Profile], version: UInt32?
  ) throws(VaultError) -> [ReadProfile] {
    var found: [ReadProfile] = []
    for profile in profiles {
      let current = try currentNumber(of: profile)
      let number = version ?? current
      let fields = try fields(of: profile, version: number)
      guard let mark = profile.version(number) else {
        throw .unknownVersion(name: profile.name.text, number)
      }
      let via = try profile.via.map { id throws(VaultError) in
        try find(id: id).profile.name.text
      }
      found.append(ReadProfile(profile: profile, version: mark, via: via, fields: fields))
    }
    return found
  }

  private borrowing func picked(
    _ profiles: [ReadProfile], _ names: [String]
  ) throws(VaultError) -> [ReadProfile] {
    guard !names.isEmpty else { return profiles }
    var found: [ReadProfile] = []
    for item in profiles {
      var fields: [VersionField] = []
      for name in names {
        guard let field = item.fields.first(where: { $0.name == name }) else {
          throw .unknownField(
            name: item.profile.name.text, field: Cleaned.text(name),
            known: item.fields.map(\.name))
        }
        fields.append(field)
      }
      found.append(
        ReadProfile(
          profile: item.profile, version: item.version, via: item.via, fields: fields))
    }
    return found
  }
}
