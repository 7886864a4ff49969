package import Auditing
import Profiles
import Sealing
import Storage

/// A key slot as it may be shown.
package struct SlotFacts: Equatable, Sendable {
  package let name: String
  package let kind: SlotKind
  package let madeAt: Int64
  package let isOwn: Bool
  package let memoryMiB: Int?
  package let passes: Int?
}

extension [SlotFacts] {
  /// As they were made, one after the other.
  var inOrder: [SlotFacts] { sorted { ($0.madeAt, $0.name) < ($1.madeAt, $1.name) } }
}

extension Vault {
  package borrowing func slotFacts() throws(VaultError) -> [SlotFacts] {
    try read { standing throws(VaultError) in
      try facts(of: try signedSlots(in: standing))
    }
  }

  /// Adds a way to open the vault.
  package borrowing func addSlot(
    _ new: NamedKey, by author: Author, at time: Int64
  ) throws(VaultError) -> [SlotFacts] {
    // Deriving a key takes long, and is done before other writers have to wait.
    let made = try SlotWrap.make(new.key, identity: identity, at: time)
    return try changeSlots(
      .keyAdded, [Detail(.slot, new.name), Detail(.type, new.key.kind.word)], by: author, at: time
    ) { table throws(VaultError) in
      try NamedKey.check(
        new, besides: try names(of: table), kinds: table.compactMap { SlotKind(rawValue: $0.kind) })
      let slot = try sealed(made, name: new.name)
      do throws(StorageError) {
        try slot.insert(on: connection)
      } catch {
        throw VaultError.storage(error)
      }
    }
  }

  /// Takes a way away, without renewing the vault key: older copies still open with it.
  package borrowing func removeSlot(
    _ name: String, by author: Author, at time: Int64
  ) throws(VaultError) -> [SlotFacts] {
    try changeSlots(.keyRemoved, [Detail(.slot, name)], by: author, at: time) {
      table throws(VaultError) in
      let found = try slot(named: name, in: table)
      guard table.contains(where: { $0.id != found.id }) else { throw VaultError.lastSlot }
      do throws(StorageError) {
        try found.delete(on: connection)
      } catch {
        throw VaultError.storage(error)
      }
    }
  }

  /// Wraps a passphrase slot under another passphrase; the pair inside stays the same.
  ///
  /// Only the slot that opened this vault can be changed: its secret half is at hand.
  package borrowing func changePassphrase(
    to key: NewKey, by author: Author, at time: Int64
  ) throws(VaultError) -> [SlotFacts] {
    let before = try read { standing throws(VaultError) in
      try signedSlots(in: standing).first { $0.id == slot }
    }
    guard let before, before.kind == SlotKind.passphrase.rawValue, key.kind == .passphrase else {
      throw .notByPassphrase
    }
    var wrapped = before
    // Deriving a key takes long, and is done before other writers have to wait.
    try SlotWrap.wrap(box.secretKey, identity: identity, under: key, into: &wrapped)
    let own = wrapped
    return try changeSlots(.keyChanged, [Detail(.slot, slotName)], by: author, at: time) {
      table throws(VaultError) in
      guard table.contains(before) else { throw VaultError.stale }
      do throws(StorageError) {
        try own.update(on: connection)
      } catch {
        throw VaultError.storage(error)
      }
    }
  }

  /// Changes the slot table, signs it anew and writes the head, in one transaction.
  private borrowing func changeSlots(
    _ action: Action, _ details: [Detail], by author: Author, at time: Int64,
    _ body: ([Slot]) throws(VaultError) -> Void
  ) throws(VaultError) -> [SlotFacts] {
    let facts = try write { standing throws(VaultError) in
      try body(try signedSlots(in: standing))
      let table = try slots()
      try sign(table, in: &standing)
      try record(EventDraft(action, at: time, by: author, details), in: &standing)
      return try self.facts(of: table)
    }
    try sweep()
    return facts
  }

  private borrowing func sign(
    _ table: [Slot], in standing: inout Standing
  ) throws(VaultError) {
    let ring = try Keyring.open(
      standing.row.keyring, under: keys.ring, vault: id, epoch: keys.epoch)
    standing.row.slots = Slot.digest(of: table)
    standing.row.sign(with: try ring.identity())
    standing.head = VaultHead(
      epoch: keys.epoch, slots: standing.row.slots, chain: standing.head.chain,
      profiles: standing.head.profiles, remotes: standing.head.remotes,
      remoteSum: standing.head.remoteSum, order: standing.head.order,
      changeovers: standing.head.changeovers, changeoverSum: standing.head.changeoverSum)
    do throws(StorageError) {
      try standing.row.update(on: connection)
    } catch {
      throw .storage(error)
    }
  }

  /// The slot table, believed only with the vault's signature.
  borrowing func signedSlots(in standing: Standing) throws(VaultError) -> [Slot] {
    let table = try slots()
    guard standing.row.isSigned(for: table) else {
      throw .damaged("the table of key slots is not the one that the vault signed")
    }
    return table
  }

  borrowing func facts(of table: [Slot]) throws(VaultError) -> [SlotFacts] {
    var facts: [SlotFacts] = []
    for entry in table {
      guard let kind = SlotKind(rawValue: entry.kind) else {
        throw .damaged("a key slot is of an unknown kind")
      }
      facts.append(
        SlotFacts(
          name: try SlotLabel.open(entry, keys: keys, vault: id), kind: kind,
          madeAt: entry.madeAt, isOwn: entry.id == slot,
          memoryMiB: entry.memory.flatMap { Int(exactly: $0) },
          passes: entry.passes.flatMap { Int(exactly: $0) }))
    }
    return facts.inOrder
  }

  /// Gives a new slot the vault key and its name.
  private borrowing func sealed(
    _ slot: Slot, name: String
  ) throws(VaultError) -> Slot {
    var slot = slot
    do {
      slot.vaultKey = try SealedBox.close(keys.vault.bytes, to: slot.publicKey)
    } catch {
      throw .badKey("the vault key cannot be sealed to this public key")
    }
    slot.label = SlotLabel.close(name, of: slot, keys: keys, vault: id)
    return slot
  }

  private borrowing func names(of table: [Slot]) throws(VaultError) -> [String] {
    var names: [String] = []
    for entry in table { names.append(try SlotLabel.open(entry, keys: keys, vault: id)) }
    return names
  }

  borrowing func slot(named name: String, in table: [Slot]) throws(VaultError) -> Slot {
    let names = try names(of: table)
    guard let place = names.firstIndex(of: name) else {
      throw .unknownSlot(Cleaned.text(name), known: names)
    }
    return table[place]
  }
}
