import Messages
import Vaults

/// The key slots, and the vault key that they hold.
extension OpenedVault {
  func slots() throws -> SlotsAnswer { answer(try vault.slotFacts()) }

  func addSlot(_ call: AddSlot, _ order: Order) throws -> SlotsAnswer {
    let key = try order.key(call.key)
    return try Derivation.queued(if: call.key.kind == .passphrase) {
      answer(try vault.addSlot(key, by: order.author, at: order.time))
    }
  }

  func removeSlot(_ call: RemoveSlot, _ order: Order) throws -> SlotsAnswer {
    guard call.renew else {
      return answer(try vault.removeSlot(call.name, by: order.author, at: order.time))
    }
    return answer(
      try vault.rotate(keeping: .without(call.name), by: order.author, at: order.time).slots)
  }

  func changePassphrase(_ call: ChangePassphrase, _ order: Order) throws -> SlotsAnswer {
    if let name = call.slot, name != vault.slotName {
      throw Failure.invalid(
        "only the passphrase that opened the vault can be changed",
        hint: "give the passphrase of that slot when asked for one")
    }
    let cost = try KeyInput.cost(memoryMiB: call.memoryMiB, passes: call.passes)
    let passphrase = try order.passphrase(0)
    return try Derivation.queued(if: true) {
      answer(
        try vault.changePassphrase(
          to: .passphrase(passphrase, cost), by: order.author, at: order.time))
    }
  }

  func rotate(_ order: Order) throws -> RotatedAnswer {
    RotatedAnswer(try vault.rotate(keeping: .all, by: order.author, at: order.time))
  }

  func renew(_ call: RenewAfterCompromise, _ order: Order) throws -> RotatedAnswer {
    guard call.recovery.kind == .recovery else {
      throw Failure.invalid(
        "the vault key is renewed with a new recovery code", hint: "give a recovery code")
    }
    let key = try order.key(call.recovery)
    return RotatedAnswer(
      try vault.rotate(keeping: .onlyOwn(and: key), by: order.author, at: order.time))
  }

  private func answer(_ facts: [SlotFacts]) -> SlotsAnswer {
    SlotsAnswer(epoch: vault.epoch, slots: facts.map(SlotLine.init))
  }
}

extension RotatedAnswer {
  fileprivate init(_ rotated: Rotated) {
    self.init(
      epoch: rotated.epoch, profiles: rotated.profiles, versions: rotated.versions,
      slots: rotated.slots.map(SlotLine.init))
  }
}

extension SlotLine {
  fileprivate init(_ facts: SlotFacts) {
    self.init(
      name: facts.name, kind: SlotWord(facts.kind), madeAt: facts.madeAt, isOwn: facts.isOwn,
      memoryMiB: facts.memoryMiB, passes: facts.passes)
  }
}
