package import Auditing
package import Profiles
import Storage

/// What a whole verification saw.
package struct Verified: Equatable, Sendable {
  package let log: Log.Verification
  package let profiles: Int
  package let versions: Int
}

extension Vault {
  /// Events, newest first.
  ///
  /// Reading them is itself written down, once.
  package borrowing func events(
    limit: Int, before: Int64?, about name: ProfileName?, by author: Author, at time: Int64
  ) throws(VaultError) -> [OpenedEvent] {
    try write { standing throws(VaultError) in
      var subject: [UInt8]?
      if let name {
        subject = try findLiveOrRemoved(name, in: standing).profile.id.bytes
      }
      let events: [OpenedEvent]
      do throws(AuditError) {
        events = try Log.events(
          Log.Page(
            limit: limit, before: before, subject: subject,
            pushes: name.map { [Detail(.name, $0.text), Detail(.workspace, $0.text)] } ?? []),
          of: id,
          keys: keys.audit, on: connection)
      } catch {
        throw .audit(error)
      }
      let event = EventDraft(
        .auditRead, at: time, by: author,
        [Detail(.count, String(events.count))] + (name.map { [Detail(.name, $0.text)] } ?? []))
      try record(event, in: &standing)
      return events
    }
  }

  /// Walks the whole log, opens every record, and compares the two.
  package borrowing func verify(by author: Author, at time: Int64) throws(VaultError) -> Verified {
    let verified = try read { standing throws(VaultError) in try verify(in: standing) }
    try write { standing throws(VaultError) in
      try record(
        EventDraft(
          .auditVerified, at: time, by: author,
          [Detail(.count, String(verified.log.events))]), in: &standing)
    }
    return verified
  }

  /// Where the signed checkpoints in the file say that the log stood.
  private borrowing func checkpoints() throws(VaultError) -> [ChainHead] {
    let stored: [Checkpoint]
    do throws(StorageError) {
      stored = try Checkpoint.all(on: connection)
    } catch {
      throw .storage(error)
    }
    for checkpoint in stored where !checkpoint.isSigned(by: identity, vault: id) {
      throw .damaged("the checkpoint at event \(checkpoint.sequence) is not signed by the vault")
    }
    return stored.map { ChainHead(sequence: $0.sequence, link: $0.link) }
  }

  borrowing func verify(in standing: Standing) throws(VaultError) -> Verified {
    guard standing.row.isSigned(for: try slots()) else {
      throw .damaged("the table of key slots is not the one that the vault signed")
    }
    let checkpoints = try checkpoints()
    let log: Log.Verification
    do throws(AuditError) {
      log = try Log.verify(
        of: id, keys: keys.audit, checkpoints: checkpoints, on: connection)
    } catch {
      throw .audit(error)
    }
    guard log.head == standing.head.chain else {
      throw .damaged("the audit log does not end where the vault's head says")
    }
    var versions = 0
    var lastChanges = log.lastChanges
    for record in try records(in: standing) {
      let profile = record.profile
      guard lastChanges.removeValue(forKey: profile.id.bytes) == record.lastChange else {
        throw .damaged("'\(profile.name)' is not what the audit log says was written last")
      }
      for mark in profile.versions {
        versions += 1
        if mark.state == .destroyed {
          _ = try versionRow(of: profile, mark)
        } else {
          _ = try fields(of: profile, version: mark.number)
        }
      }
    }
    for record in try remoteRecords(in: standing) {
      guard lastChanges.removeValue(forKey: record.remote.id.bytes) == record.lastChange else {
        throw .damaged(
          "'\(record.remote.name)' is not what the audit log says was written last")
      }
    }
    let settings = try storedSettings()
    guard lastChanges.removeValue(forKey: SettingsRow.subject) == settings.lastChange else {
      throw .damaged("the settings are not what the audit log says was written last")
    }
    let stored: Int64?
    do throws(StorageError) {
      stored = try connection.integer("SELECT count(*) FROM version")
    } catch {
      throw .storage(error)
    }
    guard stored == Int64(versions) else {
      throw .damaged("there are versions that no profile lists")
    }
    guard lastChanges.isEmpty else {
      throw .damaged("\(lastChanges.count) records of which the audit log tells are missing")
    }
    return Verified(log: log, profiles: Int(standing.head.profiles), versions: versions)
  }
}
