import Packing
import Profiles
import Sealing
import Storage

/// A version of a profile as its row holds it: all fields, sealed together.
struct VersionRow: Equatable, Sendable {
  let profile: [UInt8]
  let number: Int64
  var state: Int64
  let madeAt: Int64
  /// Nothing once it was destroyed.
  var record: [UInt8]?

  static let columns = "profile, number, state, made_at, record"

  init(_ row: borrowing Row) throws(StorageError) {
    profile = try row.blob(0)
    number = try row.integer(1)
    state = try row.integer(2)
    madeAt = try row.integer(3)
    record = try row.optionalBlob(4)
  }

  init(_ mark: VersionMark, of profile: ProfileID) {
    self.profile = profile.bytes
    number = Int64(mark.number)
    state = Int64(mark.state.rawValue)
    madeAt = mark.madeAt
  }

  mutating func close(_ plain: borrowing Span<UInt8>, keys: borrowing Keys, vault: [UInt8]) {
    record = Seal.close(
      plain, under: keys.records, for: context(vault: vault, epoch: keys.epoch).span,
      paddedTo: Format.block)
  }

  func open(keys: borrowing Keys, vault: [UInt8]) throws(VaultError) -> SecretBytes {
    guard let record else { throw .damaged("\(shown) has lost its contents") }
    do {
      return try Seal.open(
        record.span, under: keys.records, for: context(vault: vault, epoch: keys.epoch).span,
        paddedTo: Format.block)
    } catch {
      throw .damaged("\(shown) does not open")
    }
  }

  /// Whether the profile's sealed head says the same of this version.
  func agrees(with mark: VersionMark) -> Bool {
    number == Int64(mark.number) && state == Int64(mark.state.rawValue) && madeAt == mark.madeAt
  }

  var shown: String { "version \(number) of profile \(Hex.text(Array(profile.prefix(4))))" }

  var values: [Value] {
    [
      .blob(profile), .integer(number), .integer(state), .integer(madeAt),
      record.map(Value.blob) ?? .null,
    ]
  }

  private func context(vault: [UInt8], epoch: Int64) -> [UInt8] {
    var packer = Packer("coffer version 1")
    packer.blob(vault)
    packer.number(epoch)
    packer.blob(profile)
    packer.number(number)
    packer.number(state)
    packer.number(madeAt)
    return packer.bytes
  }
}
