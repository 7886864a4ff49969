package import Auditing
package import Proofs
import Storage

/// Signing where the log stands.
extension Vault {
  /// Signs the log as it is after the event that tells of it, and keeps the statement in the file.
  package borrowing func checkpoint(
    places: [String], by author: Author, at time: Int64
  ) throws(VaultError) -> CheckpointLine {
    try write { standing throws(VaultError) in
      try record(
        EventDraft(
          .auditCheckpointed, at: time, by: author, places.map { Detail(.file, $0) }),
        in: &standing)
      let line = try signed(standing.head.chain, at: time, in: standing)
      do throws(StorageError) {
        try Checkpoint(line).insert(on: connection)
      } catch {
        throw .storage(error)
      }
      return line
    }
  }

  /// Whether so many events came after the last checkpoint in one of several places; what a place
  /// holds is believed if the vault signed it, and must then agree with the log.
  ///
  /// Without any place the last one in the file counts.
  package borrowing func isCheckpointDue(
    every: Int64, since kept: [CheckpointLine?]
  ) throws(VaultError) -> Bool {
    try read { standing throws(VaultError) in
      let end = standing.head.chain.sequence
      var since = try kept.isEmpty ? lastCheckpoint() : end
      for line in kept {
        guard let line, line.vault == id, line.isSigned(by: identity) else {
          since = 0
          continue
        }
        guard line.sequence <= end else {
          throw VaultError.audit(.cutOff(expected: line.sequence, found: end))
        }
        try checkLink(of: line)
        since = min(since, line.sequence)
      }
      return end - since >= every
    }
  }

  private borrowing func checkLink(of line: CheckpointLine) throws(VaultError) {
    let link: [UInt8]?
    do throws(AuditError) {
      link = try Log.link(of: line.sequence, in: id, on: connection)
    } catch {
      throw .audit(error)
    }
    guard link == line.link else {
      throw .audit(
        .damaged(sequence: line.sequence, "it is not the one that a checkpoint signed"))
    }
  }

  private borrowing func lastCheckpoint() throws(VaultError) -> Int64 {
    do throws(StorageError) {
      return try connection.integer("SELECT max(sequence) FROM checkpoint") ?? 0
    } catch {
      throw .storage(error)
    }
  }

  /// A statement about the log's end, signed with the vault's identity.
  borrowing func signed(
    _ head: ChainHead, at time: Int64, in standing: Standing
  ) throws(VaultError) -> CheckpointLine {
    let ring = try Keyring.open(
      standing.row.keyring, under: keys.ring, vault: id, epoch: keys.epoch)
    let signer = try ring.identity()
    return CheckpointLine(
      vault: id, sequence: head.sequence, time: time, link: head.link, signer: signer)
  }
}
