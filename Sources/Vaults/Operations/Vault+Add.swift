package import Auditing
import Catalog
package import Profiles
import Sealing
import Storage

/// A profile to be added.
package struct NewProfile: Sendable {
  package let name: ProfileName
  package let type: String
  package var labels = Labels()
  package var note = ""
  package var via: ProfileName?
  package var fields: [VersionField] = []
  /// An existing profile of that name is left alone, and that is no error.
  package var ifAbsent = false
  /// Secrets that are not known yet are no error.
  package var allowsIncomplete = false

  package init(name: ProfileName, type: String) {
    self.name = name
    self.type = type
  }
}

/// What became of a profile that was written.
package struct Saved: Equatable, Sendable {
  package let name: String
  package let version: UInt32
  package var isChanged: Bool
  package var changed: [String]
  package var missing: [String]
}

extension Vault {
  package borrowing func add(
    _ new: NewProfile, by author: Author, at time: Int64
  ) throws(VaultError) -> Saved {
    try write { standing throws(VaultError) in
      try add(new, by: author, at: time, in: &standing)
    }
  }

  /// Adds many in one transaction: all of them or none.
  package borrowing func add(
    _ all: [NewProfile], by author: Author, at time: Int64
  ) throws(VaultError) -> [Saved] {
    try write { standing throws(VaultError) in
      var saved: [Saved] = []
      for new in all { saved.append(try add(new, by: author, at: time, in: &standing)) }
      return saved
    }
  }

  private borrowing func add(
    _ new: NewProfile, by author: Author, at time: Int64, in standing: inout Standing
  ) throws(VaultError) -> Saved {
    let note = try checkedNote(new.note)
    if let there = try findIfThere(new.name) {
      guard new.ifAbsent else { throw VaultError.nameTaken(new.name.text) }
      return Saved(
        name: new.name.text, version: there.profile.current?.number ?? there.profile.newest,
        isChanged: false, changed: [],
        missing: there.profile.missing)
    }
    return try insert(new, note: note, by: author, at: time, in: &standing)
  }

  private borrowing func insert(
    _ new: NewProfile, note: String, by author: Author, at time: Int64,
    in standing: inout Standing
  ) throws(VaultError) -> Saved {
    var via: ProfileID?
    if let name = new.via { via = try find(name, in: standing).profile.id }
    guard let id = ProfileID(Random.bytes(ProfileID.size)) else {
      throw .badKey("no random id could be made")
    }
    return try insert(new, note: note, id: id, via: via, by: author, at: time, in: &standing)
  }

  /// Writes a new profile under an id and a `via` that are known already.
  borrowing func insert(
    _ new: NewProfile, note: String, id: ProfileID, via: ProfileID?, by author: Author,
    at time: Int64, in standing: inout Standing
  ) throws(VaultError) -> Saved {
    let checked = try FieldRules.complete(new.fields, of: new.type)
    guard checked.missing.isEmpty || new.allowsIncomplete else {
      throw .incomplete(name: new.name.text, missing: checked.missing)
    }
    let mark = VersionMark(number: 1, state: .current, madeAt: time)
    let profile = Profile(
      id: id, name: new.name, type: new.type, labels: new.labels, note: note, via: via,
      versions: [mark], missing: checked.missing)
    let names = checked.fields.map(\.name)
    let event = EventDraft(
      .profileAdded, subject: id.bytes, at: time, by: author,
      [Detail(.name, new.name.text), Detail(.type, new.type), Detail(.version, "1")]
        + names.map { Detail(.field, $0) }
        + new.labels.sorted.map { Detail(.label, "\($0.key)=\($0.value)") }
        + (new.via.map { [Detail(.via, $0.text)] } ?? []))
    try record(event, in: &standing)
    standing.head.profiles += 1
    try save(profile, isNew: true, in: standing)
    try insert(mark, of: id, fields: checked.fields)
    return Saved(
      name: new.name.text, version: 1, isChanged: true, changed: names,
      missing: checked.missing)
  }
}
