import Auditing
import Embeddable
import Messages
import Profiles
import Sealing
import Syncing
import Vaults

/// Taking over what a workspace has.
extension Keeper {
  func adopt(_ call: AdoptWorkspace, _ order: Order) async throws -> AdoptAnswer {
    let name = try ProfileName(call.workspace)
    let opened = try vaultInUse()
    let workspace = try opened.vault.loadWorkspace(name)
    let client = try client(of: workspace)
    let ours = try opened.items().all.filter { $0.workspaceName == call.workspace }
    let databases = try opened.vault.databases()
    let candidates = databases.map { Matching.Candidate($0.profile, $0.fields) }
    let accepts = try AcceptedLabels.parse(workspace.clear("accepts") ?? "")
    var taking = Taking(call.workspace, taken: Set(try opened.vault.names()))
    taking.accepts = accepts
    for (profile, _) in databases { taking.barred[profile.id] = profile.lacking(accepts) }
    let survey = try await Survey.take(client, ours, Matching(candidates))
    for (object, find) in survey.found { taking.decide(object, find, try vaultInUse()) }
    if !call.isTrial {
      try vaultInUse().vault.adopt(
        taking.adoptions, in: name, at: workspace.place, by: order.author, at: order.time)
    }
    return AdoptAnswer(workspace: call.workspace, rows: taking.rows)
  }
}

/// What is taken over of what was found, and what is said of it.
private struct Taking {
  private let workspace: String
  private var taken: Set<String>
  private(set) var rows: [AdoptAnswer.Row] = []
  private(set) var adoptions: [Adoption] = []
  /// The labels that the workspace asks for.
  var accepts: [String: Set<String>] = [:]
  /// The profiles that it does not take, each with the label that it lacks.
  var barred: [ProfileID: String] = [:]

  init(_ workspace: String, taken: Set<String>) {
    self.workspace = workspace
    self.taken = taken
  }

  mutating func decide(_ object: Survey.Object, _ find: Survey.Find, _ opened: OpenedVault) {
    switch find {
    case .ours(let item): say(object, "ours", item.profileName)
    case .unusable(let reason): say(object, "left", reason: reason)
    case .bound(let item, let reality): take(object, item, reality, opened)
    case .connection(let match): take(object, match)
    case .environment(let sources):
      adoptions.append(
        Adoption(
          object.name, .environment(sources, fingerprint: opened.environmentPrints(sources))))
      say(object, "adopted", reason: Self.text(sources))
    }
  }

  private mutating func say(
    _ object: Survey.Object, _ outcome: String, _ profile: String? = nil, reason: String = ""
  ) {
    rows.append(
      AdoptAnswer.Row(
        RemoteRow.Kind(object.kind), name: Cleaned.text(object.name, limit: RemoteName.limit),
        outcome: outcome, profile: profile, reason: reason))
  }

  private static func text(_ sources: [DataSource]) -> String {
    let shown = sources.prefix(16).map { "\($0.source) -> \($0.connection)" }
    let more = sources.count > 16 ? ["and \(sources.count - 16) more"] : []
    return (shown + more).joined(separator: ", ")
  }

  /// What it is to be was said when it was bound, and stays so.
  private mutating func take(
    _ object: Survey.Object, _ item: Item, _ reality: Reality, _ opened: OpenedVault
  ) {
    let changes: String
    switch reality {
    case .connection(let drift): changes = drift.joined(separator: ", ")
    case .environment(let sources):
      changes =
        Set(sources) == Set(item.remote.sources) ? "" : "it to " + Self.text(item.remote.sources)
    case .missing, .unreachable: return
    }
    if let profile = item.remote.profile {
      adoptions.append(
        Adoption(object.name, .profile(profile, overrides: item.remote.overrides)))
    } else {
      let sources = item.remote.sources
      adoptions.append(
        Adoption(
          object.name, .environment(sources, fingerprint: opened.environmentPrints(sources))))
    }
    say(
      object, "adopted", item.profileName,
      reason: changes.isEmpty ? "" : "the next push changes \(changes)")
  }

  private mutating func take(_ object: Survey.Object, _ match: Matching.Match) {
    switch match {
    case .profile(let candidate, _) where barred[candidate.id] != nil:
      let label = barred[candidate.id] ?? ""
      say(
        object, "left", candidate.name,
        reason: "'\(workspace)' accepts only \(label); label it, then adopt it")
    case .profile(let candidate, let overrides):
      adoptions.append(Adoption(object.name, .profile(candidate.id, overrides: overrides)))
      let fields = overrides.sorted { $0.key < $1.key }.map { "\($0)=\($1)" }
      say(
        object, "adopted", candidate.name,
        reason: fields.isEmpty ? "" : "with \(fields.joined(separator: " "))")
    case .several(let names):
      say(
        object, "left",
        reason:
          "\(names.joined(separator: " and ")) are alike; bind one of them with --as \(object.name)"
      )
    case .impossible(let reason):
      say(object, "left", reason: reason)
    case .none(let type, let fields):
      guard let profile = freeName(object.name) else {
        return say(object, "left", reason: "it cannot be named here")
      }
      taken.insert(profile.text)
      var new = NewProfile(name: profile, type: type)
      new.fields = fields
      new.allowsIncomplete = true
      // It is there already: of a label that can have one value only, that is its value.
      var open: [String] = []
      for (key, values) in accepts.sorted(by: { $0.key < $1.key }) {
        if values.count == 1, let value = values.first, (try? new.labels.set(key, to: value)) != nil
        {
          continue
        }
        open.append(key)
      }
      adoptions.append(Adoption(object.name, .made(new)))
      let labels =
        open.isEmpty ? "" : ", and without the label \(open.joined(separator: " and "))"
      say(object, "made", profile.text, reason: "without its secrets" + labels)
    }
  }

  /// A name for the profile of a connection: its own, or one with the workspace's before it.
  private func freeName(_ connection: String) -> ProfileName? {
    let base = String(connection.prefix(100))
    var name = taken.contains(base) ? "\(workspace).\(base)" : base
    var number = 2
    while taken.contains(name) {
      name = "\(workspace).\(base)-\(number)"
      number += 1
    }
    return try? ProfileName(name)
  }
}

extension OpenedVault {
  /// The fingerprint of an environment that is as it should be, for whichever id it is given.
  func environmentPrints(_ sources: [DataSource]) -> @Sendable (RemoteID) -> [UInt8] {
    let body = EnvironmentBody.make(name: nil, sources.sorted { $0.source < $1.source })
    let key = vault.fingerprintKey()
    return { id in key.fingerprint(of: body.span, for: id) }
  }
}
