package import Messages

/// What a person should know about the backups of a vault before it is too late.
package enum BackupConcerns {
  /// A backup may be this old.
  package static let longest: Int64 = 7 * 86_400_000

  /// Sentences, the worst first; none where all is well.
  package static func list(_ facts: BackupFacts, now: Int64) -> [String] {
    var list: [String] = []
    if facts.lastCheckFailed {
      list.append("the backup that was checked last is NOT whole; make another: coffer backup")
    }
    if facts.isFrozen {
      list.append(
        "the vault was restored, and what is in use is unknown; rotations wait for: "
          + "coffer restore --reconciled")
    }
    if let made = facts.lastMade {
      if now - made > longest {
        list.append("the last backup is \(days(now - made)) days old; make one: coffer backup")
      }
    } else if facts.place != .none, now - facts.vaultMade > longest {
      list.append(
        "there is NO backup, and the vault is \(days(now - facts.vaultMade)) days old; make one: "
          + "coffer backup")
    }
    return list
  }

  /// The last backup in a few words.
  package static func last(_ facts: BackupFacts, now: Int64) -> String {
    guard let made = facts.lastMade else { return "none yet" }
    return Times.age(made, now: now) + (facts.lastName.map { " (\($0))" } ?? "")
  }

  private static func days(_ milliseconds: Int64) -> Int64 { milliseconds / 86_400_000 }
}
