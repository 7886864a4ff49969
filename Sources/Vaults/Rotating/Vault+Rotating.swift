package import Auditing
import Catalog
package import Profiles
import Sealing
import Storage

/// A changeover that is to be begun.
package struct NewChangeover: Sendable {
  package let strategy: Changeover.Strategy
  package let profiles: [ProfileID]
  /// What each profile's next version has instead of what is there; nothing where it is issued later.
  package let fields: [VersionField]
  package var grace: Int64 = 0
  package var facts: [String: String] = [:]
  /// The versions that were current when it was decided; it is not begun where one is another.
  package var known: [ProfileID: UInt32] = [:]

  package init(
    _ strategy: Changeover.Strategy, of profiles: [ProfileID], fields: [VersionField]
  ) {
    self.strategy = strategy
    self.profiles = profiles
    self.fields = fields
  }
}

/// Writing down what becomes of changeovers: before and after each thing that is done elsewhere.
extension Vault {
  /// Makes the new secret durable as a pending version of each profile.
  package borrowing func begin(
    _ new: NewChangeover, by author: Author, at time: Int64
  ) throws(VaultError) -> Changeover {
    try write { standing throws(VaultError) in
      guard !(try storedSettings().settings.isFrozen) else { throw VaultError.rotationsWait }
      guard let id = ChangeoverID(Random.bytes(ChangeoverID.size)) else {
        throw VaultError.badKey("no random id could be made")
      }
      var members: [Changeover.Member] = []
      var names: [Detail] = []
      for member in new.profiles {
        var profile = try find(id: member).profile
        guard !profile.isRemoved else {
          throw VaultError.unknownProfile(profile.name.text, known: [])
        }
        try checkAtRest(profile, in: standing)
        let current = try currentNumber(of: profile)
        if let known = new.known[member], known != current {
          throw VaultError.versionConflict(name: profile.name.text, wanted: known, found: current)
        }
        names.append(Detail(.name, profile.name.text))
        guard !new.fields.isEmpty else {
          members.append(.init(member, current: current, pending: 0))
          continue
        }
        let pending = try prepare(
          new.fields, for: &profile, by: new.strategy, author, at: time, in: &standing)
        members.append(.init(member, current: current, pending: pending))
      }
      guard !members.isEmpty else { throw VaultError.badKey("nothing is to be rotated") }
      var changeover = Changeover(
        id: id, strategy: new.strategy, members: members, grace: new.grace, begunAt: time,
        begunBy: author.user)
      changeover.facts = new.facts
      try record(
        EventDraft(
          .rotationBegun, subject: id.bytes, at: time, by: author,
          names + [Detail(.type, new.strategy.word)]), in: &standing)
      try save(&changeover, isNew: true, in: &standing)
      return changeover
    }
  }

  /// Writes how far one is; with an event where something happened that should be found again.
  package borrowing func note(
    _ changeover: Changeover, _ event: RotationEvent? = nil, by author: Author, at time: Int64
  ) throws(VaultError) -> Changeover {
    try write { standing throws(VaultError) in
      let stored = try require(changeover, in: standing)
      guard stored.members == changeover.members else { throw VaultError.rotationMoved }
      if let event { try tell(event, of: changeover, by: author, at: time, in: &standing) }
      var changeover = changeover
      try save(&changeover, in: &standing)
      return changeover
    }
  }

  /// Takes the secret that an issuer has just made, or another one where it refused ours.
  package borrowing func remake(
    _ changeover: Changeover, fields: [VersionField], by author: Author, at time: Int64
  ) throws(VaultError) -> Changeover {
    try write { standing throws(VaultError) in
      _ = try require(changeover, in: standing)
      var changeover = changeover
      for (index, member) in changeover.members.enumerated() {
        var profile = try find(id: member.profile).profile
        if let mark = profile.pending { try move(mark, of: &profile, to: .retired) }
        changeover.members[index].pending = try prepare(
          fields, for: &profile, by: changeover.strategy, author, at: time, in: &standing)
      }
      try save(&changeover, in: &standing)
      return changeover
    }
  }

