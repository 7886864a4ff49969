package import Auditing
import Catalog
package import Profiles
import Sealing
import Storage

/// What is to be changed on a profile.
package struct ProfileChange: Sendable {
  package let name: ProfileName
  package var fields: [VersionField] = []
  package var unset: [String] = []
  package var note: String?
  /// A profile, or `.some(nil)` for none.
  package var via: ProfileName??
  package var ifVersion: UInt32?
  /// The stored secret may go to the new place.
  package var keepsSecret = false

  package init(name: ProfileName) {
    self.name = name
  }

  fileprivate var isEmpty: Bool {
    if case .some = via { return false }
    return fields.isEmpty && unset.isEmpty && note == nil
  }
}

extension Vault {
  /// Writes a new version with some fields changed; all others stay as they are in the current one.
  package borrowing func change(
    _ change: ProfileChange, by author: Author, at time: Int64
  ) throws(VaultError) -> Saved {
    guard !change.isEmpty else { throw .nothingToChange(name: change.name.text) }
    let note = try change.note.map { text throws(VaultError) in try checkedNote(text) }
    return try write { standing throws(VaultError) in
      let profile = try find(change.name, in: standing).profile
      var via = profile.via
      if case .some(let wanted) = change.via {
        via = try wanted.map { name throws(VaultError) in
          try find(name, in: standing).profile.id
        }
      }
      var wanted = profile
      wanted.note = note ?? profile.note
      wanted.via = via
      return try apply(change, to: profile, becoming: wanted, by: author, at: time, in: &standing)
    }
  }

  /// Writes what differs between a profile and what it is to become, and its changed fields.
  borrowing func apply(
    _ change: ProfileChange, to profile: Profile, becoming wanted: Profile, by author: Author,
    at time: Int64, in standing: inout Standing
  ) throws(VaultError) -> Saved {
    try checkVersion(of: profile, is: change.ifVersion)
    if !change.fields.isEmpty || !change.unset.isEmpty { try checkAtRest(profile, in: standing) }
    let before = try fields(of: profile, version: try currentNumber(of: profile))
    let after = try merged(change, into: before, of: profile)
    let changed = differing(before, after.fields)
    try checkDestination(change, changed: changed, before: before, of: profile)
    guard wanted.via == nil || wanted.via != profile.id else { throw .viaItself }
    guard !changed.isEmpty || wanted != profile else {
      return Saved(
        name: profile.name.text, version: profile.current?.number ?? profile.newest,
        isChanged: false, changed: [],
        missing: profile.missing)
    }
    var wanted = wanted
    wanted.missing = after.missing
    if !changed.isEmpty {
      try advance(&wanted, fields: after.fields, at: time)
      let secrets = after.fields.filter(\.isSecret).map(\.name)
      if changed.contains(where: secrets.contains) { wanted.policy?.since = time }
    }
    let labels = wanted.labels.sorted.filter { profile.labels.values[$0.key] != $0.value }
    let event = EventDraft(
      .profileChanged, subject: wanted.id.bytes, at: time, by: author,
      [Detail(.name, wanted.name.text), Detail(.version, String(wanted.newest))]
        + changed.map { Detail(.field, $0) }
        + labels.map { Detail(.label, "\($0.key)=\($0.value)") }
        + (wanted.note != profile.note ? [Detail(.cause, "note changed")] : [])
        + (wanted.via != profile.via
          ? [Detail(.via, change.via.flatMap { $0?.text } ?? "none")] : [])
        + (change.keepsSecret ? [Detail(.cause, "the secret was kept for a new place")] : []))
    try record(event, in: &standing)
    try save(wanted, in: standing)
    return Saved(
      name: wanted.name.text, version: wanted.newest, isChanged: true, changed: changed,
      missing: wanted.missing)
  }

