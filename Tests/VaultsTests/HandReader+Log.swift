import Packing
import Sealing
import Storage

/// Walking the log by hand.
extension HandReader {
  /// An event as a stranger with the audit keys reads it.
  struct Event {
    let sequence: Int64
    let action: String
    let link: [UInt8]
    let details: [String]
  }

  /// A row of the table, and what follows from it.
  private struct Stored {
    let sequence, time, outcome, changes: Int64
    let action: String
    let subject, commitment, mac: [UInt8]?
    let tags, details, previous: [UInt8]

    init(_ row: borrowing Row) throws(StorageError) {
      sequence = try row.integer(0)
      time = try row.integer(1)
      action = try row.text(2)
      outcome = try row.integer(3)
      changes = try row.integer(4)
      subject = try row.optionalBlob(5)
      tags = try row.blob(6)
      commitment = try row.optionalBlob(7)
      details = try row.blob(8)
      previous = try row.blob(9)
      mac = try row.optionalBlob(10)
    }

    func link(in vault: [UInt8]) -> [UInt8] {
      var packer = Packer("coffer event 1")
      packer.blob(vault)
      packer.number(sequence)
      packer.number(time)
      packer.text(action)
      packer.number(outcome)
      packer.flag(changes == 1)
      packer.blob(subject)
      packer.blob(tags)
      packer.blob(commitment)
      packer.blob(Digest.of(details.span))
      packer.blob(previous)
      return Digest.of(packer.bytes.span)
    }

    func context(in vault: [UInt8]) -> [UInt8] {
      var packer = Packer("coffer event details 1")
      packer.blob(vault)
      packer.number(sequence)
      packer.number(time)
      packer.text(action)
      packer.number(outcome)
      packer.blob(subject)
      return packer.bytes
    }
  }

  /// Every event, oldest first, after its place in the chain, its MAC and its key were checked.
  borrowing func log(_ key: borrowing SecretBytes) throws -> [Event] {
    let ring = try keyring(key)
    let chain = SecretBytes(copying: ring.bytes.extracting(32..<64))
    let detailsKey = SecretBytes(copying: ring.bytes.extracting(64..<96))
    let vault = try vaultID()
    var rows: [Stored] = []
    try connection.forEach(
      """
      SELECT sequence, time, action, outcome, changes, subject, tags, commitment, details,
      previous, mac FROM event ORDER BY sequence
      """
    ) { row throws(StorageError) in rows.append(try Stored(row)) }
    var events: [Event] = []
    var previous = vault
    for row in rows {
      let link = row.link(in: vault)
      guard row.previous == previous, row.sequence == Int64(events.count + 1) else {
        throw Differs(what: "the chain")
      }
      previous = link
      guard let mac = row.mac else {
        events.append(
          Event(
            sequence: row.sequence, action: row.action, link: link,
            details: try Self.pairs(row.details.span)))
        continue
      }
      guard mac == Digest.keyed(link.span, by: chain) else { throw Differs(what: "a MAC") }
      events.append(
        Event(
          sequence: row.sequence, action: row.action, link: link,
          details: try Self.details(of: row, in: vault, by: detailsKey)))
    }
    return events
  }

  private static func details(
    of row: Stored, in vault: [UInt8], by detailsKey: borrowing SecretBytes
  ) throws -> [String] {
    var packer = Packer("coffer event key 1")
    packer.number(row.sequence)
    packer.blob(row.previous)
    let key = Digest.keyedSecret(packer.bytes.span, by: detailsKey)
    let commitment = Digest.keyed(Packer("coffer event commitment 1").bytes.span, by: key)
    guard row.commitment == commitment else { throw Differs(what: "a commitment") }
    let context = row.context(in: vault)
    let plain = try Seal.open(row.details.span, under: key, for: context.span, paddedTo: 64)
    return try pairs(plain.bytes)
  }

  private static func pairs(_ bytes: Span<UInt8>) throws -> [String] {
    var reader = Unpacker(bytes)
    var pairs: [String] = []
    for _ in 0..<(try reader.number32()) {
      let key = try reader.text()
      pairs.append(key + "=" + (try reader.text()))
    }
    try reader.finish()
    return pairs
  }
}