  /// Makes the pending versions the current ones, all at once.
  package borrowing func switchOver(
    _ changeover: Changeover, by author: Author, at time: Int64
  ) throws(VaultError) -> Changeover {
    try write { standing throws(VaultError) in
      _ = try require(changeover, in: standing)
      for member in changeover.members {
        var profile = try find(id: member.profile).profile
        guard profile.current?.number == member.current,
          let pending = profile.pending, pending.number == member.pending
        else {
          throw VaultError.versionConflict(
            name: profile.name.text, wanted: member.current, found: profile.current?.number ?? 0)
        }
        let before = try fields(of: profile, version: member.current)
        let after = try fields(of: profile, version: pending.number)
        profile.missing = try FieldRules.check(after, of: profile.type).missing
        for mark in profile.versions where mark.state == .previous {
          try move(mark, of: &profile, to: .retired)
        }
        for mark in profile.versions where mark.state == .current {
          try move(mark, of: &profile, to: .previous)
        }
        try move(pending, of: &profile, to: .current)
        profile.policy?.since = time
        try record(
          EventDraft(
            .rotationSwitched, subject: profile.id.bytes, at: time, by: author,
            [Detail(.name, profile.name.text), Detail(.version, String(pending.number))]
              + differing(before, after).map { Detail(.field, $0) }), in: &standing)
        try save(profile, in: standing)
      }
      var changeover = changeover
      try save(&changeover, in: &standing)
      return changeover
    }
  }

  /// Ends one: what it replaced is retired, or else what it had prepared.
  package borrowing func end(
    _ changeover: Changeover, _ event: RotationEvent, by author: Author, at time: Int64
  ) throws(VaultError) {
    try write { standing throws(VaultError) in
      let stored = try require(changeover, in: standing)
      let ended: VersionState = stored.step.isSwitched ? .previous : .pending
      for member in stored.members {
        var profile = try find(id: member.profile).profile
        if event.action != .rotationAbandoned || ended == .pending {
          for mark in profile.versions where mark.state == ended {
            try move(mark, of: &profile, to: .retired)
          }
        }
        try record(
          EventDraft(
            event.action, event.outcome, subject: profile.id.bytes, at: time, by: author,
            [Detail(.name, profile.name.text), Detail(.type, stored.strategy.word)]
              + event.details), in: &standing)
        try save(profile, in: standing)
      }
      try erase(stored, in: &standing)
    }
  }

  /// Inserts a pending version; its place, user and organization are those of the current one.
  private borrowing func prepare(
    _ fields: [VersionField], for profile: inout Profile, by strategy: Changeover.Strategy,
    _ author: Author, at time: Int64, in standing: inout Standing
  ) throws(VaultError) -> UInt32 {
    var next = try self.fields(of: profile, version: try currentNumber(of: profile))
    let type = try? Types.find(profile.type)
    for field in fields {
      let known = type?[field.name]
      let mayChange =
        field.isSecret || strategy == .alternate && known?.isPrincipal == true
        // A key comes with ids of its own; the user of a database stays.
        || [.key, .assisted].contains(strategy) && known?.isDestination == false
          && (known?.kind == .token || known?.kind == .uuid)
      let before = next.first { $0.name == field.name }
      guard mayChange || before?.holdsTheSame(as: field) == true else {
        throw .newDestination(fields: [field.name])
      }
      if let place = next.firstIndex(where: { $0.name == field.name }) {
        next[place] = field
      } else {
        next.append(field)
      }
    }
    let checked = try FieldRules.check(next, of: profile.type)
    guard checked.missing.isEmpty else {
      throw .incomplete(name: profile.name.text, missing: checked.missing)
    }
    guard profile.newest < .max else { throw .badKey("there are too many versions") }
    let mark = VersionMark(number: profile.newest + 1, state: .pending, madeAt: time)
    profile.versions.append(mark)
    try insert(mark, of: profile.id, fields: checked.fields)
    try record(
      EventDraft(
        .rotationPrepared, subject: profile.id.bytes, at: time, by: author,
        [Detail(.name, profile.name.text), Detail(.version, String(mark.number))]
          + fields.map { Detail(.field, $0.name) }), in: &standing)
    try save(profile, in: standing)
    return mark.number
  }

  private borrowing func tell(
    _ event: RotationEvent, of changeover: Changeover, by author: Author, at time: Int64,
    in standing: inout Standing
  ) throws(VaultError) {
    var names: [Detail] = []
    for member in changeover.members {
      names.append(Detail(.name, try find(id: member.profile).profile.name.text))
    }
    try record(
      EventDraft(
        event.action, event.outcome, subject: changeover.id.bytes, at: time, by: author,
        names + event.details), in: &standing)
  }
}

/// Something that happened to a changeover, for the record.
package struct RotationEvent: Sendable {
  package let action: Action
  package let outcome: Outcome
  package let details: [Detail]

  package init(_ action: Action, _ outcome: Outcome = .done, _ cause: String = "") {
    self.action = action
    self.outcome = outcome
    details = cause.isEmpty ? [] : [Detail(.cause, cause)]
  }
}
