package import Auditing
import Catalog
package import Profiles

/// When something last happened to a profile, in milliseconds since 1970; nothing where it never did.
package struct LastSeen: Sendable {
  package let profile: Profile
  /// One of its secrets was given away.
  package var read: Int64?
  /// A workspace took it; for a workspace, it took something.
  package var pushed: Int64?
  /// A workspace tested it, whatever came of that.
  package var tested: Int64?
  /// One of its secrets was given the contents that it has now.
  package var secretSince: Int64?
  /// The same, where it had others before.
  package var rotated: Int64?
}

/// When profiles were last of use.
extension Vault {
  /// A line for each profile that is selected, by name.
  ///
  /// Besides it, how many readings of whatever profile could not be written down. That it was asked is.
  package borrowing func lastSeen(
    _ selector: Selector, words: [String], by author: Author, at time: Int64
  ) throws(VaultError) -> (lines: [LastSeen], unseen: Int) {
    try write { standing throws(VaultError) in
      let chosen = try selected(selector, in: standing)
      var lines = chosen.map { LastSeen(profile: $0) }
      let reads = try last(.secretRead, of: chosen.map { .subject($0.id.bytes) })
      let pushes = try last(.pushAccepted, of: chosen.map(Self.mark(ofPushes:)))
      let tests = try last(.pushTested, of: chosen.map(Self.mark(ofPushes:)))
      let known = try knownRemotely(in: standing)
      for index in lines.indices {
        let id = chosen[index].id
        lines[index].read = reads[index]
        lines[index].pushed = Self.later(pushes[index], known.pushed[id])
        lines[index].tested = Self.later(tests[index], known.tested[id])
        try addSecret(to: &lines[index])
      }
      let unseen = try unseenReadings(in: standing)
      let names = selector.isNamesOnly ? selector.names.map(\.text) : []
      let event = EventDraft(
        .auditRead, at: time, by: author,
        [Detail(.count, String(lines.count)), Detail(.query, "last-seen")]
          + names.prefix(16).map { Detail(.name, $0) } + words.map { Detail(.query, $0) })
      try record(event, in: &standing)
      return (lines, unseen)
    }
  }

  /// By what pushes are found: they name the profile that was sent and the workspace that took it.
  private static func mark(ofPushes profile: Profile) -> Query.Mark {
    .fact(Detail(profile.type == "embeddable" ? .workspace : .name, profile.name.text))
  }

  private static func later(_ left: Int64?, _ right: Int64?) -> Int64? {
    guard let left, let right else { return left ?? right }
    return max(left, right)
  }

  private borrowing func last(
    _ action: Action, of marks: [Query.Mark]
  ) throws(VaultError) -> [Int64?] {
    do throws(AuditError) {
      return try Log.last(action, of: marks, in: id, keys: keys.audit, on: connection).map {
        $0?.time
      }
    } catch {
      throw .audit(error)
    }
  }

  /// What the objects over there tell, also of profiles that had other names then.
  private borrowing func knownRemotely(
    in standing: Standing
  ) throws(VaultError) -> (pushed: [ProfileID: Int64], tested: [ProfileID: Int64]) {
    var pushed: [ProfileID: Int64] = [:]
    var tested: [ProfileID: Int64] = [:]
    for remote in try remoteRecords(in: standing).map(\.remote) {
      for id in [remote.workspace, remote.profile] {
        guard let id else { continue }
        pushed[id] = Self.later(pushed[id], remote.accepted?.at)
        tested[id] = Self.later(tested[id], remote.trial?.at)
      }
    }
    return (pushed, tested)
  }

  private borrowing func addSecret(to line: inout LastSeen) throws(VaultError) {
    let subject = line.profile.id.bytes
    let secrets = Set(Types.named(line.profile.type)?.secretFields.map(\.name) ?? [])
    var change = try lastChange(of: subject, naming: secrets)
    line.secretSince = change?.time
    while let newer = change {
      // Where nothing named it before, it was the first and took nobody's place.
      let named = secrets.intersection(newer.values(of: .field))
      if try lastChange(of: subject, naming: named, before: newer.sequence) != nil {
        line.rotated = newer.time
        return
      }
      change = try lastChange(of: subject, naming: secrets, before: newer.sequence)
    }
  }

  private borrowing func lastChange(
    of subject: [UInt8], naming fields: Set<String>, before sequence: Int64 = .max
  ) throws(VaultError) -> OpenedEvent? {
    do throws(AuditError) {
      return try Log.lastChange(
        of: subject, naming: fields, before: sequence, in: id, keys: keys.audit, on: connection)
    } catch {
      throw .audit(error)
    }
  }

  /// Readings that an earlier agent owed the record and told of later, of whatever profile.
  private borrowing func unseenReadings(in standing: Standing) throws(VaultError) -> Int {
    var query = Query(limit: 10_000)
    query.each = [[.action(Action.readUnaudited.rawValue)]]
    do throws(AuditError) {
      return try Log.events(
        query, in: standing.head.order, of: id, keys: keys.audit, on: connection
      ).reduce(0) { sum, event in
        sum + (event.values(of: .count).first.flatMap { Int($0) } ?? 1)
      }
    } catch {
      throw .audit(error)
    }
  }
}
