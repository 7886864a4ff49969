package import Embeddable
package import Profiles
import Vaults

/// What was found where an object should be.
package enum Reality: Equatable, Sendable {
  case missing
  /// It is there; a connection with the fields that differ from ours, an environment with its sources.
  case connection(drift: [String])
  case environment([DataSource])
  /// Nobody could be asked, for the reason given.
  case unreachable(EmbeddableError)

  var isThere: Bool {
    switch self {
    case .connection, .environment: true
    case .missing, .unreachable: false
    }
  }

  /// Which of our fields are different over there.
  func drift(of item: Item) -> [String] {
    switch self {
    case .connection(let drift): drift
    case .environment(let sources):
      Set(sources) == Set(item.remote.sources) ? [] : ["datasources"]
    case .missing, .unreachable: []
    }
  }

  /// Whether what had gone is there again, in all that can be seen as it was accepted from us.
  func isOursAgain(_ item: Item) -> Bool {
    isThere && !item.isFromBefore && !item.fingerprint.isEmpty
      && item.remote.accepted?.fingerprint == item.fingerprint
      && drift(of: item).isEmpty
  }

  /// As it is written down.
  func sighting(of item: Item, at time: Int64) -> Remote.Sighting {
    let finding: Remote.Sighting.Finding
    switch self {
    case .unreachable(let error): finding = .unreachable(cause: error.message)
    case .missing: finding = .missing
    case .connection, .environment:
      if item.remote.ownership == .none, item.remote.intent == nil, !isOursAgain(item) {
        finding = .foreign
      } else {
        // Also where we would send something new anyway: it may be taken back before.
        let drift = drift(of: item)
        finding = drift.isEmpty ? .same : .drifted(fields: drift)
      }
    }
    return Remote.Sighting(finding, at: time)
  }
}

extension RemoteChange {
  /// What was found, and where we looked; nobody was anywhere who could not be asked.
  init(seeing reality: Reality, of item: Item, at time: Int64) {
    let isSeen = if case .unreachable = reality { false } else { true }
    self.init(
      item.remote.id, .seen(reality.sighting(of: item, at: time)), at: isSeen ? item.place : nil)
  }
}

/// What is done about an object, and why.
package struct Decision: Equatable, Sendable {
  package enum Action: Equatable, Sendable {
    case create, update, delete, test, nothing
    /// It is gone over there, as it was to be.
    case forget
    /// What is there under its name is not ours, and stays.
    case letGo
    /// A call that was not answered has had its effect.
    case settle
    case blocked(status: BlockStatus, hint: String)
  }

  /// What a blocked object makes of the whole.
  package enum BlockStatus: Equatable, Sendable {
    case refused, unreachable, needsPerson, invalid
  }
  package let action: Action
  package let reasons: [String]

  init(_ action: Action, _ reasons: String...) {
    self.action = action
    self.reasons = reasons
  }

  /// Compares what is wanted, what was accepted, and what is there.
  package static func of(_ item: Item, _ reality: Reality) -> Decision {
    let remote = item.remote
    if case .unreachable(let error) = reality {
      return Decision(
        .blocked(status: error.isRefusal ? .refused : .unreachable, hint: error.remedy),
        error.message)
    }
    if remote.isLeaving {
      return leave(item, reality)
    }
    if let intent = remote.intent, let decision = resolve(intent, item, reality) {
      return decision
    }
    if let successor = item.successorName {
      return Decision(.nothing, "\(successor) is to take its place")
    }
    if let blocked = item.blocked {
      return Decision(.blocked(status: .invalid, hint: blocked.hint), blocked.reason)
    }
    guard reality.isThere else {
      return Decision(.create, remote.accepted == nil ? "it is new" : "it is missing there")
    }
    guard remote.ownership != .none || remote.intent != nil || reality.isOursAgain(item) else {
      return Decision(
        .blocked(
          status: .needsPerson,
          hint: "take it over with 'coffer adopt \(item.workspaceName)', or bind under another name"
        ),
        "somebody else made it")
    }
    if let strange = strangeness(of: item, reality) { return strange }
    guard let accepted = remote.accepted else {
      return Decision(.update, "its contents were never sent from here")
    }
    if accepted.fingerprint != item.fingerprint {
      return Decision(.update, item.reasonBehind(accepted))
    }
    if item.isFromBefore, remote.kind == .connection {
      return Decision(.update, "the vault was restored since it was sent")
    }
    let drift = reality.drift(of: item)
    if !drift.isEmpty {
      return Decision(.update, "changed over there: \(drift.joined(separator: ", "))")
    }
    return test(item, accepted)
  }

  /// What was ours before the vault was restored may be somebody else's since: it is only where all
  /// that can be seen is as we would send it.
  private static func strangeness(of item: Item, _ reality: Reality) -> Decision? {
    guard item.isFromBefore else { return nil }
    let drift = reality.drift(of: item)
    guard !drift.isEmpty else { return nil }
    return Decision(
      .blocked(
        status: .needsPerson,
        hint: "look at it there; if it is ours, say so with 'coffer adopt \(item.workspaceName)'"),
      "the vault was restored since it was ours, and it differs: \(drift.joined(separator: ", "))")
  }

  private static func test(_ item: Item, _ accepted: Remote.Accepted) -> Decision {
    guard item.remote.kind == .connection else { return Decision(.nothing) }
    guard let trial = item.remote.trial, trial.fingerprint == accepted.fingerprint else {
      return Decision(.test, "it was not tested yet")
    }
    if case .failed = trial.verdict { return Decision(.test, "its test failed") }
    return Decision(.nothing)
  }

  /// What is let go of is deleted if it is ours, and only then.
  private static func leave(_ item: Item, _ reality: Reality) -> Decision {
    guard reality.isThere else { return Decision(.forget, "it is gone") }
    if item.remote.ownership != .none || reality.isOursAgain(item) {
      return strangeness(of: item, reality) ?? Decision(.delete, "it was let go of")
    }
    guard let intent = item.remote.intent else { return Decision(.letGo, "it is not ours") }
    guard let made = resolve(intent, item, reality), made.action != .settle else {
      return Decision(.delete, "it was let go of")
    }
    return Decision(
      .blocked(
        status: .needsPerson,
        hint:
          "look at it there; then delete it there, or forget it with 'coffer unbind \(item.path)'"),
      made.reasons.joined(separator: "; "))
  }

  /// What became of a call whose answer was lost; nil where that does not matter.
  private static func resolve(
    _ intent: Remote.Intent, _ item: Item, _ reality: Reality
  ) -> Decision? {
    switch intent.action {
    case .create where item.remote.ownership == .none,
      .update where item.remote.ownership == .none,
      .delete where item.remote.ownership == .none:
      guard reality.isThere else { return nil }
      // Only what we would send now can be compared; what was sent then is not kept.
      if intent.fingerprint == item.fingerprint, reality.drift(of: item).isEmpty {
        return Decision(.settle, "the lost call had made it")
      }
      return Decision(
        .blocked(
          status: .needsPerson,
          hint: "look at it there; then 'coffer adopt \(item.workspaceName)' or delete it there"),
        "it may be ours or somebody else's: the call that made it was not answered")
    case .create, .update:
      return reality.isThere && item.blocked == nil
        ? Decision(.update, "the last change was not answered") : nil
    case .delete:
      // Bound again meanwhile: whatever came of it, this is as it should be.
      return reality.isThere && item.blocked == nil
        ? Decision(.update, "its deletion was not answered") : nil
    }
  }
}
