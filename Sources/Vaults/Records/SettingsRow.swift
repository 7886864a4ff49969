import Auditing
import Packing
import Sealing
import Storage

/// The settings as their row holds them: sealed, and naming the event with which they were written.
struct SettingsRow: Equatable, Sendable {
  var sealed: [UInt8]

  /// What events about the settings name as their subject, so that an older row is found out as an
  /// older profile is.
  static let subject = Array("coffer settings!".utf8)

  init(
    _ settings: VaultSettings, lastChange: ChainHead, keys: borrowing Keys, vault: [UInt8]
  ) {
    var packer = Packer()
    switch settings.backups {
    case .undecided: packer.byte(0)
    case .none: packer.byte(1)
    case .folder(let path):
      packer.byte(2)
      packer.text(path)
    }
    packer.number(settings.keepDays)
    packer.flag(settings.isFrozen)
    packer.blob(settings.lineage)
    packer.number(lastChange.sequence)
    packer.blob(lastChange.link)
    if settings.demandsChecks { packer.flag(true) }
    sealed = Seal.close(
      packer.bytes.span, under: keys.records,
      for: Self.context(vault: vault, epoch: keys.epoch).span, paddedTo: Format.block)
  }

  private init(sealed: [UInt8]) {
    self.sealed = sealed
  }

  static func read(on connection: borrowing Connection) throws(StorageError) -> SettingsRow? {
    try connection.first("SELECT sealed FROM settings") { row throws(StorageError) in
      SettingsRow(sealed: try row.blob(0))
    }
  }

  func write(on connection: borrowing Connection) throws(StorageError) {
    try connection.run(
      """
      INSERT INTO settings (one, sealed) VALUES (1, ?)
      ON CONFLICT (one) DO UPDATE SET sealed = excluded.sealed
      """, [.blob(sealed)], changing: 1)
  }

  func open(
    keys: borrowing Keys, vault: [UInt8]
  ) throws(VaultError) -> (settings: VaultSettings, lastChange: ChainHead) {
    do {
      let plain = try Seal.open(
        sealed.span, under: keys.records,
        for: Self.context(vault: vault, epoch: keys.epoch).span, paddedTo: Format.block)
      return try Self.unpack(plain.bytes)
    } catch {
      throw .damaged("the settings do not open")
    }
  }

  private static func unpack(
    _ bytes: Span<UInt8>
  ) throws(PackingError) -> (VaultSettings, ChainHead) {
    var reader = Unpacker(bytes)
    var settings = VaultSettings()
    switch try reader.byte() {
    case 0: settings.backups = .undecided
    case 1: settings.backups = .none
    case 2: settings.backups = .folder(try reader.text())
    default: throw .malformed
    }
    settings.keepDays = try reader.number32()
    settings.isFrozen = try reader.flag()
    settings.lineage = try reader.blob()
    let head = ChainHead(sequence: try reader.signed64(), link: try reader.blob())
    if !reader.isAtEnd {
      settings.demandsChecks = try reader.flag()
      guard settings.demandsChecks else { throw .malformed }
    }
    try reader.finish()
    return (settings, head)
  }

  private static func context(vault: [UInt8], epoch: Int64) -> [UInt8] {
    var packer = Packer("coffer settings 1")
    packer.blob(vault)
    packer.number(epoch)
    return packer.bytes
  }
}
