/// The sorts of things that can be done, by which a person asks for events.
package enum ActionGroup: String, CaseIterable, Sendable {
  /// A secret was given away.
  case read
  /// Something stored, or something at a destination, is another than before.
  case change
  /// The vault was opened or closed, or somebody was turned away.
  case access
  /// Somebody looked, without a secret being given away and without a change.
  case look
}

extension Action {
  /// Every action falls into one group: one that is not named here does not compile.
  package var group: ActionGroup {
    switch self {
    case .secretRead, .readUnaudited, .vaultExported: .read
    case .vaultUnlocked, .unlockRefused, .sessionOpened, .sessionEnded, .scopeDenied: .access
    case .auditRead, .auditVerified, .auditExported, .auditCheckpointed, .backupMade,
      .backupChecked, .pushPlanned, .pushBegun, .pushTested, .profileChecked, .profileTried,
      .cloudAsked, .loginBegun, .rotationBegun, .profileCompromised, .profileSettled:
      .look
    case .vaultCreated, .fileMigrated, .vaultRestored, .vaultImported, .settingsChanged,
      .backupPruned, .profileAdded, .profileChanged, .profileRenamed, .profileLabelled,
      .profileRolledBack, .profileRemoved, .profileUndeleted, .profilePurged, .historyDestroyed,
      .keyAdded, .keyRemoved, .keyChanged, .keyRotated, .bindingMade, .bindingChanged,
      .bindingLeaving, .bindingRemoved, .bindingAdopted, .environmentSet, .environmentLeaving,
      .environmentRemoved, .pushAccepted, .pushRefused, .pushUnclear, .pushDeleted,
      .loginMade, .loginRefused, .policySet, .rotationPrepared, .rotationApplied,
      .rotationSwitched, .rotationPushed, .rotationRetired, .rotationStopped, .rotationDone,
      .rotationAbandoned:
      .change
    }
  }

  /// What stands before the point: `profile`, `push`.
  package var family: Substring { rawValue.prefix { $0 != "." } }

  /// Whether its subject is a profile, and not one that it only mentions.
  var isAboutProfile: Bool {
    self == .secretRead || self == .historyDestroyed || family == "profile"
  }

  /// Whether it may have put new contents into fields of its subject; which, its event says.
  package var mayReplaceFields: Bool {
    [.profileAdded, .profileChanged, .profileRolledBack, .rotationSwitched].contains(self)
  }

  /// The actions that a word means: a group, an action, or a pattern such as `rotation.*`.
  ///
  /// None if no action is called so.
  package static func named(_ word: String) -> [Action] {
    guard word.utf8.count <= 64 else { return [] }
    if let group = ActionGroup(rawValue: word) { return allCases.filter { $0.group == group } }
    return allCases.filter { matches(Array(word.utf8)[...], Array($0.rawValue.utf8)[...]) }
  }

  /// Whether a text is what a pattern with `*` says; patterns are short, so it may look often.
  private static func matches(_ pattern: ArraySlice<UInt8>, _ text: ArraySlice<UInt8>) -> Bool {
    guard let first = pattern.first else { return text.isEmpty }
    guard first == UInt8(ascii: "*") else {
      return text.first == first && matches(pattern.dropFirst(), text.dropFirst())
    }
    let rest = pattern.drop { $0 == UInt8(ascii: "*") }
    return (text.startIndex...text.endIndex).contains { matches(rest, text[$0...]) }
  }
}
