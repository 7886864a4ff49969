import Auditing
import Foundation
import Host
import Profiles
import Sealing
import TestSupport
import Vaults

/// All that a vault holds, in lines that can be compared: profiles with every version's secrets, the
/// record of what happened, and which keys open it.
///
/// Taking one walks and verifies the whole file, so what is broken is seen as an error. It writes to
/// the file, which is not needed any more.
enum Snapshot {
  static func of(_ stage: Stage) throws -> [String] {
    guard Files.exists(stage.vault) else { return try absence(of: stage) }
    if let junk = try stage.junk() { return [junk] }
    var lines = try stage.migrateIfNeeded()
    var opening: String?
    for key in stage.keys {
      let opens = try stage.opens(key)
      if opens, opening == nil { opening = key.name }
      lines.append("key \(key.name) \(opens ? "opens" : "does not open")")
    }
    guard let opening else { throw Broken("no key opens the vault any more") }
    let vault = try stage.open(opening)
    let refused = stage.keys.count - lines.filter { $0.hasSuffix(" opens") }.count
    lines += try events(
      of: vault, besides: lines.count(where: { $0.hasSuffix(" opens") }) + 1, refused)
    lines += try vault.slotFacts().map { "slot \($0.name) \($0.kind)" }
    lines.append("epoch \(vault.epoch)")
    lines.append(try settings(of: vault, on: stage))
    lines += try remotes(of: vault)
    lines += try vault.changeovers().map {
      "changeover \($0.strategy) \($0.step) \($0.members.count)"
    }
    lines += try profiles(of: vault)
    _ = try vault.verify(by: Stage.author, at: Stage.time)
    return lines.sorted()
  }

  /// Nothing is there, and nothing is in the way of making it.
  private static func absence(of stage: Stage) throws -> [String] {
    _ = try Vault.create(
      at: stage.vault, keys: [NamedKey("file", .keyFile(stage.secret(of: "file")))],
      by: Stage.author, at: Stage.time)
    return ["no vault"]
  }

  /// How often each thing happened, without what this very look has added.
  private static func events(
    of vault: borrowing Vault, besides unlockings: Int, _ refusals: Int
  ) throws -> [String] {
    var counts: [String: Int] = ["vault.unlocked": -unlockings, "unlock.refused": -refusals]
    let events = try vault.events(
      Question(limit: 100_000), by: Stage.author, at: Stage.time
    ).events
    for event in events { counts["\(event.action)", default: 0] += 1 }
    return counts.map { "event \($0.key) x \($0.value)" }
  }

  /// What is settled; of a vault that replaced another, that one must have been kept.
  private static func settings(of vault: borrowing Vault, on stage: Stage) throws -> String {
    let settings = try vault.settings()
    let events = try vault.events(
      Question(limit: 100_000), by: Stage.author, at: Stage.time
    ).events
    let replaced = events.first { $0.action == "vault.restored" }?.values(of: .replaced).first
    if let replaced, replaced != "nothing" {
      let kept = try stage.files().contains { $0.contains(".before-restore-") }
      guard kept else { throw Broken("what was replaced was not kept") }
    }
    return "settings \(settings.backups) \(settings.keepDays) \(settings.isFrozen) "
      + "\(settings.lineage.count)"
  }

  /// The objects in workspaces, without their random ids.
  private static func remotes(of vault: borrowing Vault) throws -> [String] {
    try vault.loadRemotes().remotes.map { loaded in
      let remote = loaded.remote
      let overrides = remote.overrides.sorted { $0.key < $1.key }.map { "\($0)=\($1)" }
      return "remote \(remote.kind) \(remote.name) of \(loaded.profile?.name.text ?? "none") "
        + "\(overrides) \(remote.sources) \(remote.ownership) leaving \(remote.isLeaving)"
    }
  }

