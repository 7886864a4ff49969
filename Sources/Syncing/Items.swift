import Catalog
import Embeddable
import Packing
package import Profiles
import Redacting
package import Sealing
package import Vaults

/// All objects that we answer for, made ready from what the vault holds.
package struct Items: Sendable {
  package var all: [Item]
  package let workspaces: [ProfileID: LoadedWorkspace]

  /// `fingerprint` digests a body by the vault's own key; `writers` are the profiles that do not go
  /// to workspaces which refuse logins that can do more than read.
  package init(
    _ loaded: LoadedRemotes, refusing writers: [ProfileID: Item.Block] = [:],
    fingerprint: (borrowing SecretBytes, RemoteID) -> [UInt8]
  ) {
    workspaces = loaded.workspaces
    var accepted: [ProfileID: [String: Set<String>]] = [:]
    var keys: [ProfileID: Redaction] = [:]
    for (id, workspace) in loaded.workspaces {
      accepted[id] = (try? AcceptedLabels.parse(workspace.clear("accepts") ?? "")) ?? [:]
      keys[id] = Redaction(workspace.secrets)
    }
    // One that was let go of takes nobody's place any more.
    let staying = Dictionary(
      loaded.remotes.map(\.remote).filter { !$0.isLeaving }.map { ($0.id, $0.name) },
      uniquingKeysWith: { first, _ in first })
    var all: [Item] = []
    all.reserveCapacity(loaded.remotes.count)
    for remote in loaded.remotes where remote.remote.kind != .template {
      let id = remote.remote.workspace
      guard let workspace = workspaces[id] else { continue }
      var item = Item(
        remote, in: workspace, accepting: accepted[id] ?? [:],
        refusing: workspace.writerRule == .refuse ? writers : [:],
        hiding: keys[id] ?? Redaction([]), fingerprint: fingerprint)
      item.note(lineage: loaded.lineage)
      item.successorName = item.remote.successor.flatMap { staying[$0] }
      all.append(item)
    }
    self.all = all.sorted {
      ($0.workspaceName, $0.remote.name) < ($1.workspaceName, $1.remote.name)
    }
  }

  /// The same with what is known of the objects by now; nothing where more than that has changed.
  package func renewed(with remotes: [Remote], lineage: [UInt8]) -> Items? {
    var known: [RemoteID: Remote] = [:]
    for remote in remotes where remote.kind != .template { known[remote.id] = remote }
    var renewed = self
    renewed.all = []
    renewed.all.reserveCapacity(all.count)
    for item in all {
      guard let remote = known.removeValue(forKey: item.remote.id) else { continue }
      guard remote.aim == item.remote.aim, remote.name == item.remote.name,
        remote.successor == item.remote.successor, remote.isLeaving == item.remote.isLeaving
      else { return nil }
      var item = item
      item.renew(remote, lineage: lineage)
      renewed.all.append(item)
    }
    return known.isEmpty ? renewed : nil
  }

  /// What takes the places of some of these and is not among them.
  package func successors(of chosen: [Item]) -> [Item] {
    let ids = Set(chosen.map(\.remote.id))
    let wanted = Set(
      chosen.filter { $0.successorName != nil }.compactMap(\.remote.successor)
    ).subtracting(ids)
    return wanted.isEmpty ? [] : all.filter { wanted.contains($0.remote.id) }
  }

  /// What the profiles and the workspaces are called.
  package var names: [ProfileID: String] {
    var names = workspaces.mapValues(\.profile.name.text)
    for item in all {
      if let id = item.remote.profile, let name = item.profileName { names[id] = name }
    }
    return names
  }
}

extension Item {
  fileprivate init(
    _ loaded: LoadedRemote, in workspace: LoadedWorkspace, accepting accepts: [String: Set<String>],
    refusing writers: [ProfileID: Block], hiding keys: Redaction,
    fingerprint: (borrowing SecretBytes, RemoteID) -> [UInt8]
  ) {
    place = workspace.place
    isElsewhere = loaded.remote.isKnownElsewhere(than: place)
    let remote = isElsewhere ? loaded.remote.forgetting() : loaded.remote
    self.remote = remote
    workspaceName = workspace.profile.name.text
    region = workspace.clear("region")
    profileName = loaded.profile?.name.text
    type = loaded.profile?.type
    version = loaded.profile?.current?.number ?? 0
    labels = loaded.profile?.labels.values ?? [:]
    redaction = keys
    guard let profile = loaded.profile else {
      body = nil
      blocked = nil
      let bytes = EnvironmentBody.make(
        name: nil, remote.sources.sorted { $0.source < $1.source })
      self.fingerprint = fingerprint(bytes.bytes, remote.id)
      summary = remote.sources.map { "\($0.source) -> \($0.connection)" }.joined(separator: ", ")
      return
    }
    if profile.isIncomplete {
      blocked = Block(
        reason: "'\(profile.name)' lacks \(profile.missing.joined(separator: ", "))",
        hint: "coffer set \(profile.name) \(profile.missing.first ?? "")=-")
    } else if let label = profile.lacking(accepts) {
      blocked = Block(
        reason: "'\(workspaceName)' accepts only \(label)",
        hint:
          "coffer label \(profile.name) \(label.prefix { $0 != "|" }), or coffer unbind \(workspaceName)/\(remote.name)"
      )
    } else {
      blocked = writers[profile.id]
    }
    body = WireBody(type: profile.type, fields: loaded.fields, overrides: remote.overrides)
    self.fingerprint = body.map { fingerprint($0.bytes(), remote.id) } ?? []
    summary = Self.summary(of: profile, loaded.fields, remote.overrides)
    fields = loaded.fields
  }

  /// One line of what a connection is, such as `clickhouse x1.example:8443/acme as acme_ro, secrets v1`.
  private static func summary(
    of profile: Profile, _ fields: [VersionField], _ overrides: [String: String]
  ) -> String {
    func value(_ names: String...) -> String? {
      names.lazy.compactMap { name in
        overrides[name] ?? fields.first { $0.name == name }?.clear
      }.first
    }
    var text = profile.type
    if let host = value("host", "server", "url", "account", "projectId") {
      text += " " + host
      if let port = value("port") { text += ":" + port }
      if let database = value("database", "catalog") { text += "/" + database }
    }
    if let user = value("username", "user", "accessKeyId") { text += " as " + user }
    return text + ", secrets v\(profile.current?.number ?? 0)"
  }
}

extension LoadedWorkspace {
  /// What becomes of logins that can do more than read.
  package var writerRule: WriterRule {
    clear("writers").flatMap { WriterRule(rawValue: $0) } ?? .warn
  }

  package func clear(_ name: String) -> String? { fields.first { $0.name == name }?.clear }

  package func secret(_ name: String) -> Secret? {
    guard case .secret(let secret)? = fields.first(where: { $0.name == name })?.content else {
      return nil
    }
    return secret
  }

  var secrets: [Secret] {
    fields.compactMap { field in
      if case .secret(let secret) = field.content { secret } else { nil }
    }
  }

  /// Where the workspace's API is; nothing if the profile does not say it.
  package var base: String? {
    if let url = clear("baseURL") { return url.hasSuffix("/") ? String(url.dropLast()) : url }
    return clear("region").flatMap { Regions.bases[$0] }
  }

  /// A digest of where it is; nothing if the profile does not say it.
  package var place: [UInt8] {
    guard let base else { return [] }
    var packer = Packer("coffer place 1")
    packer.text(base)
    return Digest.of(packer.bytes.span)
  }
}
