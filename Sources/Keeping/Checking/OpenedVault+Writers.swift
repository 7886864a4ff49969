import Auditing
import Messages
import Probing
import Profiles
import Syncing
import Vaults

/// What the record says of what logins may do, and what follows from it for a push.
extension OpenedVault {
  /// The profiles that may not be pushed to those workspaces which refuse logins that can do more
  /// than read.
  func refusedWriters(in loaded: LoadedRemotes) throws(VaultError) -> [ProfileID: Item.Block] {
    let strict = Set(loaded.workspaces.filter { $0.value.writerRule == .refuse }.keys)
    guard !strict.isEmpty else { return [:] }
    var bound: [ProfileID: LoadedRemote] = [:]
    for remote in loaded.remotes where strict.contains(remote.remote.workspace) {
      if let profile = remote.profile { bound[profile.id] = remote }
    }
    let checks = try powerChecks(of: Array(bound.keys))
    var refused: [ProfileID: Item.Block] = [:]
    for (id, remote) in bound {
      guard let profile = remote.profile else { continue }
      refused[id] = block(profile, remote.fields, checks[id])
    }
    return refused
  }

  /// What is to be said of each of these that can do more than read, by the profile's name.
  func writers(among items: [Item]) throws(VaultError) -> [String: String] {
    var names: [ProfileID: String] = [:]
    for item in items where item.remote.kind == .connection {
      if let id = item.remote.profile, let name = item.profileName { names[id] = name }
    }
    var found: [String: String] = [:]
    for (id, check) in try powerChecks(of: Array(names.keys)) {
      guard let name = names[id], let powers = check.powersInWords else { continue }
      found[name] = "can do more than read: " + powers
    }
    return found
  }

  /// The last checks that signed in, and so could see what the login may do.
  private func powerChecks(
    of profiles: [ProfileID]
  ) throws(VaultError) -> [ProfileID: OpenedEvent] {
    try vault.lastChecks(of: profiles) { event in
      event.values(of: .verdict).contains { verdict in
        verdict == Verdict.Kind.valid.rawValue || verdict == Verdict.Kind.open.rawValue
      }
    }
  }

  private func block(
    _ profile: Profile, _ fields: [VersionField], _ check: OpenedEvent?
  ) -> Item.Block? {
    let name = profile.name.text
    guard let check else {
      // Who cannot be asked from here is not kept back for it.
      guard LoginIssuer.isWithinReach(profile.type, fields) else { return nil }
      return Item.Block(
        reason: "nobody has looked whether '\(name)' can do more than read",
        hint: "coffer check \(name)")
    }
    if let powers = check.powersInWords {
      return Item.Block(
        reason: "'\(name)' can do more than read: \(powers)",
        hint: "take that from it at the database, then: coffer check \(name)")
    }
    guard isSameLogin(profile, fields, asIn: check.values(of: .version).first) else {
      return Item.Block(
        reason: "'\(name)' was changed since somebody looked whether it can do more than read",
        hint: "coffer check \(name)")
    }
    return nil
  }

  /// Whether only secrets are others than in an earlier version: it may do what it might then.
  private func isSameLogin(
    _ profile: Profile, _ fields: [VersionField], asIn version: String?
  ) -> Bool {
    guard let number = version.flatMap({ UInt32($0) }) else { return false }
    if profile.current?.number == number { return true }
    let words = SelectorInput(words: [profile.name.text])
    guard let selector = try? words.narrowSelector(),
      let before = try? vault.masked(selector, version: number).first
    else { return false }
    return Self.clear(before.fields) == Self.clear(fields)
  }

  private static func clear(_ fields: [VersionField]) -> [String: String] {
    var clear: [String: String] = [:]
    for field in fields {
      if let text = field.clear { clear[field.name] = text }
    }
    return clear
  }
}

extension OpenedEvent {
  /// What a check saw that the login may do beyond reading; nothing of one that only reads.
  fileprivate var powersInWords: String? {
    let powers = values(of: .power)
    return powers.isEmpty ? nil : powers.joined(separator: "; ")
  }
}
