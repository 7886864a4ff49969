import Auditing
import Packing
import Profiles
import Sealing
import Storage

/// A profile as its row holds it: clear columns that decide something, and the sealed head.
struct ProfileRow: Equatable, Sendable {
  let id: [UInt8]
  var tag: [UInt8]
  var via: [UInt8]?
  var removedAt: Int64?
  var head: [UInt8]

  static let columns = "id, tag, via, removed_at, head"

  init(_ row: borrowing Row) throws(StorageError) {
    id = try row.blob(0)
    tag = try row.blob(1)
    via = try row.optionalBlob(2)
    removedAt = try row.optionalInteger(3)
    head = try row.blob(4)
  }

  /// Seals a profile's head, naming the event with which it was written.
  init(
    _ profile: Profile, lastChange: ChainHead, keys: borrowing Keys, vault: [UInt8]
  ) {
    id = profile.id.bytes
    tag = NameTag.of(profile.name, by: keys)
    via = profile.via?.bytes
    removedAt = profile.removedAt
    head = []
    var packer = Packer()
    packer.text(profile.name.text)
    packer.text(profile.type)
    packer.list(profile.labels.sorted) { packer, label in
      packer.text(label.key)
      packer.text(label.value)
    }
    packer.text(profile.note)
    packer.list(profile.versions) { packer, mark in
      packer.number(mark.number)
      packer.byte(mark.state.rawValue)
      packer.number(mark.madeAt)
    }
    packer.list(profile.missing) { $0.text($1) }
    packer.number(lastChange.sequence)
    packer.blob(lastChange.link)
    if let policy = profile.policy { packer.pack(policy) }
    head = Seal.close(
      packer.bytes.span, under: keys.records,
      for: context(vault: vault, epoch: keys.epoch).span, paddedTo: Format.block)
  }

  /// Opens the head and compares it with the clear columns.
  func open(keys: borrowing Keys, vault: [UInt8]) throws(VaultError) -> ProfileRecord {
    do {
      let plain = try Seal.open(
        head.span, under: keys.records, for: context(vault: vault, epoch: keys.epoch).span,
        paddedTo: Format.block)
      let record = try unpack(plain.bytes)
      guard NameTag.of(record.profile.name, by: keys) == tag else {
        throw VaultError.damaged("\(shownID) carries another profile's name tag")
      }
      return record
    } catch let error as VaultError {
      throw error
    } catch {
      throw .damaged("\(shownID) does not open")
    }
  }

  private var shownID: String { "the record of profile \(Hex.text(Array(id.prefix(4))))" }

  private func unpack(_ bytes: Span<UInt8>) throws -> ProfileRecord {
    var reader = Unpacker(bytes)
    guard let id = ProfileID(id) else { throw PackingError.malformed }
    let name = try ProfileName(try reader.text())
    let type = try reader.text()
    let pairs = try reader.list { (reader: inout Unpacker) throws(PackingError) in
      (key: try reader.text(), value: try reader.text())
    }
    var labels = Labels()
    for pair in pairs { try labels.set(pair.key, to: pair.value) }
    let note = try reader.text()
    let versions = try reader.list { (reader: inout Unpacker) throws(PackingError) in
      let number = try reader.number32()
      guard let state = VersionState(rawValue: try reader.byte()) else { throw .malformed }
      return VersionMark(number: number, state: state, madeAt: try reader.signed64())
    }
    let missing = try reader.list { (reader: inout Unpacker) throws(PackingError) in
      try reader.text()
    }
    let sequence = try reader.signed64()
    let link = try reader.blob()
    // Profiles without a policy lack it, and those from before there were any.
    let policy = reader.isAtEnd ? nil : try reader.policy()
    try reader.finish()
    var profile = Profile(
      id: id, name: name, type: type, labels: labels, note: note,
      via: via.flatMap { ProfileID($0) }, versions: versions, missing: missing,
      removedAt: removedAt)
    profile.policy = policy
    return ProfileRecord(
      profile: profile, lastChange: ChainHead(sequence: sequence, link: link))
  }

  private func context(vault: [UInt8], epoch: Int64) -> [UInt8] {
    var packer = Packer("coffer profile 1")
    packer.blob(vault)
    packer.number(epoch)
    packer.blob(id)
    packer.blob(tag)
    packer.blob(via)
    packer.number(removedAt.map(UInt64.init(bitPattern:)))
    return packer.bytes
  }
}

/// An opened profile and the event with which it was last written.
struct ProfileRecord: Sendable {
  var profile: Profile
  let lastChange: ChainHead
}
