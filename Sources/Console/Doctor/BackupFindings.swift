import Host
import Messages

/// What is to be said of the backups, once the vault is open.
enum BackupFindings {
  static func list(_ facts: BackupFacts, vault: String, now: Int64) -> [Finding] {
    place(facts, vault: vault) + [age(facts, now: now), check(facts, now: now)] + frozen(facts)
  }

  /// Where no key was at hand.
  static let locked = Finding.warning(
    "backups", "the vault is locked, so its backups were not looked at",
    "open a session first: coffer unlock")

  private static func place(_ facts: BackupFacts, vault: String) -> [Finding] {
    let topic = "backups"
    switch facts.place {
    case .undecided:
      return [
        .warning(topic, "no folder for backups is settled", "run: coffer backup --set-folder DIR")
      ]
    case .none: return [.ok(topic, "are left to others, as was settled")]
    case .folder(let path): return folder(path, vault: vault)
    }
  }

  private static func folder(_ path: String, vault: String) -> [Finding] {
    let topic = "backups"
    let folder = BackupFolder(path, vault: vault)
    do throws(Failure) {
      try folder.check()
    } catch {
      return [.problem(topic, error.message, error.hint)]
    }
    var found: [Finding] = []
    if Files.isOnSameFileSystem(path, as: Files.folder(of: vault)) {
      found.append(
        .warning(
          topic, "they lie on the disk of the vault itself, in \(path)",
          "settle a folder on another disk, or copy them away: with the disk both are lost"))
    } else {
      found.append(.ok(topic, "they go to \(path)"))
      found.append(VaultFindings.space(path, "backup space"))
    }
    if !folder.unfinished.isEmpty {
      found.append(
        .warning(
          topic, "unfinished ones lie there: \(folder.unfinished.joined(separator: ", "))",
          "nothing to do: the next 'coffer backup' removes them"))
    }
    return found
  }

  private static func age(_ facts: BackupFacts, now: Int64) -> Finding {
    let topic = "last backup"
    guard let made = facts.lastMade else {
      if facts.place == .none { return .ok(topic, "none was made from here") }
      let isNew = now - facts.vaultMade <= BackupConcerns.longest
      return isNew
        ? .warning(topic, "none was made yet", "run: coffer backup")
        : .problem(topic, "none was ever made", "run: coffer backup")
    }
    let text = BackupConcerns.last(facts, now: now)
    return now - made > BackupConcerns.longest
      ? .problem(topic, text, "run: coffer backup; a timer is better still") : .ok(topic, text)
  }

  private static func check(_ facts: BackupFacts, now: Int64) -> Finding {
    let topic = "last check"
    guard let checked = facts.lastCheck else {
      return facts.lastMade == nil
        ? .ok(topic, "there was nothing to check")
        : .warning(topic, "no backup was ever read back", "run: coffer backup --check FILE")
    }
    let age = Times.age(checked, now: now)
    return facts.lastCheckFailed
      ? .problem(topic, "\(age): that backup is NOT whole", "make another: coffer backup")
      : .ok(topic, "\(age): all of it could be opened")
  }

  private static func frozen(_ facts: BackupFacts) -> [Finding] {
    guard facts.isFrozen else { return [] }
    return [
      .warning(
        "restored", "the vault was restored, and what is in use is unknown; rotations wait",
        "look at the databases, then: coffer restore --reconciled")
    ]
  }
}
