package import Auditing
import Packing
import Profiles
import Sealing
import Storage

/// What the renewal of the vault key touched.
package struct Rotated: Equatable, Sendable {
  package let epoch: Int64
  package let profiles: Int
  package let versions: Int
  package let slots: [SlotFacts]
}

/// Which key slots survive the renewal of the vault key.
package enum SlotChoice: Sendable {
  case all
  case without(String)
  /// Only the one that opened the vault, and a new recovery code.
  case onlyOwn(and: NamedKey)
}

extension Vault {
  /// Seals every record under a new vault key, in one transaction with a signed checkpoint.
  ///
  /// It costs a few microseconds a record. Sessions that others have open end at their next command.
  package mutating func rotate(
    keeping choice: SlotChoice, by author: Author, at time: Int64
  ) throws(VaultError) -> Rotated {
    let renewal = try renewed(choice, by: author, at: time)
    let rotated = renewal.rotated
    keys = renewal.takeKeys()
    try sweep()
    return rotated
  }

  private borrowing func renewed(
    _ choice: SlotChoice, by author: Author, at time: Int64
  ) throws(VaultError) -> Renewal {
    try connection.transaction(.immediate, mapping: { VaultError.storage($0) }) {
      () throws(VaultError) in
      var standing = try stand()
      let ring = try Keyring.open(
        standing.row.keyring, under: keys.ring, vault: id, epoch: keys.epoch)
      let next = Keys(
        vault: SecretBytes.random(count: 32), epoch: keys.epoch + 1, audit: ring.auditKeys(),
        pushes: ring.pushKey())
      let before = try signedSlots(in: standing)
      let table = try chosen(choice, from: before, at: time)
      let slots = try replaceSlots(table, insteadOf: before.count, keys: next)
      let profiles = try resealProfiles(under: next)
      let versions = try resealVersions(under: next)
      try resealSettings(under: next)
      let remotes = try resealRemotes(under: next, in: standing)
      let changeoverSum = try resealChangeovers(under: next, in: standing)
      guard Int64(remotes) == standing.head.remotes else {
        throw VaultError.damaged("the vault's head counts other remote objects than there are")
      }
      guard Int64(profiles) == standing.head.profiles else {
        throw VaultError.damaged("the vault's head counts other profiles than there are")
      }
      let signer = try ring.identity()
      standing.row.epoch = next.epoch
      standing.row.slots = Slot.digest(of: slots)
      standing.row.keyring = ring.close(under: next.ring, vault: id, epoch: next.epoch)
      standing.row.sign(with: signer)
      try record(
        EventDraft(
          .keyRotated, at: time, by: author,
          [Detail(.count, String(profiles))] + table.map { Detail(.slot, $0.name) }),
        in: &standing)
      try recordSlots(from: try named(before), to: table, by: author, at: time, in: &standing)
      let head = VaultHead(
        epoch: next.epoch, slots: standing.row.slots, chain: standing.head.chain,
        profiles: standing.head.profiles, remotes: standing.head.remotes,
        remoteSum: try sumOfRemotes(under: next), order: standing.head.order,
        changeovers: standing.head.changeovers, changeoverSum: changeoverSum)
      do throws(StorageError) {
        try standing.row.update(on: connection)
        try head.update(under: next, vault: id, on: connection)
        try Checkpoint(of: head.chain, at: time, vault: id, signer: signer)
          .insert(on: connection)
      } catch {
        throw VaultError.storage(error)
      }
      let facts = table.map { entry in
        SlotFacts(
          name: entry.name, kind: entry.kind, madeAt: entry.slot.madeAt,
          isOwn: entry.slot.id == slot,
          memoryMiB: entry.slot.memory.flatMap { Int(exactly: $0) },
          passes: entry.slot.passes.flatMap { Int(exactly: $0) })
      }
      return Renewal(
        keys: next,
        rotated: Rotated(
          epoch: standing.row.epoch, profiles: profiles, versions: versions,
          slots: facts.inOrder))
    }
  }

  /// Each key that was taken away or came is an event of its own, by name.
  private borrowing func recordSlots(
    from before: [Named], to after: [Named], by author: Author, at time: Int64,
    in standing: inout Standing
  ) throws(VaultError) {
    for gone in before where !after.contains(where: { $0.slot.id == gone.slot.id }) {
      try record(gone.event(.keyRemoved, by: author, at: time), in: &standing)
    }
    for new in after where !before.contains(where: { $0.slot.id == new.slot.id }) {
      try record(new.event(.keyAdded, by: author, at: time), in: &standing)
    }
  }

  private struct Named {
    let slot: Slot
    let name: String
    let kind: SlotKind

    func event(_ action: Action, by author: Author, at time: Int64) -> EventDraft {
      EventDraft(
        action, at: time, by: author, [Detail(.slot, name), Detail(.type, kind.word)])
    }
  }

