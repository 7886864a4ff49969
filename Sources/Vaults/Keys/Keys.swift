import Auditing
import Packing
import Sealing

/// Every key of an opened vault.
struct Keys: ~Copyable, Sendable {
  let epoch: Int64
  /// The vault key V itself: to seal it to another slot.
  let vault: SecretBytes
  let records: SecretBytes
  let names: SecretBytes
  let heads: SecretBytes
  let ring: SecretBytes
  let plans: SecretBytes
  let audit: AuditKeys
  /// For the fingerprints of what was pushed; it outlives the vault key.
  let pushes: SecretBytes

  /// Opens the ring of long-lived keys with the vault key.
  init(
    vault key: consuming SecretBytes, epoch: Int64, keyring: [UInt8], vaultID: [UInt8]
  ) throws(VaultError) {
    let ring = Subkey.derive(from: key, context: Format.keyContext, number: 3)
    let opened = try Keyring.open(keyring, under: ring, vault: vaultID, epoch: epoch)
    self.init(vault: key, epoch: epoch, audit: opened.auditKeys(), pushes: opened.pushKey())
  }

  init(
    vault key: consuming SecretBytes, epoch: Int64, audit: consuming AuditKeys,
    pushes: consuming SecretBytes
  ) {
    self.epoch = epoch
    records = Subkey.derive(from: key, context: Format.keyContext, number: 1)
    names = Subkey.derive(from: key, context: Format.keyContext, number: 2)
    ring = Subkey.derive(from: key, context: Format.keyContext, number: 3)
    heads = Subkey.derive(from: key, context: Format.keyContext, number: 4)
    plans = Subkey.derive(from: key, context: Format.keyContext, number: 5)
    vault = key
    self.audit = audit
    self.pushes = pushes
  }
}
