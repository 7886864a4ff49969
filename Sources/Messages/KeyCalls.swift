package struct ListSlots: Call {
  package typealias Answer = SlotsAnswer
  package init() {}
  package var message: Message { .listSlots(self) }
}

package struct SlotsAnswer: Codable, Equatable, Sendable {
  package let epoch: Int64
  package let slots: [SlotLine]
  package init(epoch: Int64, slots: [SlotLine]) {
    self.epoch = epoch
    self.slots = slots
  }
}

package struct SlotLine: Codable, Equatable, Sendable {
  package let name: String
  package let kind: SlotWord
  /// Milliseconds since 1970.
  package let madeAt: Int64
  /// Whether this conversation was opened by it.
  package let isOwn: Bool
  package let memoryMiB: Int?
  package let passes: Int?
  package init(
    name: String, kind: SlotWord, madeAt: Int64, isOwn: Bool, memoryMiB: Int?, passes: Int?
  ) {
    self.name = name
    self.kind = kind
    self.madeAt = madeAt
    self.isOwn = isOwn
    self.memoryMiB = memoryMiB
    self.passes = passes
  }
}

package struct AddSlot: Call {
  package typealias Answer = SlotsAnswer
  package let key: KeyInput
  package init(key: KeyInput) { self.key = key }
  package var message: Message { .addSlot(self) }
}

package struct RemoveSlot: Call {
  package typealias Answer = SlotsAnswer
  package let name: String
  /// Renews the vault key, so that the removed key opens no later copy.
  package let renew: Bool
  package init(name: String, renew: Bool) {
    self.name = name
    self.renew = renew
  }
  package var message: Message { .removeSlot(self) }
}

/// Wraps a passphrase slot anew; the new passphrase is the first attachment.
package struct ChangePassphrase: Call {
  package typealias Answer = SlotsAnswer
  /// Without a name, the slot that opened the conversation.
  package var slot: String?
  package var memoryMiB: Int?
  package var passes: Int?
  package init(slot: String? = nil, memoryMiB: Int? = nil, passes: Int? = nil) {
    self.slot = slot
    self.memoryMiB = memoryMiB
    self.passes = passes
  }
  package var message: Message { .changePassphrase(self) }
}

/// Renews the vault key and seals every record again.
package struct RotateVaultKey: Call {
  package typealias Answer = RotatedAnswer
  package init() {}
  package var message: Message { .rotateKey(self) }
}

/// Renews the vault key for the slot that opened the conversation and a new recovery code alone.
package struct RenewAfterCompromise: Call {
  package typealias Answer = RotatedAnswer
  package let recovery: KeyInput
  package init(recovery: KeyInput) { self.recovery = recovery }
  package var message: Message { .renewAfterCompromise(self) }
}

package struct RotatedAnswer: Codable, Equatable, Sendable {
  package let epoch: Int64
  package let profiles: Int
  package let versions: Int
  package let slots: [SlotLine]
  package init(epoch: Int64, profiles: Int, versions: Int, slots: [SlotLine]) {
    self.epoch = epoch
    self.profiles = profiles
    self.versions = versions
    self.slots = slots
  }
}
