import Auditing
import Messages
import Profiles
import Vaults

/// Adding and changing profiles.
extension OpenedVault {
  func add(_ call: AddProfile, _ order: Order) throws -> SavedAnswer {
    var new = NewProfile(name: try ProfileName(call.name), type: call.type)
    for text in call.labels {
      for pair in try Labels.pairs(text) { try new.labels.set(pair.key, to: pair.value) }
    }
    new.note = try Note.checked(call.note)
    new.via = try call.via.map { text throws(WordError) in try ProfileName(text) }
    new.fields = try order.fields(call.fields)
    new.ifAbsent = call.ifAbsent
    new.allowsIncomplete = call.incomplete
    try demandTrial(of: new, generated: call.fields.generatedNames)
    let saved = try vault.add(new, by: order.author, at: order.time)
    return SavedAnswer(saved, generated: call.fields.generatedNames)
  }

  func change(_ call: ChangeProfile, _ order: Order) throws -> SavedAnswer {
    var change = ProfileChange(name: try ProfileName(call.name))
    change.fields = try order.fields(call.fields)
    change.unset = call.unset
    change.note = try call.note.map { text throws(WordError) in try Note.checked(text) }
    if let via = call.via {
      change.via = .some(via.isEmpty ? nil : try ProfileName(via))
    }
    change.ifVersion = call.ifVersion
    change.keepsSecret = call.keepSecret
    try demandTrial(of: change, generated: call.fields.generatedNames)
    let saved = try vault.change(change, by: order.author, at: order.time)
    return SavedAnswer(saved, generated: call.fields.generatedNames)
  }

  func rollBack(_ call: RollBack, _ order: Order) throws -> SavedAnswer {
    let saved = try vault.rollBack(
      try ProfileName(call.name), to: call.to, ifVersion: call.ifVersion, by: order.author,
      at: order.time)
    return SavedAnswer(saved, generated: [])
  }
}

extension SavedAnswer {
  fileprivate init(_ saved: Saved, generated: [String]) {
    self.init(
      name: saved.name, version: saved.version, isChanged: saved.isChanged,
      changedFields: saved.changed, generated: saved.isChanged ? generated : [],
      missing: saved.missing)
  }
}
