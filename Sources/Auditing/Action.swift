/// What an event says was done: a subject and a verb, stored and shown as written here.
package enum Action: String, CaseIterable, Sendable {
  case vaultCreated = "vault.created"
  case vaultUnlocked = "vault.unlocked"
  case unlockRefused = "unlock.refused"
  case fileMigrated = "file.migrated"
  case sessionOpened = "session.opened"
  case sessionEnded = "session.ended"
  case scopeDenied = "scope.denied"
  case profileAdded = "profile.added"
  case profileChanged = "profile.changed"
  case profileRenamed = "profile.renamed"
  case profileLabelled = "profile.labelled"
  case profileRolledBack = "profile.rolled-back"
  case profileRemoved = "profile.removed"
  case profileUndeleted = "profile.undeleted"
  case profilePurged = "profile.purged"
  case historyDestroyed = "history.destroyed"
  case profileCompromised = "profile.compromised"
  case profileSettled = "profile.settled"
  case secretRead = "secret.read"
  case keyAdded = "key.added"
  case keyRemoved = "key.removed"
  case keyChanged = "key.changed"
  case keyRotated = "key.rotated"
  case auditRead = "audit.read"
  case auditVerified = "audit.verified"
  case auditExported = "audit.exported"
  case auditCheckpointed = "audit.checkpointed"
  case readUnaudited = "read.unaudited"
  case settingsChanged = "settings.changed"
  case backupMade = "backup.made"
  case backupChecked = "backup.checked"
  case backupPruned = "backup.pruned"
  case vaultRestored = "vault.restored"
  case vaultImported = "vault.imported"
  case vaultExported = "vault.exported"
  case bindingMade = "binding.made"
  case bindingChanged = "binding.changed"
  case bindingLeaving = "binding.leaving"
  case bindingRemoved = "binding.removed"
  case bindingAdopted = "binding.adopted"
  case environmentSet = "environment.set"
  case environmentLeaving = "environment.leaving"
  case environmentRemoved = "environment.removed"
  case pushPlanned = "push.planned"
  case pushBegun = "push.begun"
  case pushAccepted = "push.accepted"
  case pushTested = "push.tested"
  case pushRefused = "push.refused"
  case pushUnclear = "push.unclear"
  case pushDeleted = "push.deleted"
  case profileChecked = "profile.checked"
  case profileTried = "profile.tried"
  case loginBegun = "login.begun"
  case loginMade = "login.made"
  case loginRefused = "login.refused"
  case cloudAsked = "cloud.asked"
  case policySet = "policy.set"
  case rotationBegun = "rotation.begun"
  case rotationPrepared = "rotation.prepared"
  case rotationApplied = "rotation.applied"
  case rotationSwitched = "rotation.switched"
  case rotationPushed = "rotation.pushed"
  case rotationRetired = "rotation.retired"
  case rotationStopped = "rotation.stopped"
  case rotationDone = "rotation.done"
  case rotationAbandoned = "rotation.abandoned"

  /// Whether the records of its subject were written together with it.
  package var changesSubject: Bool {
    switch self {
    case .profileAdded, .profileChanged, .profileRenamed, .profileLabelled, .profileRolledBack,
      .profileRemoved, .profileUndeleted, .profilePurged, .historyDestroyed, .settingsChanged,
      .vaultRestored, .bindingMade, .bindingChanged, .bindingLeaving, .bindingRemoved,
      .bindingAdopted, .environmentSet, .environmentLeaving, .environmentRemoved, .pushAccepted,
      .pushTested, .pushRefused, .pushUnclear, .pushDeleted, .policySet, .rotationPrepared,
      .rotationSwitched, .rotationDone, .rotationAbandoned:
      true
    default: false
    }
  }

  /// Whether its subject has no records any more afterwards.
  package var endsSubject: Bool {
    switch self {
    case .profilePurged, .bindingRemoved, .environmentRemoved, .pushDeleted: true
    default: false
    }
  }

  /// Whether it may be written by somebody who has no key, and so lacks a MAC.
  package var mayLackMAC: Bool {
    self == .unlockRefused || self == .fileMigrated
  }
}

/// How what was done ended.
package enum Outcome: Int64, CaseIterable, Sendable {
  case done = 1
  case refused = 2
  case failed = 3

  package var word: String {
    switch self {
    case .done: "done"
    case .refused: "refused"
    case .failed: "failed"
    }
  }
}
