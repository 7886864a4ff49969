import Profiles

/// How an object over there stands, as far as the vault knows: never more than was seen.
package struct RemoteState: Equatable, Sendable {
  package enum Word: String, CaseIterable, Sendable {
    case new
    case inSync = "in sync"
    case untested, failing, behind, drifted, missing, foreign, adopted, unknown
  }

  package let word: Word
  package var reason: String = ""
  package var hint: String = ""
  package var drift: [String] = []

  init(_ word: Word, _ reason: String = "", hint: String = "", drift: [String] = []) {
    self.word = word
    self.reason = reason
    self.hint = hint
    self.drift = drift
  }

  /// The first that is true, from what makes all else uncertain to what is best.
  package static func of(_ item: Item) -> RemoteState {
    let remote = item.remote
    if item.isElsewhere {
      return RemoteState(
        .unknown, "the workspace is at another place since", hint: "coffer status --refresh")
    }
    if let intent = remote.intent {
      return RemoteState(
        .unknown, "a call to \(intent.action.word) it was not answered, or not clearly",
        hint: intent.action == .update ? "coffer push \(item.path)" : "coffer status --refresh")
    }
    let wasSent = remote.ownership != .none || remote.accepted != nil
    if let blocked = item.blocked, !wasSent {
      return RemoteState(.new, blocked.reason, hint: blocked.hint)
    }
    if item.isFromBefore {
      return item.remote.kind == .environment
        ? RemoteState(.unknown, "the vault was restored since", hint: "coffer status --refresh")
        : RemoteState(
          .unknown, "the vault was restored since, and another secret may be there",
          hint: "coffer push \(item.path)")
    }
    switch remote.sighting?.finding {
    case .unreachable(let cause):
      return RemoteState(.unknown, cause, hint: "coffer status --refresh")
    case .foreign where remote.ownership == .none:
      return RemoteState(
        .foreign, "somebody else made it",
        hint: "take it over with 'coffer adopt', or bind under another name")
    case .missing where wasSent:
      return RemoteState(.missing, "it was deleted over there", hint: "coffer push \(item.path)")
    default: break
    }
    if remote.ownership == .none {
      return RemoteState(.new, "never pushed", hint: "coffer push \(item.path)")
    }
    guard let accepted = remote.accepted else {
      return RemoteState(
        .adopted, "its secret was never sent from here", hint: "coffer push \(item.path)")
    }
    if let successor = item.successorName {
      return RemoteState(
        .behind, "\(successor) is to take its place, once it tests green",
        hint: "coffer push \(item.path)")
    }
    // Where something new is to be sent, a difference may be our own.
    if case .drifted(let fields) = remote.sighting?.finding,
      accepted.fingerprint == item.fingerprint
    {
      return RemoteState(
        .drifted, "changed over there: \(fields.joined(separator: ", "))",
        hint: "coffer push \(item.path)",
        drift: fields)
    }
    if let blocked = item.blocked {
      return RemoteState(.behind, blocked.reason, hint: blocked.hint)
    }
    if accepted.fingerprint != item.fingerprint {
      return RemoteState(.behind, item.reasonBehind(accepted), hint: "coffer push \(item.path)")
    }
    return tested(item, accepted)
  }

  private static func tested(_ item: Item, _ accepted: Remote.Accepted) -> RemoteState {
    // The far side has no test for an environment: it is there or not.
    if item.remote.kind == .environment { return RemoteState(.inSync) }
    guard let trial = item.remote.trial, trial.fingerprint == accepted.fingerprint else {
      return RemoteState(
        .untested, "accepted, but not tested yet", hint: "coffer test \(item.path)")
    }
    switch trial.verdict {
    case .passed: return RemoteState(.inSync)
    case .unproven:
      return RemoteState(.untested, "the test of \(item.type ?? "this type") proves nothing")
    case .failed(let cause):
      return RemoteState(.failing, "its test failed: \(cause)", hint: item.hint(afterTest: cause))
    }
  }
}

extension Remote.Intent.Action {
  var word: String {
    switch self {
    case .create: "create"
    case .update: "change"
    case .delete: "delete"
    }
  }
}
