import Messages
import Profiles
import Vaults

/// Names, labels, and the end and return of profiles.
extension OpenedVault {
  func rename(_ call: RenameProfile, _ order: Order) throws -> ChangedAnswer {
    let newName = try ProfileName(call.newName)
    try vault.rename(
      try ProfileName(call.name), to: newName, by: order.author, at: order.time)
    return ChangedAnswer(names: [newName.text])
  }

  func label(_ call: LabelProfiles, _ order: Order) throws -> ChangedAnswer {
    var pairs: [(key: String, value: String)] = []
    for text in call.labels { pairs += try Labels.pairs(text) }
    return ChangedAnswer(
      names: try vault.label(
        try call.names.profileNames(), pairs, by: order.author, at: order.time))
  }

  func remove(_ call: RemoveProfiles, _ order: Order) throws -> ChangedAnswer {
    let names = try call.names.profileNames()
    try vault.remove(names, by: order.author, at: order.time)
    return ChangedAnswer(names: names.map(\.text))
  }

  func undelete(_ call: UndeleteProfile, _ order: Order) throws -> ChangedAnswer {
    let newName = try call.newName.map { text throws(WordError) in try ProfileName(text) }
    let name = try vault.undelete(
      try ProfileName(call.name), as: newName, by: order.author, at: order.time)
    return ChangedAnswer(names: [name])
  }

  func purge(_ call: PurgeProfiles, _ order: Order) throws -> ChangedAnswer {
    guard !call.historyOnly else {
      let names = try call.names.profileNames()
      return ChangedAnswer(
        names: try vault.destroyHistory(names, by: order.author, at: order.time))
    }
    // Several removed profiles may have had one name; each is meant as often as it is named.
    let names = try call.names.map { try ProfileName($0) }
    try vault.purge(names, by: order.author, at: order.time)
    return ChangedAnswer(names: names.map(\.text))
  }
}
