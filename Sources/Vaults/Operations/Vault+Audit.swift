package import Auditing
import Profiles
package import Proofs
import Storage

/// What a whole verification saw.
package struct Verified: Equatable, Sendable {
  package let log: Log.Verification
  package let profiles: Int
  package let versions: Int
  /// How many checkpoints in the file agree.
  package let checkpoints: Int
}

extension Vault {
  /// Walks the whole log, opens every record, and compares the two.
  ///
  /// Checkpoints that were kept elsewhere must agree with it, too.
  package borrowing func verify(
    against outside: [CheckpointLine] = [], by author: Author, at time: Int64
  ) throws(VaultError) -> Verified {
    for line in outside {
      guard line.vault == id else { throw .otherVault(id: Hex.text(line.vault)) }
      guard line.isSigned(by: identity) else {
        throw .damaged("the checkpoint at event \(line.sequence) is not signed by the vault")
      }
    }
    let heads = outside.map { ChainHead(sequence: $0.sequence, link: $0.link) }
    let verified = try read { standing throws(VaultError) in
      try verify(in: standing, against: heads)
    }
    try write { standing throws(VaultError) in
      try record(
        EventDraft(
          .auditVerified, at: time, by: author,
          [Detail(.count, String(verified.log.events))]
            + (outside.isEmpty ? [] : [Detail(.query, "against \(outside.count)")])),
        in: &standing)
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

  borrowing func verify(
    in standing: Standing, against outside: [ChainHead] = []
  ) throws(VaultError) -> Verified {
    guard standing.row.isSigned(for: try slots()) else {
      throw .damaged("the table of key slots is not the one that the vault signed")
    }
    let checkpoints = try checkpoints()
    let log: Log.Verification
    do throws(AuditError) {
      log = try Log.verify(
        of: id, keys: keys.audit, checkpoints: checkpoints + outside, on: connection)
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
      let last = lastChanges.removeValue(forKey: profile.id.bytes)
      guard last == record.lastChange else {
        throw .differs(profile.name.text, left: record.lastChange, last: last)
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
    for record in try storedRemoteRecords(in: standing) {
      let last = lastChanges.removeValue(forKey: record.remote.id.bytes)
      guard last == record.lastChange else {
        throw .differs(record.remote.name, left: record.lastChange, last: last)
      }
    }
    _ = try changeovers(in: standing)
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
    return Verified(
      log: log, profiles: Int(standing.head.profiles), versions: versions,
      checkpoints: checkpoints.count)
  }
}

extension VaultError {
  /// A record is not the one that the log says was written last.
  fileprivate static func differs(
    _ name: String, left: ChainHead, last: ChainHead?
  ) -> VaultError {
    let truth = last.map { "event \($0.sequence) changed it last" } ?? "nothing is left of it"
    return .damaged(
      "'\(name)' is what event \(left.sequence) left, but the audit log says that \(truth)")
  }
}
