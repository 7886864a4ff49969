package import Auditing
import Sealing
import Storage

/// An opened vault: profiles in, profiles out, each change with its event in one transaction.
///
/// It belongs to one owner, is used from one thread at a time, and blocks while it works.
package struct Vault: ~Copyable {
  var connection: Connection
  var keys: Keys
  /// The pair of the slot that opened it: to open the vault key again when somebody changed it.
  let box: BoxKeys
  let slot: [UInt8]
  package let slotName: String
  package let path: String
  package let identity: [UInt8]
  let id: [UInt8]
  let shelf = RemoteShelf()

  /// Takes over an unlocked file, and writes down that it was unlocked.
  package init(
    _ locked: consuming LockedVault, _ opened: consuming OpenedKeys, by author: Author,
    at time: Int64, unaudited: Bool = false
  ) throws(VaultError) {
    path = locked.path
    identity = locked.row.identity
    id = locked.row.id
    slot = opened.slot
    slotName = opened.slotName
    connection = locked.takeConnection()
    box = opened.box
    keys = opened.keys
    guard !unaudited else { return }
    var author = author
    author.slot = slotName
    try write { standing throws(VaultError) in
      try record(EventDraft(.vaultUnlocked, at: time, by: author), in: &standing)
    }
  }
}