  /// Makes an older version's contents current again, as a new version.
  package borrowing func rollBack(
    _ name: ProfileName, to wanted: UInt32?, ifVersion: UInt32?, by author: Author,
    at time: Int64
  ) throws(VaultError) -> Saved {
    try write { standing throws(VaultError) in
      var profile = try find(name, in: standing).profile
      try checkVersion(of: profile, is: ifVersion)
      try checkAtRest(profile, in: standing)
      let current = try currentNumber(of: profile)
      guard let number = wanted ?? profile.versions.last(where: { $0.state == .previous })?.number
      else { throw VaultError.unknownVersion(name: name.text, current > 0 ? current - 1 : 0) }
      let before = try fields(of: profile, version: current)
      let after = try FieldRules.check(
        try fields(of: profile, version: number), of: profile.type)
      let changed = differing(before, after.fields)
      guard !changed.isEmpty else {
        return Saved(
          name: name.text, version: current, isChanged: false, changed: [],
          missing: profile.missing)
      }
      profile.missing = after.missing
      try advance(&profile, fields: after.fields, at: time)
      let event = EventDraft(
        .profileRolledBack, subject: profile.id.bytes, at: time, by: author,
        [
          Detail(.name, name.text), Detail(.version, String(profile.newest)),
          Detail(.cause, "the contents of version \(number)"),
        ] + changed.map { Detail(.field, $0) })
      try record(event, in: &standing)
      try save(profile, in: standing)
      return Saved(
        name: name.text, version: profile.newest, isChanged: true, changed: changed,
        missing: profile.missing)
    }
  }

  borrowing func checkVersion(
    of profile: Profile, is wanted: UInt32?
  ) throws(VaultError) {
    let found = profile.current?.number ?? profile.newest
    guard let wanted, wanted != found else { return }
    throw .versionConflict(name: profile.name.text, wanted: wanted, found: found)
  }

  /// A new current version; the current becomes previous, the previous retired.
  private borrowing func advance(
    _ profile: inout Profile, fields: [VersionField], at time: Int64
  ) throws(VaultError) {
    for mark in profile.versions where mark.state == .previous {
      try move(mark, of: &profile, to: .retired)
    }
    for mark in profile.versions where mark.state == .current {
      try move(mark, of: &profile, to: .previous)
    }
    guard profile.newest < .max else { throw .badKey("there are too many versions") }
    let mark = VersionMark(number: profile.newest + 1, state: .current, madeAt: time)
    profile.versions.append(mark)
    try insert(mark, of: profile.id, fields: fields)
  }

  borrowing func merged(
    _ change: ProfileChange, into before: [VersionField], of profile: Profile
  ) throws(VaultError) -> FieldRules.Checked {
    var fields = before
    for name in change.unset {
      guard let place = fields.firstIndex(where: { $0.name == name }) else {
        throw .unknownField(
          name: profile.name.text, field: Cleaned.text(name), known: before.map(\.name))
      }
      fields.remove(at: place)
    }
    for field in change.fields {
      if let place = fields.firstIndex(where: { $0.name == field.name }) {
        fields[place] = field
      } else {
        fields.append(field)
      }
    }
    return try FieldRules.check(fields, of: profile.type)
  }

  /// A stored secret goes to a new place only if it is given again, or by an explicit choice.
  borrowing func checkDestination(
    _ change: ProfileChange, changed: [String], before: [VersionField], of profile: Profile
  ) throws(VaultError) {
    guard !change.keepsSecret else { return }
    let moved = changed.filter { FieldRules.isDestination($0, of: profile.type) }
    guard !moved.isEmpty else { return }
    let given = Set(change.fields.filter(\.isSecret).map(\.name) + change.unset)
    let kept = before.filter { $0.isSecret && !given.contains($0.name) }
    guard kept.isEmpty else { throw .newDestination(fields: moved) }
  }
}

/// A note that may be kept.
func checkedNote(_ text: String) throws(VaultError) -> String {
  do throws(WordError) {
    return try Note.checked(text)
  } catch {
    throw .word(error)
  }
}

/// The names of the fields in which two versions differ, in the order of the newer one.
func differing(_ before: [VersionField], _ after: [VersionField]) -> [String] {
  var names: [String] = []
  for field in after {
    let old = before.first { $0.name == field.name }
    if old.map({ !$0.holdsTheSame(as: field) }) ?? true { names.append(field.name) }
  }
  for field in before where !after.contains(where: { $0.name == field.name }) {
    names.append(field.name)
  }
  return names
}
