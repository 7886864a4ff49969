import Auditing
import Messages
import Profiles
import Sealing
import Syncing
import Vaults

/// Bindings, environments, and what the vault knows of them without asking anybody.
extension OpenedVault {
  func items() throws(VaultError) -> Items {
    try items(of: try vault.loadRemotes())
  }

  private func items(of loaded: LoadedRemotes) throws(VaultError) -> Items {
    Items(loaded, refusing: try refusedWriters(in: loaded)) { body, id in
      vault.fingerprint(of: body.bytes, for: id)
    }
  }

  func status(_ call: AskStatus) throws -> RemotesAnswer {
    let items = try items()
    let chosen = try RemoteChoice(call.selection).items(of: items)
    let checks = try vault.lastChecks(of: Array(Set(chosen.compactMap(\.remote.profile))))
    return RemotesAnswer(
      rows: chosen.map { item in
        var row = RemoteRow(item)
        // A check of what it was before says nothing of what it is.
        if let check = item.remote.profile.flatMap({ checks[$0] }),
          check.values(of: .version).first == String(item.version)
        {
          row.verdict = check.values(of: .verdict).first
          row.checkedAt = check.time
        }
        return row
      })
  }

  func bind(_ call: BindProfiles, _ order: Order) throws -> BindAnswer {
    var new = NewBinding(
      try call.selector.narrowSelector(), to: try ProfileName(call.workspace))
    new.pattern = try call.pattern.map { text throws(WordError) in try RemotePattern(text) }
    new.overrides = try call.overrides.unique()
    new.replaces = call.replace
    let bound = try vault.bind(
      new, isTrial: call.isTrial, by: order.author, at: order.time)
    return BindAnswer(
      rows: bound.map {
        BindAnswer.Row(
          profile: $0.profile, workspace: call.workspace, connection: $0.connection,
          outcome: $0.outcome.rawValue)
      })
  }

  func unbind(_ call: Unbind, _ order: Order) throws -> RemotesAnswer {
    let choice = try RemoteChoice(call.selection)
    guard !choice.isEmpty else { throw Failure.nothingChosen }
    let items = try items()
    let chosen = try choice.items(of: items, withEnvironments: false)
      .filter { $0.remote.kind == .connection }
    if call.isTrial {
      return RemotesAnswer(rows: chosen.map { RemoteRow($0) })
    }
    let left = try vault.unbind(
      Set(chosen.map(\.remote.id)), deleting: call.deleteRemote,
      withEnvironments: call.withEnvironments, by: order.author, at: order.time)
    let after = try self.items()
    let gone = chosen.filter { !left.contains($0.remote.id) }
    return RemotesAnswer(
      rows: gone.map { RemoteRow($0) }
        + after.all.filter { left.contains($0.remote.id) }.map {
          RemoteRow($0)
        })
  }

  func setEnvironment(_ call: SetEnvironment, _ order: Order) throws -> EnvironmentsAnswer {
    let workspace = try ProfileName(call.workspace)
    let outcomes = try vault.setEnvironment(
      call.name, in: workspace, to: call.sources.map { DataSource($0.name, $0.text) },
      by: order.author, at: order.time)
    let rows = try environmentRows()
    return EnvironmentsAnswer(
      rows: outcomes.compactMap { outcome in
        var row = rows.first {
          $0.workspace == call.workspace && $0.name == outcome.name
            && $0.isTemplate == outcome.isTemplate
        }
        row?.outcome = outcome.outcome.rawValue
        return row
      })
  }

  func removeEnvironments(
    _ call: RemoveEnvironments, _ order: Order
  ) throws -> EnvironmentsAnswer {
    let before = try environmentRows().filter {
      $0.workspace == call.workspace && call.names.contains($0.name)
    }
    for name in call.names where !before.contains(where: { $0.name == name }) {
      throw Failure.noEnvironment(name, known: try environmentRows().map(\.name))
    }
    let ids = try vault.environmentIDs(call.names, in: try ProfileName(call.workspace))
    _ = try vault.unbind(
      ids, deleting: call.deleteRemote, withEnvironments: false, by: order.author,
      at: order.time)
    let after = try environmentRows()
    return EnvironmentsAnswer(
      rows: before.map { row in
        var row = row
        let stays = after.contains {
          $0.workspace == row.workspace && $0.name == row.name && $0.isTemplate == row.isTemplate
        }
        row.outcome = stays ? "leaving" : "removed"
        return row
      })
  }

  func environments(_ call: AskEnvironments) throws -> EnvironmentsAnswer {
    let all = try environmentRows()
    let rows = all.filter { row in
      (call.workspace.map { $0 == row.workspace } ?? true)
        && (call.names.isEmpty || call.names.contains(row.name))
    }
    if let workspace = call.workspace { _ = try vault.loadWorkspace(try ProfileName(workspace)) }
    for name in call.names where !rows.contains(where: { $0.name == name }) {
      throw Failure.noEnvironment(name, known: all.map(\.name))
    }
    return EnvironmentsAnswer(rows: rows)
  }

  private func environmentRows() throws -> [EnvironmentsAnswer.Row] {
    let loaded = try vault.loadRemotes()
    let items = try items(of: loaded)
    var states: [RemoteID: RemoteState] = [:]
    for item in items.all where item.remote.kind == .environment {
      states[item.remote.id] = RemoteState.of(item)
    }
    return loaded.remotes.map(\.remote).filter { $0.kind != .connection }.map { remote in
      EnvironmentsAnswer.Row(
        workspace: loaded.workspaces[remote.workspace]?.profile.name.text ?? "",
        name: remote.name, isTemplate: remote.kind == .template,
        sources: remote.sources.map { NamedText($0.source, $0.connection) },
        state: states[remote.id]?.word.rawValue, reason: states[remote.id]?.reason)
    }.sorted { ($0.workspace, $0.name) < ($1.workspace, $1.name) }
  }

  func savedPlan(_ sealed: Secret) throws -> SavedPlan {
    let plain = try vault.openPlan(sealed.span)
    do {
      return try SavedPlan(plain.bytes)
    } catch {
      throw VaultError.badPlan
    }
  }

  /// What a push is about: what a plan names, or what is selected.
  func chosen(
    _ call: BeginPush, _ saved: SavedPlan?, of items: Items
  ) throws -> Set<RemoteID> {
    if let saved { return Set(saved.lines.map(\.id)) }
    let choice = try RemoteChoice(call.selection)
    guard !choice.isEmpty || call.work == .refresh else { throw Failure.nothingChosen }
    return Set(try choice.items(of: items).map(\.remote.id))
  }
}

extension [NamedText] {
  fileprivate func unique() throws(Failure) -> [String: String] {
    var found: [String: String] = [:]
    for pair in self {
      guard found.updateValue(pair.text, forKey: pair.name) == nil else {
        throw .invalid("\(Cleaned.text(pair.name)) is given twice", hint: "give each field once")
      }
    }
    return found
  }
}

extension Failure {
  static let nothingChosen = Failure(
    .usage, "nothing is selected", hint: "name profiles, or say --all for all of them")

  static func noEnvironment(_ name: String, known: [String]) -> Failure {
    Failure(
      .notFound, "no environment is named '\(Cleaned.text(name))'",
      hint: "'coffer environment list' shows them", unknown: name, known: known)
  }
}
