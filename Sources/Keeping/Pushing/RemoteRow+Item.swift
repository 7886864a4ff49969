import Messages
import Profiles
import Syncing

extension RemoteRow {
  /// An object as it is shown.
  init(_ item: Item) {
    let remote = item.remote
    let state = RemoteState.of(item)
    self.init(
      Kind(remote.kind), workspace: item.workspaceName, name: remote.name,
      state: state.word.rawValue, reason: state.reason, hint: state.hint)
    profile = item.profileName
    type = item.type
    drift = state.drift
    if let accepted = remote.accepted {
      version = accepted.version == 0 ? nil : accepted.version
      acceptedAt = accepted.at
    }
    testedAt = remote.trial?.at
    seenAt = remote.sighting?.at
    isLeaving = remote.isLeaving
  }
}

extension PlanRow {
  init(_ item: Item, _ decision: Decision) {
    let action: Action
    switch decision.action {
    case .create: action = .create
    case .update: action = .update
    case .delete, .forget: action = .delete
    case .test, .settle: action = .test
    case .nothing, .letGo: action = .nothing
    case .blocked: action = .blocked
    }
    self.init(
      RemoteRow.Kind(item.remote.kind), workspace: item.workspaceName, name: item.remote.name,
      action: action, profile: item.profileName, summary: item.summary,
      reasons: decision.reasons)
  }
}
