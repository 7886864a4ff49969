import Auditing
import Sealing
import Storage

extension LockedVault {
  /// Opens the vault with what somebody brought, and writes down that they did.
  ///
  /// A refused key leaves the locked vault as it was, so that a person may try again. A passphrase
  /// costs a key derivation for each passphrase slot that it is tried on.
  package func keys(
    for credential: Credential, by user: String, at time: Int64
  ) throws(VaultError) -> OpenedKeys {
    do {
      return try tryKeys(for: credential)
    } catch {
      switch error {
      case .wrongKey, .badKey, .noSlot, .substituted:
        // That it could not be written down must not hide why it was refused.
        try? noteRefusal(cause: error.message, by: user, at: time)
      default: break
      }
      throw error
    }
  }

  private func tryKeys(for credential: Credential) throws(VaultError) -> OpenedKeys {
    if case .identity(let contents) = credential {
      try checkPin(of: contents)
    }
    let candidates = slots.filter { $0.kind == credential.kind.rawValue }
    guard !candidates.isEmpty else { throw .noSlot(credential.kind) }
    for slot in candidates {
      guard let half = try SlotWrap.open(slot, with: credential) else { continue }
      guard half.identity == row.identity else { throw .substituted }
      if let opened = try open(slot, with: half.secretKey) { return opened }
    }
    throw .wrongKey(credential.kind)
  }

  /// An identity file tells before any slot is looked at that the vault is not the one it is for.
  private func checkPin(of contents: Secret) throws(VaultError) {
    guard let half = WrappedHalf.read(identity: contents.bytes) else {
      throw .badKey("this file is no identity")
    }
    guard half.identity == row.identity else { throw .substituted }
  }

  func open(
    _ slot: Slot, with half: borrowing SecretBytes
  ) throws(VaultError) -> OpenedKeys? {
    let secretKey = half.copy(in: .guarded)
    let box: BoxKeys
    do {
      box = try BoxKeys(secretKey: secretKey)
    } catch {
      throw .damaged("a key slot holds no key")
    }
    guard box.publicKey == slot.publicKey else { return nil }
    let vaultKey: SecretBytes
    do {
      vaultKey = try SealedBox.open(slot.vaultKey.span, with: box)
    } catch {
      throw .damaged("the vault key in a slot does not open")
    }
    guard vaultKey.count == 32 else { throw .damaged("the vault key has a wrong length") }
    let own = vaultKey.copy(in: .guarded)
    let keys = try Keys(vault: own, epoch: row.epoch, keyring: row.keyring, vaultID: row.id)
    let ring = try Keyring.open(
      row.keyring, under: keys.ring, vault: row.id, epoch: row.epoch)
    guard try ring.identity().publicKey == row.identity else {
      throw .damaged("the vault's identity is not the one that its file names")
    }
    let name = try SlotLabel.open(slot, keys: keys, vault: row.id)
    return OpenedKeys(keys: keys, box: box, slot: slot.id, slotName: name)
  }

  private func noteRefusal(
    cause: String, by user: String, at time: Int64
  ) throws(VaultError) {
    let vault = row.id
    let draft = EventDraft(
      .unlockRefused, .refused, at: time, by: Author(user: user),
      [Detail(.cause, cause)])
    try connection.transaction(.immediate, mapping: { VaultError.storage($0) }) {
      () throws(VaultError) in
      do throws(AuditError) {
        try Log.appendWithoutKey(draft, of: vault, on: connection)
      } catch {
        throw .audit(error)
      }
    }
  }
}

/// The keys of a vault, and the slot that gave them.
package struct OpenedKeys: ~Copyable {
  let keys: Keys
  let box: BoxKeys
  let slot: [UInt8]
  let slotName: String
}
