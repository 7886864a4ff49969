import Catalog
package import Messages

/// How somebody may have learned secrets, as the command line says.
package enum Leak: Equatable, Sendable {
  case profiles(SelectorInput)
  /// Through a key of the vault.
  case slot(String)
  case workspace(String)
  case everything
  /// What was reported before and is not replaced yet.
  case reported

  /// As the log has it.
  package var cause: String {
    switch self {
    case .profiles: "by name"
    case .slot(let name): "key \(name)"
    case .workspace(let name): "workspace \(name)"
    case .everything: "everything"
    case .reported: ""
    }
  }
}

extension Context {
  /// The profiles whose secrets somebody may know now.
  mutating func profiles(
    of leak: Leak, among all: [ProfileSummary]
  ) throws(Failure) -> [ProfileSummary] {
    switch leak {
    case .profiles(let selector):
      return try ask(ListProfiles(selector)).answer.profiles
    case .everything: return all.filter(\.holdsSecret)
    case .slot(let slot): return try profiles(known: slot, among: all)
    case .workspace(let workspace): return try profiles(sentTo: workspace, among: all)
    case .reported:
      let open = Set(try exposures().filter { !$0.isOver }.map(\.id))
      return all.filter { open.contains($0.id) }
    }
  }

  /// What was read or brought through a key, and is still what it was then.
  private mutating func profiles(
    known slot: String, among all: [ProfileSummary]
  ) throws(Failure) -> [ProfileSummary] {
    var filter = EventFilter()
    filter.actor = slot
    filter.actions = ["secret.read", "profile.added", "profile.changed"]
    // A person of that name may have done it with another key.
    let events = try self.all(filter).filter { $0.first("slot") == slot }
    let slots = try ask(ListSlots()).answer.slots.map(\.name)
    guard slots.contains(slot) || !events.isEmpty else {
      throw Failure(
        .notFound, "no key is named '\(slot)', and the log knows none that was",
        hint: "'coffer key list' shows what there is", unknown: slot, known: slots)
    }
    var last: [String: Int64] = [:]
    for event in events {
      guard let id = event.subject else { continue }
      last[id] = max(last[id] ?? .min, event.time)
    }
    return try stillKnown(all.filter { last[$0.id] != nil }) { last[$0.id] ?? .min }
  }

  /// What a workspace has, or took and may have kept; and its own key.
  private mutating func profiles(
    sentTo workspace: String, among all: [ProfileSummary]
  ) throws(Failure) -> [ProfileSummary] {
    guard all.contains(where: { $0.name == workspace && $0.type == "embeddable" }) else {
      throw Failure(
        .notFound, "no workspace is named '\(workspace)'",
        hint: "'coffer list --type embeddable' shows what there is", unknown: workspace,
        known: all.filter { $0.type == "embeddable" }.map(\.name))
    }
    let rows = try ask(AskStatus(RemoteSelection(all: true))).answer.rows
    let there = Set(
      rows.filter { row in
        row.kind == .connection && row.workspace == workspace
          && (row.version != nil || row.acceptedAt != nil || row.state == "unknown")
      }.compactMap(\.profile))
    var filter = EventFilter()
    filter.workspace = workspace
    filter.actions = ["push.accepted", "push.unclear"]
    var last: [String: Int64] = [:]
    for event in try self.all(filter) {
      for name in event.all("name") { last[name] = max(last[name] ?? .min, event.time) }
    }
    let gone = all.filter { !there.contains($0.name) && last[$0.name] != nil }
    let kept = Set(try stillKnown(gone) { last[$0.name] ?? .min }.map(\.name))
    return all.filter { profile in
      profile.name == workspace || there.contains(profile.name) || kept.contains(profile.name)
    }
  }

  /// Those whose secret is still what it was at a time.
  private mutating func stillKnown(
    _ profiles: [ProfileSummary], at time: (ProfileSummary) -> Int64
  ) throws(Failure) -> [ProfileSummary] {
    let since = try secretsSince(profiles.map(\.name))
    var filter = EventFilter()
    filter.actions = ["profile.rolled-back"]
    // What was rolled back may be what it was long before that.
    let turned = Set(try self.all(filter).compactMap(\.subject))
    return profiles.filter { profile in
      turned.contains(profile.id) || time(profile) >= since[profile.name] ?? .min
    }
  }
}

extension ProfileSummary {
  /// Whether there is a secret of it in the vault.
  fileprivate var holdsSecret: Bool {
    guard missing.isEmpty else { return false }
    return Types.named(type)?.secretFields.isEmpty != true
  }
}
