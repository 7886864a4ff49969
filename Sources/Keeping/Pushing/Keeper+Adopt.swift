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
    let candidates = try opened.vault.databases().map { Matching.Candidate($0.profile, $0.fields) }
    let matching = Matching(candidates)
    var rows: [AdoptAnswer.Row] = []
    var adoptions: [Adoption] = []
    var taken = Set(try opened.vault.names())
    do throws(EmbeddableError) {
      for name in try await client.connectionNames().sorted() {
        if let item = ours.first(where: { $0.remote.kind == .connection && $0.remote.name == name }
        ),
          item.remote.ownership != .none
        {
          rows.append(.init(.connection, name: name, outcome: "ours", profile: item.profileName))
          continue
        }
        guard let answer = try await client.connection(name) else { continue }
        rows.append(
          Self.decide(name, matching.match(answer), in: call.workspace, &taken, &adoptions))
      }
      for name in try await client.environmentNames().sorted() where name != "default" {
        if ours.contains(where: {
          $0.remote.kind == .environment && $0.remote.name == name
            && $0.remote.ownership != .none
        }) {
          rows.append(.init(.environment, name: name, outcome: "ours"))
          continue
        }
        guard let sources = try await client.environment(name) else { continue }
        let print = try? opened.environmentPrints(sources)
        adoptions.append(
          Adoption(name, .environment(sources, fingerprint: { print?($0) ?? [] })))
        rows.append(
          .init(
            .environment, name: name, outcome: "adopted",
            reason: sources.map { "\($0.source) -> \($0.connection)" }.joined(separator: ", ")))
      }
    } catch {
      throw Failure(
        error.isRefusal ? .remoteRefused : .remoteUnreachable, error.message, hint: error.remedy)
    }
    if !call.isTrial {
      try vaultInUse().vault.adopt(
        adoptions, in: name, at: workspace.place, by: order.author, at: order.time)
    }
    return AdoptAnswer(workspace: call.workspace, rows: rows)
  }

  private static func decide(
    _ name: String, _ match: Matching.Match, in workspace: String, _ taken: inout Set<String>,
    _ adoptions: inout [Adoption]
  ) -> AdoptAnswer.Row {
    switch match {
    case .profile(let candidate, let overrides):
      adoptions.append(Adoption(name, .profile(candidate.id, overrides: overrides)))
      return .init(
        .connection, name: name, outcome: "adopted", profile: candidate.name,
        reason: overrides.isEmpty
          ? ""
          : "with \(overrides.sorted { $0.key < $1.key }.map { "\($0)=\($1)" }.joined(separator: " "))"
      )
    case .several(let names):
      return .init(
        .connection, name: name, outcome: "left",
        reason: "\(names.joined(separator: " and ")) are alike; bind one of them with --as \(name)")
    case .impossible(let reason):
      return .init(.connection, name: name, outcome: "left", reason: reason)
    case .none(let type, let fields):
      let base = String(
        name.map { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) ? $0 : "-" }
          .prefix(100))
      var profile = taken.contains(base) || base.isEmpty ? "\(workspace).\(base)" : base
      var number = 2
      while taken.contains(profile) {
        profile = "\(workspace).\(base)-\(number)"
        number += 1
      }
      guard let checked = try? ProfileName(profile) else {
        return .init(.connection, name: name, outcome: "left", reason: "it cannot be named here")
      }
      taken.insert(profile)
      var new = NewProfile(name: checked, type: type)
      new.fields = fields
      new.allowsIncomplete = true
      adoptions.append(Adoption(name, .made(new)))
      return .init(
        .connection, name: name, outcome: "made", profile: profile,
        reason: "without its secrets")
    }
  }
}

extension OpenedVault {
  /// The fingerprint of an environment that is as it should be, for whichever id it is given.
  func environmentPrints(
    _ sources: [DataSource]
  ) throws -> @Sendable (RemoteID) -> [UInt8] {
    let body = EnvironmentBody.make(name: nil, sources.sorted { $0.source < $1.source })
    let key = vault.fingerprintKey()
    return { id in key.fingerprint(of: body.span, for: id) }
  }
}
