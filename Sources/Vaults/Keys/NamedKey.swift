import Profiles

/// A key for a new vault or slot, and what it is called.
package struct NamedKey: Sendable {
  package static let nameLimit = 64
  package let name: String
  package let key: NewKey

  package init(_ name: String, _ key: NewKey) {
    self.name = name
    self.key = key
  }

  func checkName() throws(VaultError) {
    let scalars = name.unicodeScalars
    guard 1...Self.nameLimit ~= scalars.count, scalars.allSatisfy(Cleaned.isInert) else {
      throw .badKey("a key slot's name has 1 to \(Self.nameLimit) printable characters")
    }
  }

  /// What must be true of the slots of a vault, looked at before one is added.
  static func check(_ new: NamedKey, besides names: [String], kinds: [SlotKind]) throws(VaultError)
  {
    try new.checkName()
    guard !names.contains(new.name) else { throw .slotExists(new.name) }
    guard names.count < Format.slotLimit else { throw .tooManySlots(Format.slotLimit) }
    let passphrases = kinds.count { $0 == .passphrase }
    guard new.key.kind != .passphrase || passphrases < Format.passphraseSlotLimit else {
      throw .tooManySlots(Format.passphraseSlotLimit)
    }
  }
}