  private borrowing func named(_ table: [Slot]) throws(VaultError) -> [Named] {
    var named: [Named] = []
    for entry in table {
      guard let kind = SlotKind(rawValue: entry.kind) else {
        throw .damaged("a key slot is of an unknown kind")
      }
      named.append(
        Named(
          slot: entry, name: try SlotLabel.open(entry, keys: keys, vault: id), kind: kind))
    }
    return named
  }

  /// The slots that survive, with their names.
  private borrowing func chosen(
    _ choice: SlotChoice, from table: [Slot], at time: Int64
  ) throws(VaultError) -> [Named] {
    let named = try named(table)
    switch choice {
    case .all: return named
    case .without(let name):
      guard named.contains(where: { $0.name == name }) else {
        throw .unknownSlot(Cleaned.text(name), known: named.map(\.name))
      }
      guard named.count > 1 else { throw .lastSlot }
      return named.filter { $0.name != name }
    case .onlyOwn(let recovery):
      let own = named.filter { $0.slot.id == slot }
      try NamedKey.check(recovery, besides: own.map(\.name), kinds: own.map(\.kind))
      let fresh = try SlotWrap.make(recovery.key, identity: identity, at: time)
      return own + [Named(slot: fresh, name: recovery.name, kind: recovery.key.kind)]
    }
  }

  /// Writes the slots that survive, each with the new vault key and its name sealed anew.
  private borrowing func replaceSlots(
    _ table: [Named], insteadOf before: Int, keys next: borrowing Keys
  ) throws(VaultError) -> [Slot] {
    var slots: [Slot] = []
    do {
      try connection.run("DELETE FROM slot", changing: before)
      for entry in table {
        var slot = entry.slot
        slot.vaultKey = try SealedBox.close(next.vault.bytes, to: slot.publicKey)
        slot.label = SlotLabel.close(entry.name, of: slot, keys: next, vault: id)
        try slot.insert(on: connection)
        slots.append(slot)
      }
    } catch let error as StorageError {
      throw .storage(error)
    } catch {
      throw .badKey("the vault key cannot be sealed to the key of a slot")
    }
    return slots
  }

  /// How many rows are held at once; a record may have 1 MiB.
  private static var batch: Int64 { 256 }

  private borrowing func resealProfiles(under next: borrowing Keys) throws(VaultError) -> Int {
    var count = 0
    var last: [UInt8] = []
    while true {
      var rows: [ProfileRow] = []
      do {
        try connection.forEach(
          "SELECT \(ProfileRow.columns) FROM profile WHERE id > ? ORDER BY id LIMIT ?",
          [.blob(last), .integer(Self.batch)]
        ) { row throws(StorageError) in rows.append(try ProfileRow(row)) }
        guard let end = rows.last else { return count }
        last = end.id
        var update = try connection.prepare(
          "UPDATE profile SET tag = ?, head = ? WHERE id = ?")
        for row in rows {
          let record = try row.open(keys: keys, vault: id)
          let fresh = ProfileRow(
            record.profile, lastChange: record.lastChange, keys: next, vault: id)
          try update.run([.blob(fresh.tag), .blob(fresh.head), .blob(fresh.id)], changing: 1)
        }
      } catch let error as StorageError {
        throw .storage(error)
      } catch let error as VaultError {
        throw error
      } catch {
        throw .damaged("a profile could not be sealed anew")
      }
      count += rows.count
    }
  }

  private borrowing func resealSettings(under next: borrowing Keys) throws(VaultError) {
    let stored = try storedSettings()
    guard let lastChange = stored.lastChange else { return }
    do throws(StorageError) {
      try SettingsRow(stored.settings, lastChange: lastChange, keys: next, vault: id)
        .write(on: connection)
    } catch {
      throw .storage(error)
    }
  }

  private borrowing func resealVersions(under next: borrowing Keys) throws(VaultError) -> Int {
    var count = 0
    var last: (profile: [UInt8], number: Int64) = ([], 0)
    while true {
      var rows: [VersionRow] = []
      do {
        try connection.forEach(
          """
          SELECT \(VersionRow.columns) FROM version WHERE (profile, number) > (?, ?)
          ORDER BY profile, number LIMIT ?
          """, [.blob(last.profile), .integer(last.number), .integer(Self.batch)]
        ) { row throws(StorageError) in rows.append(try VersionRow(row)) }
        guard let end = rows.last else { return count }
        last = (end.profile, end.number)
        var update = try connection.prepare(
          "UPDATE version SET record = ? WHERE profile = ? AND number = ?")
        for row in rows where row.record != nil {
          var row = row
          let plain = try row.open(keys: keys, vault: id)
          row.close(plain.bytes, keys: next, vault: id)
          try update.run(
            [row.record.map(Value.blob) ?? .null, .blob(row.profile), .integer(row.number)],
            changing: 1)
        }
      } catch let error as StorageError {
        throw .storage(error)
      } catch let error as VaultError {
        throw error
      } catch {
        throw .damaged("a version could not be sealed anew")
      }
      count += rows.count
    }
  }
}

/// The new keys on their way out of the transaction that made them.
private struct Renewal: ~Copyable {
  let keys: Keys
  let rotated: Rotated

  consuming func takeKeys() -> Keys { keys }
}
