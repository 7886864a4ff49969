package import Auditing
import Profiles
import Sealing
import Storage

/// What a complete look at a copy of a vault found.
package struct Inspected: Equatable, Sendable {
  package let id: String
  package let epoch: Int64
  package let events: Int64
  package let profiles: Int
  package let versions: Int
  /// When the last event in it was written.
  package let lastEvent: Int64
}

/// Copies of this vault, opened with its own keys.
extension Vault {
  /// Opens a copy of this very vault by the slot that opened this one, also where the vault key was
  /// another at the time.
  ///
  /// Nil where the copy has no such slot: then it takes a key of its own.
  package borrowing func openCopy(
    at path: String, by author: Author, at time: Int64
  ) throws(VaultError) -> Vault? {
    let locked = try LockedVault(path: path)
    guard locked.row.identity == identity else { throw .otherVault(id: Hex.text(locked.row.id)) }
    guard let opened = try locked.keys(for: box, of: slot) else { return nil }
    return try Vault(locked, opened, by: author, at: time, unaudited: true)
  }

  /// Opens a copy of any vault by a key that was brought for it.
  package static func openCopy(
    at path: String, with credential: Credential, by author: Author, at time: Int64
  ) throws(VaultError) -> Vault {
    let locked = try LockedVault(path: path)
    let opened = try locked.keys(for: credential, by: author.user, at: time)
    return try Vault(locked, opened, by: author, at: time, unaudited: true)
  }

  /// Reads every page, opens every record and walks the log, and writes nothing.
  package borrowing func inspect() throws(VaultError) -> Inspected {
    do throws(StorageError) {
      try connection.checkIntegrity()
    } catch {
      throw .storage(error)
    }
    return try read { standing throws(VaultError) in
      let verified = try verify(in: standing)
      let end: (head: ChainHead, time: Int64)?
      do throws(AuditError) {
        end = try Log.end(of: id, on: connection)
      } catch {
        throw VaultError.audit(error)
      }
      return Inspected(
        id: hexID, epoch: keys.epoch, events: verified.log.events, profiles: verified.profiles,
        versions: verified.versions, lastEvent: end?.time ?? 0)
    }
  }
}

extension LockedVault {
  /// Opens the vault by a slot's own pair; nil where the slot is not there.
  func keys(
    for box: borrowing BoxKeys, of slot: [UInt8]
  ) throws(VaultError) -> OpenedKeys? {
    guard let own = slots.first(where: { $0.id == slot && $0.publicKey == box.publicKey })
    else { return nil }
    return try open(own, with: box.secretKey)
  }
}