  private static func profiles(of vault: borrowing Vault) throws -> [String] {
    var lines: [String] = []
    let all = try Selector(words: [], labels: [], types: [], all: true)
    let removed = try vault.profiles(all, removed: true)
    var back: [ProfileName: Int] = [:]
    for profile in try vault.profiles(all, removed: false) { back[profile.name] = 1 }
    for profile in removed {
      lines.append("removed \(profile.name)")
      // Several of one name are told apart once they are back.
      back[profile.name, default: 0] += 1
      let number = back[profile.name] ?? 1
      let name = number > 1 ? try ProfileName("\(profile.name).\(number)") : nil
      _ = try vault.undelete(profile.name, as: name, by: Stage.author, at: Stage.time)
    }
    // All at once where it can be: there may be thousands.
    for read in try vault.reveal(
      all, fields: [], version: nil, by: Stage.author, at: Stage.time)
    {
      let profile = read.profile
      let labels = profile.labels.sorted.map { "\($0.key)=\($0.value)" }
      let via = read.via ?? "none"
      lines.append(
        "profile \(profile.name) \(profile.type) \(labels) '\(profile.note)' via \(via) "
          + "policy \(profile.policy.map { "\($0.every) \($0.window?.text ?? "")" } ?? "none")")
      for mark in profile.versions {
        let line = "version \(profile.name) \(mark.number) \(mark.state)"
        if mark == read.version {
          lines.append(line + " " + read.shown)
        } else if mark.state == .destroyed {
          lines.append(line)
        } else {
          let only = try Selector(words: [profile.name.text], labels: [], types: [], all: false)
          let older = try vault.reveal(
            only, fields: [], version: mark.number, by: Stage.author, at: Stage.time)
          lines.append(line + " " + (older.first?.shown ?? ""))
        }
      }
    }
    return lines
  }
}

/// Something that no crash may leave behind.
struct Broken: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

extension ReadProfile {
  fileprivate var shown: String {
    fields.map { field in
      switch field.content {
      case .clear(let text): "\(field.name)=\(text)"
      case .secret(let secret): "\(field.name):\(secret.text)"
      }
    }.joined(separator: " ")
  }
}

extension Stage {
  fileprivate func opens(_ key: Key) throws -> Bool {
    do {
      let locked = try LockedVault(path: vault)
      let opened = try locked.keys(for: key.credential, by: "tester", at: Self.time)
      _ = try Vault(locked, opened, by: Self.author, at: Self.time)
      return true
    } catch VaultError.wrongKey, VaultError.noSlot {
      return false
    }
  }

  /// What to call a file that is no vault; nothing for one that may be.
  ///
  /// Vaults that were kept must be vaults.
  fileprivate func junk() throws -> String? {
    for name in try files() where name.contains(".before-restore-") {
      let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(folder)/home/\(name)")))
      guard bytes.starts(with: "SQLite format 3".utf8), !name.hasSuffix("-wal") else { continue }
      _ = try VaultMigration.facts(path: "\(folder)/home/\(name)")
    }
    do {
      _ = try VaultMigration.facts(path: vault)
      return nil
    } catch VaultError.notAVault {
      let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: vault)))
      return "junk \(Hex.text(Digest.of(bytes.span)))"
    }
  }

  /// Brings an old file up to date; its copies must be vaults too.
  fileprivate func migrateIfNeeded() throws -> [String] {
    let (_, pending) = try VaultMigration.facts(path: vault)
    let copies = try files().filter { $0.contains(".before-v") && !$0.hasSuffix(".new") }
      .filter { !$0.hasSuffix("-wal") && !$0.hasSuffix("-shm") }
    for name in copies {
      let facts = try VaultMigration.facts(path: "\(folder)/home/\(name)")
      guard facts.pending.count > pending.count || !pending.isEmpty else {
        throw Broken("the copy \(name) is not of the old file")
      }
    }
    if pending.isEmpty { return [] }
    _ = try VaultMigration.run(path: vault, by: "tester", at: Self.time)
    // Each step is a transaction of its own, so some of them may be done; the rest went on from there.
    return ["pending"]
  }

  /// Files that should not be there after a crash, or after the power went.
  func leftovers(afterPowerCut: Bool) throws -> [String] {
    let isThere = Files.exists(vault)
    return try files().filter { name in
      switch name.dropFirst("vault.coffer".count) {
      case "", "-wal", "-shm": false
      case let rest where rest.hasPrefix(".before-"): false
      // A draft that never got its name is sealed, and nobody looks at it; nor at the log of one,
      // whose removal may be lost.
      case let rest where rest.hasPrefix(".new-"):
        isThere && !(afterPowerCut && (rest.hasSuffix("-wal") || rest.hasSuffix("-journal")))
      case let rest where rest.hasPrefix(".copy-"): false
      // The next one of its kind clears it away.
      case let rest where rest.hasPrefix(".taken-") || rest.hasPrefix(".staged-"): false
      default: true
      }
    }
  }
}
