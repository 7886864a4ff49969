import Auditing
import Packing
import Sealing
import Storage

/// Where the vault stands, sealed and rewritten with every write, so that rows cannot be taken back.
struct VaultHead: Equatable, Sendable {
  let epoch: Int64
  let slots: [UInt8]
  var chain: ChainHead
  /// How many rows of profiles there are, removed ones included.
  var profiles: Int64
  /// How many rows of remote objects there are; heads from before there were any lack it.
  var remotes: Int64 = 0
  /// What these rows are, so that none of them is an older one.
  var remoteSum = RemoteSum()
  /// How the times of events grow; heads from before this was kept lack it.
  var order: TimeOrder?
  /// The same of the rows of changeovers.
  var changeovers: Int64 = 0
  var changeoverSum = RemoteSum()

  func close(under keys: borrowing Keys, vault: [UInt8]) -> [UInt8] {
    var packer = Packer()
    packer.number(epoch)
    packer.blob(slots)
    packer.number(chain.sequence)
    packer.blob(chain.link)
    packer.number(profiles)
    if remotes > 0 || order != nil || changeovers > 0 {
      packer.number(remotes)
      packer.blob(remoteSum.bytes)
    }
    if order != nil || changeovers > 0 {
      packer.number(order?.latest ?? 0)
      packer.number(order?.disorder ?? -1)
    }
    if changeovers > 0 {
      packer.number(changeovers)
      packer.blob(changeoverSum.bytes)
    }
    return Seal.close(
      packer.bytes.span, under: keys.heads,
      for: Self.context(vault: vault, epoch: epoch).span, paddedTo: Format.block)
  }

  static func read(
    on connection: borrowing Connection, keys: borrowing Keys, vault: [UInt8]
  ) throws(VaultError) -> VaultHead {
    let sealed: [UInt8]?
    do throws(StorageError) {
      sealed = try connection.first("SELECT sealed FROM head") { row throws(StorageError) in
        try row.blob(0)
      }
    } catch {
      throw .storage(error)
    }
    guard let sealed else { throw .damaged("the vault's head is missing") }
    do {
      let plain = try Seal.open(
        sealed.span, under: keys.heads, for: context(vault: vault, epoch: keys.epoch).span,
        paddedTo: Format.block)
      var reader = Unpacker(plain.bytes)
      let epoch = try reader.signed64()
      let slots = try reader.blob()
      let sequence = try reader.signed64()
      let link = try reader.blob()
      let profiles = try reader.signed64()
      let remotes = reader.isAtEnd ? 0 : try reader.signed64()
      let sum = reader.isAtEnd ? [] : try reader.blob()
      let times = reader.isAtEnd ? nil : (try reader.signed64(), try reader.signed64())
      let changeovers = reader.isAtEnd ? 0 : try reader.signed64()
      let changeoverSum = reader.isAtEnd ? [] : try reader.blob()
      guard [sum, changeoverSum].allSatisfy({ [0, Digest.size].contains($0.count) }) else {
        throw PackingError.malformed
      }
      try reader.finish()
      let order = times.flatMap { latest, disorder in
        disorder < 0 ? nil : TimeOrder(latest: latest, disorder: disorder)
      }
      return VaultHead(
        epoch: epoch, slots: slots, chain: ChainHead(sequence: sequence, link: link),
        profiles: profiles, remotes: remotes, remoteSum: RemoteSum(sum), order: order,
        changeovers: changeovers, changeoverSum: RemoteSum(changeoverSum))
    } catch {
      throw .damaged("the vault's head does not open")
    }
  }

  func insert(
    under keys: borrowing Keys, vault: [UInt8], on connection: borrowing Connection
  ) throws(StorageError) {
    try connection.run(
      "INSERT INTO head (one, sealed) VALUES (1, ?)", [.blob(close(under: keys, vault: vault))],
      changing: 1)
  }

  func update(
    under keys: borrowing Keys, vault: [UInt8], on connection: borrowing Connection
  ) throws(StorageError) {
    try connection.run(
      "UPDATE head SET sealed = ?", [.blob(close(under: keys, vault: vault))], changing: 1)
  }

  private static func context(vault: [UInt8], epoch: Int64) -> [UInt8] {
    var packer = Packer("coffer head 1")
    packer.blob(vault)
    packer.number(epoch)
    return packer.bytes
  }
}
