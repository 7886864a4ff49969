import Auditing
import Packing
import Profiles
import Sealing
import Storage

/// An object in a workspace as its row holds it: clear columns that decide something, and the rest
/// sealed.
struct RemoteSeal: Equatable, Sendable {
  let id: [UInt8]
  let workspace: [UInt8]
  let profile: [UInt8]?
  let tag: [UInt8]
  let sealed: [UInt8]

  static let columns = "id, workspace, profile, tag, sealed"

  init(_ row: borrowing Row) throws(StorageError) {
    id = try row.blob(0)
    workspace = try row.blob(1)
    profile = try row.optionalBlob(2)
    tag = try row.blob(3)
    sealed = try row.blob(4)
  }

  /// Seals it, naming the event with which it was written.
  init(_ remote: Remote, lastChange: ChainHead, keys: borrowing Keys, vault: [UInt8]) {
    id = remote.id.bytes
    workspace = remote.workspace.bytes
    profile = remote.profile?.bytes
    tag = Self.tag(of: remote.kind, remote.name, in: remote.workspace, by: keys)
    var packer = Packer()
    packer.pack(remote)
    packer.number(lastChange.sequence)
    packer.blob(lastChange.link)
    let isSwapped = remote.successor != nil || remote.boundAs != nil
    if !remote.place.isEmpty || isSwapped { packer.blob(remote.place) }
    if isSwapped {
      packer.blob(remote.successor?.bytes ?? [])
      packer.text(remote.boundAs ?? "")
    }
    sealed = Seal.close(
      packer.bytes.span, under: keys.records,
      for: Self.context(
        vault: vault, epoch: keys.epoch, id: id, workspace: workspace, profile: profile, tag: tag
      ).span, paddedTo: Format.block)
  }

  /// By what an object is found: its kind, its name and its workspace, so that each is there once.
  static func tag(
    of kind: RemoteKind, _ name: String, in workspace: ProfileID, by keys: borrowing Keys
  ) -> [UInt8] {
    var packer = Packer("coffer remote name 1")
    packer.blob(workspace.bytes)
    packer.byte(kind.rawValue)
    packer.text(name)
    return Digest.keyed(packer.bytes.span, by: keys.names)
  }

  func open(keys: borrowing Keys, vault: [UInt8]) throws(VaultError) -> RemoteRecord {
    do {
      let plain = try Seal.open(
        sealed.span, under: keys.records,
        for: Self.context(
          vault: vault, epoch: keys.epoch, id: id, workspace: workspace, profile: profile,
          tag: tag
        ).span, paddedTo: Format.block)
      let record = try unpack(plain.bytes)
      let remote = record.remote
      guard Self.tag(of: remote.kind, remote.name, in: remote.workspace, by: keys) == tag,
        remote.profile?.bytes == profile
      else { throw VaultError.damaged("\(shown) carries the marks of another") }
      return record
    } catch let error as VaultError {
      throw error
    } catch {
      throw .damaged("\(shown) does not open")
    }
  }

  private var shown: String { "the record of remote object \(Hex.text(Array(id.prefix(4))))" }

  private func unpack(_ bytes: Span<UInt8>) throws(PackingError) -> RemoteRecord {
    var reader = Unpacker(bytes)
    guard let id = RemoteID(id), let workspace = ProfileID(workspace) else {
      throw .malformed
    }
    var remote = try reader.remote(id: id, workspace: workspace, profile: profile)
    let head = ChainHead(sequence: try reader.signed64(), link: try reader.blob())
    // Rows of objects that nobody looked at yet lack it.
    if !reader.isAtEnd { remote.place = try reader.blob() }
    // And those that have nothing to do with a swap lack this.
    if !reader.isAtEnd {
      let successor = try reader.blob()
      if !successor.isEmpty {
        guard let id = RemoteID(successor) else { throw .malformed }
        remote.successor = id
      }
      let name = try reader.text()
      remote.boundAs = name.isEmpty ? nil : name
    }
    try reader.finish()
    return RemoteRecord(remote: remote, lastChange: head)
  }

  private static func context(
    vault: [UInt8], epoch: Int64, id: [UInt8], workspace: [UInt8], profile: [UInt8]?,
    tag: [UInt8]
  ) -> [UInt8] {
    var packer = Packer("coffer remote 1")
    packer.blob(vault)
    packer.number(epoch)
    packer.blob(id)
    packer.blob(workspace)
    packer.blob(profile)
    packer.blob(tag)
    return packer.bytes
  }
}

/// An opened object and the event with which it was last written.
struct RemoteRecord: Sendable {
  var remote: Remote
  let lastChange: ChainHead
}
