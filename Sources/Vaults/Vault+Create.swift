package import Auditing
import Host
import Migrations
import Profiles
import Sealing
import Storage

extension Vault {
  /// Makes a vault's file with its first keys.
  ///
  /// Of two who try at once, one is told that it exists.
  ///
  /// The file is made under another name, completed, and then linked to its own, so that no half
  /// vault is ever seen.
  package static func create(
    at path: String, keys: [NamedKey], settings: VaultSettings = VaultSettings(),
    by author: Author, at time: Int64
  ) throws(VaultError) -> VaultFacts {
    guard keys.contains(where: { $0.key.kind != .recipient }) else {
      throw .badKey("a new vault needs a passphrase, a key file or a recovery code")
    }
    for (place, key) in keys.enumerated() {
      let others = keys[..<place]
      try NamedKey.check(key, besides: others.map(\.name), kinds: others.map(\.key.kind))
    }
    do {
      // What a removed vault left beside its place would be taken for a part of the new one.
      for other in ["", "-wal", "-shm", "-journal"] where Files.exists(path + other) {
        throw VaultError.exists(path: path + other)
      }
      if let system = try Files.isOnNetworkFileSystem(Files.folder(of: path)) {
        throw VaultError.onNetwork(system)
      }
      let draft = path + ".new-" + Hex.text(Random.bytes(6))
      let nothing: [UInt8] = []
      try Files.createPrivate(draft, contents: nothing.span)
      defer { for suffix in ["", "-wal", "-shm"] { try? Files.remove(draft + suffix) } }
      let facts = try fill(draft, keys: keys, settings: settings, by: author, at: time)
      try Files.linkExclusively(draft, to: path)
      return VaultFacts(
        id: facts.id, identity: facts.identity, epoch: facts.epoch, path: path,
        slotKinds: facts.slotKinds)
    } catch let error as VaultError {
      throw error
    } catch HostError.alreadyExists {
      throw .exists(path: path)
    } catch let error as HostError {
      throw .file(error)
    } catch let error as StorageError {
      throw .storage(error)
    } catch {
      throw .badKey("the vault could not be made")
    }
  }

  private static func fill(
    _ path: String, keys named: [NamedKey], settings: VaultSettings, by author: Author,
    at time: Int64
  ) throws -> VaultFacts {
    let connection = try Connection(path: path, mode: .create)
    try VaultFile.migrator.apply(on: connection)
    let identity = SigningKeys.generate()
    let id = Digest.of(identity.publicKey.span)
    let ring = Keyring.generate(identity: identity)
    let keys = Keys(
      vault: SecretBytes.random(count: 32), epoch: 1, audit: ring.auditKeys(),
      pushes: ring.pushKey())
    var slots: [Slot] = []
    for key in named {
      var slot = try SlotWrap.make(key.key, identity: identity.publicKey, at: time)
      slot.vaultKey = try SealedBox.close(keys.vault.bytes, to: slot.publicKey)
      slot.label = SlotLabel.close(key.name, of: slot, keys: keys, vault: id)
      slots.append(slot)
    }
    var row = VaultRow(
      identity: identity.publicKey, epoch: 1, slots: Slot.digest(of: slots),
      keyring: ring.close(under: keys.ring, vault: id, epoch: 1))
    row.sign(with: identity)
    var head = VaultHead(
      epoch: 1, slots: row.slots, chain: .start(of: id), profiles: 0,
      order: TimeOrder(latest: time))
    let created = EventDraft(
      .vaultCreated, at: time, by: author, named.map { Detail(.slot, $0.name) })
    try connection.begin(.immediate)
    try row.insert(on: connection)
    for slot in slots { try slot.insert(on: connection) }
    head.chain = try Log.append(
      created, after: head.chain, of: id, keys: keys.audit, on: connection)
    if settings != VaultSettings() {
      let settled = EventDraft(
        .settingsChanged, subject: SettingsRow.subject, at: time, by: author, settings.details)
      head.chain = try Log.append(
        settled, after: head.chain, of: id, keys: keys.audit, on: connection)
      try SettingsRow(settings, lastChange: head.chain, keys: keys, vault: id)
        .write(on: connection)
    }
    try head.insert(under: keys, vault: id, on: connection)
    try connection.commit()
    try connection.checkpointTruncate()
    return VaultFacts(
      id: Hex.text(id), identity: identity.publicKey, epoch: 1, path: path,
      slotKinds: named.map(\.key.kind))
  }
}
