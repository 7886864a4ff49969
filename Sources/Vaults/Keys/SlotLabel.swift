import Packing
import Sealing

/// The name of a key slot, sealed so that a stolen file does not tell whose keys open it.
enum SlotLabel {
  static func close(
    _ name: String, of slot: Slot, keys: borrowing Keys, vault: [UInt8]
  ) -> [UInt8] {
    var packer = Packer()
    packer.text(name)
    return Seal.close(
      packer.bytes.span, under: keys.ring,
      for: context(slot, vault: vault, epoch: keys.epoch).span, paddedTo: Format.block)
  }

  static func open(
    _ slot: Slot, keys: borrowing Keys, vault: [UInt8]
  ) throws(VaultError) -> String {
    do {
      let plain = try Seal.open(
        slot.label.span, under: keys.ring,
        for: context(slot, vault: vault, epoch: keys.epoch).span, paddedTo: Format.block)
      var reader = Unpacker(plain.bytes)
      let name = try reader.text()
      try reader.finish()
      return name
    } catch {
      throw .damaged("the name of a key slot does not open")
    }
  }

  private static func context(_ slot: Slot, vault: [UInt8], epoch: Int64) -> [UInt8] {
    var packer = Packer("coffer slot label 1")
    packer.blob(vault)
    packer.number(epoch)
    packer.blob(slot.id)
    return packer.bytes
  }
}
