import Auditing
import Packing
import Sealing
import Storage

/// A signed statement of where the log stood.
struct Checkpoint: Equatable, Sendable {
  let sequence: Int64
  let time: Int64
  let link: [UInt8]
  let signature: [UInt8]

  init(of head: ChainHead, at time: Int64, vault: [UInt8], signer: borrowing SigningKeys) {
    sequence = head.sequence
    self.time = time
    link = head.link
    signature = signer.sign(
      Self.signed(sequence: sequence, time: time, link: link, vault: vault).span)
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
    Signature.isValid(
      signature,
      of: Self.signed(sequence: sequence, time: time, link: link, vault: vault).span,
      by: identity)
  }

  private static func signed(
    sequence: Int64, time: Int64, link: [UInt8], vault: [UInt8]
  ) -> [UInt8] {
    var packer = Packer("coffer checkpoint 1")
    packer.blob(vault)
    packer.number(sequence)
    packer.number(time)
    packer.blob(link)
    return packer.bytes
  }
}
