import Messages

/// What the commands about keys print.
struct SlotsResult: Encodable, Equatable {
  let epoch: Int64
  let keys: [SlotResult]

  init(_ answer: SlotsAnswer) {
    epoch = answer.epoch
    keys = answer.slots.map(SlotResult.init)
  }
}

/// A key in machine output.
struct SlotResult: Encodable, Equatable {
  let isOwn: Bool
  let kind: String
  let madeAt: String
  let memoryMiB: Int?
  let name: String
  let passes: Int?

  init(_ slot: SlotLine) {
    isOwn = slot.isOwn
    kind = slot.kind.rawValue
    madeAt = Times.text(slot.madeAt)
    memoryMiB = slot.memoryMiB
    name = slot.name
    passes = slot.passes
  }
}

extension Context {
  /// Shows the keys of the vault as a table.
  mutating func table(_ slots: [SlotLine]) {
    var table = Table("name", "kind", "made", "cost", "", whole: 1)
    for slot in slots {
      var cost = "-"
      if let memory = slot.memoryMiB, let passes = slot.passes {
        cost = "\(memory) MiB x \(passes)"
      }
      table.add(
        slot.name, slot.kind.rawValue, Times.age(slot.madeAt, now: now), cost,
        slot.isOwn ? "in use now" : "")
    }
    self.table(table)
  }
}
