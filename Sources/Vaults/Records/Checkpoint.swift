import Auditing
import Proofs
import Sealing
import Storage

/// A signed statement of where the log stood.
struct Checkpoint: Equatable, Sendable {
  let sequence: Int64
  let time: Int64
  let link: [UInt8]
  let signature: [UInt8]

  init(of head: ChainHead, at time: Int64, vault: [UInt8], signer: borrowing SigningKeys) {
    self.init(
      CheckpointLine(
        vault: vault, sequence: head.sequence, time: time, link: head.link, signer: signer))
  }

  init(_ line: CheckpointLine) {
    self.init(
      sequence: line.sequence, time: line.time, link: line.link, signature: line.signature)
  }

  /// The same, to be kept elsewhere.
  func line(of vault: [UInt8]) -> CheckpointLine {
    CheckpointLine(
      vault: vault, sequence: sequence, time: time, link: link, signature: signature)
  }

  func insert(on connection: borrowing Connection) throws(StorageError) {
    try connection.run(
      "INSERT INTO checkpoint (sequence, time, link, signature) VALUES (?, ?, ?, ?)",
      [.integer(sequence), .integer(time), .blob(link), .blob(signature)], changing: 1)
  }

  static func all(on connection: borrowing Connection) throws(StorageError) -> [Checkpoint] {
    var found: [Checkpoint] = []
    try connection.forEach(
      "SELECT sequence, time, link, signature FROM checkpoint ORDER BY sequence"
    ) { row throws(StorageError) in
      found.append(
        Checkpoint(
          sequence: try row.integer(0), time: try row.integer(1), link: try row.blob(2),
          signature: try row.blob(3)))
    }
    return found
  }

  private init(sequence: Int64, time: Int64, link: [UInt8], signature: [UInt8]) {
    self.sequence = sequence
    self.time = time
    self.link = link
    self.signature = signature
  }

  /// Whether the vault has signed it.
  func isSigned(by identity: [UInt8], vault: [UInt8]) -> Bool {
    line(of: vault).isSigned(by: identity)
  }
}
