package import Auditing
import Profiles
import Sealing
import Storage

/// Staying open while others change the file.
extension Vault {
  /// The number of the vault key that is in use.
  package var epoch: Int64 { keys.epoch }

  /// The vault's id, as it is shown.
  package var hexID: String { Hex.text(id) }

  /// Whether the outcome of the last change is unknown, so that `reconnect` is needed.
  package var mustBeDropped: Bool { connection.mustBeDropped }

  /// Opens the file again, to read what became of a change whose outcome is unknown.
  package mutating func reconnect() throws(VaultError) {
    let file = try VaultFile.open(path)
    try file.requireMigrated()
    connection = file.takeConnection()
  }

  /// Takes the vault key that somebody else has put in the place of ours, by our own slot.
  ///
  /// `stale` if that slot is gone.
  package mutating func reopen() throws(VaultError) {
    keys = try renewedKeys()
  }

  private borrowing func renewedKeys() throws(VaultError) -> Keys {
    try connection.transaction(.deferred, mapping: { VaultError.storage($0) }) {
      () throws(VaultError) in
      let row = try VaultRow.read(on: connection)
      guard row.identity == identity else { throw VaultError.substituted }
      guard row.minimumReader <= Format.reader else { throw VaultError.newer }
      let table = try slots()
      guard row.isSigned(for: table) else {
        throw VaultError.damaged("the table of key slots is not the one that the vault signed")
      }
      guard let own = table.first(where: { $0.id == slot }) else { throw VaultError.stale }
      let vaultKey: SecretBytes
      do throws(SealingError) {
        vaultKey = try SealedBox.open(own.vaultKey.span, with: box)
      } catch {
        throw VaultError.damaged("the vault key in a slot does not open")
      }
      guard vaultKey.count == 32 else {
        throw VaultError.damaged("the vault key has a wrong length")
      }
      let guarded = vaultKey.copy(in: .guarded)
      return try Keys(vault: guarded, epoch: row.epoch, keyring: row.keyring, vaultID: id)
    }
  }

  /// Writes down something that happened around the vault, such as a session or a denial.
  package borrowing func note(_ event: EventDraft) throws(VaultError) {
    try write { standing throws(VaultError) in try record(event, in: &standing) }
  }
}
