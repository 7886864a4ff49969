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
