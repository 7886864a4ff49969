import Packing
import Profiles
import Sealing
import Storage

/// A changeover as its row holds it.
///
/// The vault's head tells an older row from the one that was written last.
struct ChangeoverRow: Equatable, Sendable {
  let id: [UInt8]
  let sealed: [UInt8]

  static let columns = "id, sealed"

  init(_ row: borrowing Row) throws(StorageError) {
    id = try row.blob(0)
    sealed = try row.blob(1)
  }

  init(_ changeover: Changeover, keys: borrowing Keys, vault: [UInt8]) {
    id = changeover.id.bytes
    var packer = Packer()
    packer.pack(changeover)
    sealed = Seal.close(
      packer.bytes.span, under: keys.records,
      for: Self.context(vault: vault, epoch: keys.epoch, id: id).span, paddedTo: Format.block)
  }

  func open(keys: borrowing Keys, vault: [UInt8]) throws(VaultError) -> Changeover {
    do {
      let plain = try Seal.open(
        sealed.span, under: keys.records,
        for: Self.context(vault: vault, epoch: keys.epoch, id: id).span, paddedTo: Format.block)
      return try unpack(plain.bytes)
    } catch {
      throw .damaged("the record of rotation \(Hex.text(Array(id.prefix(4)))) does not open")
    }
  }

  private func unpack(_ bytes: Span<UInt8>) throws(PackingError) -> Changeover {
    var reader = Unpacker(bytes)
    guard let id = ChangeoverID(id) else { throw .malformed }
    let changeover = try reader.changeover(id: id)
    try reader.finish()
    return changeover
  }

  private static func context(vault: [UInt8], epoch: Int64, id: [UInt8]) -> [UInt8] {
    var packer = Packer("coffer changeover 1")
    packer.blob(vault)
    packer.number(epoch)
    packer.blob(id)
    return packer.bytes
  }
}

extension RemoteSum {
  /// The same digest over rows of changeovers; their longer marks keep them apart from others.
  init(over rows: [ChangeoverRow], by keys: borrowing Keys) {
    self.init(of: [], by: keys)
    for row in rows { toggle(row, by: keys) }
  }

  mutating func toggle(_ row: ChangeoverRow, by keys: borrowing Keys) {
    toggle(RemoteSeal.digest(Array("changeover".utf8) + row.id, row.sealed, by: keys))
  }
}
