package import Auditing
package import Profiles
import Storage

extension Vault {
  /// Writes several events down that belong to no other change.
  package borrowing func note(_ events: [EventDraft]) throws(VaultError) {
    guard !events.isEmpty else { return }
    try write { standing throws(VaultError) in
      for event in events { try record(event, in: &standing) }
    }
  }

  /// The newest check of each of these profiles; none where it was never checked.
  package borrowing func lastChecks(
    of profiles: [ProfileID]
  ) throws(VaultError) -> [ProfileID: OpenedEvent] {
    try read { _ throws(VaultError) in
      var found: [ProfileID: OpenedEvent] = [:]
      for id in profiles {
        do throws(AuditError) {
          found[id] = try Log.latest(
            .profileChecked, about: id.bytes, of: self.id, keys: keys.audit, on: connection
          ).first
        } catch {
          throw .audit(error)
        }
      }
      return found
    }
  }

  /// So many are looked through for one that is meant.
  private static var fewChecks: Int { 32 }

  /// The newest check of each of these profiles that is meant; none where it was never checked, or
  /// only others were made for long.
  package borrowing func lastChecks(
    of profiles: [ProfileID], where isMeant: (OpenedEvent) -> Bool
  ) throws(VaultError) -> [ProfileID: OpenedEvent] {
    try read { _ throws(VaultError) in
      var found: [ProfileID: OpenedEvent] = [:]
      for id in profiles {
        var checks = try newestChecks(of: id, 1)
        if let newest = checks.first, !isMeant(newest) {
          checks = try newestChecks(of: id, Self.fewChecks)
        }
        found[id] = checks.first(where: isMeant)
      }
      return found
    }
  }

  private borrowing func newestChecks(
    of profile: ProfileID, _ limit: Int
  ) throws(VaultError) -> [OpenedEvent] {
    do throws(AuditError) {
      return try Log.latest(
        .profileChecked, about: profile.bytes, limit: limit, of: id, keys: keys.audit,
        on: connection)
    } catch {
      throw .audit(error)
    }
  }

  /// The fields that a profile would have after a change, under the rules of the change itself.
  package borrowing func fields(after change: ProfileChange) throws(VaultError) -> [VersionField] {
    try read { standing throws(VaultError) in
      let profile = try find(change.name, in: standing).profile
      let before = try fields(of: profile, version: try currentNumber(of: profile))
      let after = try merged(change, into: before, of: profile)
      try checkDestination(
        change, changed: differing(before, after.fields), before: before, of: profile)
      return after.fields
    }
  }
}
