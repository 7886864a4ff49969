package import Profiles

/// What would be done about each object, as far as it can be known before anything is done.
///
/// What a test will say cannot be known; that a connection is not there, and will not be, can.
package struct Foresight: Sendable {
  package private(set) var decisions: [RemoteID: Decision] = [:]
  /// Why a connection that environments may use is not sound.
  private var unsound: [String: String] = [:]
  private var there: Set<String> = []

  /// `others` are the objects that are not to be touched, but on which environments may depend.
  package init(_ items: [Item], others: [Item], seen: Looking.Seen) {
    for (workspace, names) in seen.connections {
      for name in names { there.insert("\(workspace)/\(name)") }
    }
    for item in others where item.remote.kind == .connection {
      unsound[item.key] = item.unsoundness
    }
    for item in items {
      guard let reality = seen.realities[item.remote.id] else { continue }
      let decision = Decision.of(item, reality)
      decisions[item.remote.id] = decision
      if item.remote.kind == .connection { expect(item, decision) }
    }
    for item in items where item.remote.kind == .environment {
      guard let action = decisions[item.remote.id]?.action, [.create, .update].contains(action),
        let (reason, hint) = obstacle(to: item)
      else { continue }
      decisions[item.remote.id] = Decision(.blocked(status: .refused, hint: hint), reason)
    }
  }

  private mutating func expect(_ item: Item, _ decision: Decision) {
    switch decision.action {
    case .create: there.insert(item.key)
    case .blocked: unsound[item.key] = decision.reasons.joined(separator: "; ")
    case .delete, .forget, .letGo: there.remove(item.key)
    case .update, .test, .settle, .nothing: break
    }
  }

  private func obstacle(to environment: Item) -> (reason: String, hint: String)? {
    for source in environment.remote.sources {
      let key = "\(environment.remote.workspace)/\(source.connection)"
      let path = "\(environment.workspaceName)/\(source.connection)"
      if let why = unsound[key] {
        return ("waits for \(source.connection): \(why)", "coffer push \(path)")
      }
      guard there.contains(key) else {
        return (
          "there is no connection \(source.connection)",
          "bind a profile under that name: coffer bind NAME --to \(environment.workspaceName)"
            + " --as \(source.connection)"
        )
      }
    }
    return nil
  }
}

extension Item {
  /// The connection as environments find it.
  var key: String { "\(remote.workspace)/\(remote.name)" }

  /// Why environments may not use what is over there; nothing where it is accepted and tested.
  var unsoundness: String? {
    let state = RemoteState.of(self)
    let isUnproven = state.word == .untested && remote.trial?.verdict == .unproven
    return state.word == .inSync || isUnproven ? nil : state.word.rawValue
  }
}
