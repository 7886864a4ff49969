import Packing
import Profiles
import Sealing
import Storage

/// A digest over all rows of remote objects that changes with each row, so that the vault's head
/// tells an older row in the place of a newer one.
///
/// Each row's digest is added by exclusive or: a row is put in and taken out without the others.
/// Nobody without the vault's key can say which rows would cancel out.
struct RemoteSum: Equatable, Sendable {
  /// Nothing in the heads of vaults that did not keep it yet.
  private(set) var bytes: [UInt8]

  init(_ bytes: [UInt8] = []) { self.bytes = bytes }

  init(of rows: [RemoteSeal], by keys: borrowing Keys) {
    bytes = Array(repeating: 0, count: Digest.size)
    for row in rows { toggle(row.digest(by: keys)) }
  }

  /// Puts a row's digest in, or takes it out where it is in.
  mutating func toggle(_ digest: [UInt8]) {
    for place in digest.indices { bytes[place] ^= digest[place] }
  }
}

extension RemoteSeal {
  /// What the row adds to the sum.
  func digest(by keys: borrowing Keys) -> [UInt8] { Self.digest(id, sealed, by: keys) }

  static func digest(_ id: [UInt8], _ sealed: [UInt8], by keys: borrowing Keys) -> [UInt8] {
    var packer = Packer("coffer remote row 1")
    packer.blob(id)
    packer.blob(sealed)
    return Digest.keyed(packer.bytes.span, by: keys.names)
  }
}

extension Vault {
  /// The digest over the rows as they are.
  borrowing func sumOfRemotes(under keys: borrowing Keys) throws(VaultError) -> RemoteSum {
    RemoteSum(of: try remoteRows(where: "", []), by: keys)
  }

  /// Takes a row out of the sum before it is written anew or deleted.
  borrowing func takeOut(_ id: RemoteID, of standing: inout Standing) throws(VaultError) {
    try beginSum(in: &standing)
    standing.isChanged = true
    if shelf.isCurrent(at: standing.head.remoteSum) {
      let known = shelf.entry(id, at: standing.head.remoteSum)
      return standing.head.remoteSum.toggle(known?.digest ?? [])
    }
    let sealed: [UInt8]?
    do throws(StorageError) {
      sealed = try connection.first(
        "SELECT sealed FROM remote WHERE id = ?", [.blob(id.bytes)]
      ) { row throws(StorageError) in try row.blob(0) }
    } catch {
      throw .storage(error)
    }
    if let sealed {
      standing.head.remoteSum.toggle(RemoteSeal.digest(id.bytes, sealed, by: keys))
    }
  }

  borrowing func beginSum(in standing: inout Standing) throws(VaultError) {
    guard standing.head.remoteSum == RemoteSum() else { return }
    standing.head.remoteSum = try sumOfRemotes(under: keys)
  }
}
