package import Auditing
package import Profiles
import Storage

/// What became of an environment.
package struct SetOutcome: Equatable, Sendable {
  package enum Outcome: String, Sendable { case set, changed, unchanged }
  package let name: String
  package let isTemplate: Bool
  package let outcome: Outcome
}

/// Environments, which map the data sources of models to connections.
extension Vault {
  /// Says what an environment or a template maps.
  package borrowing func setEnvironment(
    _ name: String, in workspace: ProfileName, to sources: [DataSource], by author: Author,
    at time: Int64
  ) throws(VaultError) -> [SetOutcome] {
    try write { standing throws(VaultError) in
      let workspace = try self.workspace(workspace, in: standing)
      let kind: RemoteKind = RemotePattern.isPattern(name) ? .template : .environment
      let outcome = try put(
        kind, name, in: workspace, to: sources, by: author, at: time, in: &standing)
      return [outcome] + (try expandTemplates(by: author, at: time, in: &standing))
    }
  }

  /// Makes the environments that templates ask for and that are not there yet.
  package borrowing func expandTemplates(
    by author: Author, at time: Int64
  ) throws(VaultError) -> Int {
    let isNeeded = try read { standing throws(VaultError) in
      try !wantedByTemplates(among: try remoteRecords(in: standing).map(\.remote)).isEmpty
    }
    guard isNeeded else { return 0 }
    return try write { standing throws(VaultError) in
      try expandTemplates(by: author, at: time, in: &standing).count
    }
  }

  private borrowing func expandTemplates(
    by author: Author, at time: Int64, in standing: inout Standing
  ) throws(VaultError) -> [SetOutcome] {
    var outcomes: [SetOutcome] = []
    let remotes = try remoteRecords(in: standing).map(\.remote)
    for wanted in try wantedByTemplates(among: remotes) {
      outcomes.append(
        try put(
          .environment, wanted.name, in: try find(id: wanted.workspace).profile,
          to: wanted.sources, by: author, at: time, in: &standing))
    }
    return outcomes
  }

  /// An environment that a template asks for.
  struct Wanted {
    let workspace: ProfileID
    let template: String
    let name: String
    let sources: [DataSource]
  }

  /// The first of these environments that a template would make anew if they were removed.
  borrowing func wantedByTemplates(
    _ chosen: [Remote], among remotes: [Remote]
  ) throws(VaultError) -> Wanted? {
    let environments = chosen.filter { $0.kind == .environment }
    guard !environments.isEmpty else { return nil }
    let ids = Set(chosen.map(\.id))
    return try wantedByTemplates(among: remotes.filter { !ids.contains($0.id) }).first { wanted in
      environments.contains { $0.workspace == wanted.workspace && $0.name == wanted.name }
    }
  }

  /// What templates give for the profiles that are bound beside them, where it is not there yet.
  ///
  /// Each set of labels that fills a template makes an environment, if all its connections are bound.
  private borrowing func wantedByTemplates(
    among all: [Remote]
  ) throws(VaultError) -> [Wanted] {
    let remotes = all.filter { !$0.isLeaving }
    var wanted: [Wanted] = []
    var seen: Set<String> = []
    for template in remotes where template.kind == .template {
      let connections = remotes.filter {
        $0.kind == .connection && $0.workspace == template.workspace
      }
      // A connection that took another one's place answers to its name, unless that is there too.
      var names = Dictionary(
        connections.map { ($0.knownAs, $0.name) }, uniquingKeysWith: { first, _ in first })
      for connection in connections { names[connection.name] = connection.name }
      // What is leaving has a name too: it is not taken back by what somebody did not ask for.
      let there = Set(
        all.filter { $0.kind == .environment && $0.workspace == template.workspace }.map(\.name))
      let pattern = try word { () throws(WordError) in try RemotePattern(template.name) }
      for connection in connections {
        guard let id = connection.profile else { continue }
        let values = try find(id: id).profile.namingValues
        guard let name = pattern.fill(values), !there.contains(name),
          seen.insert(template.workspace.description + name).inserted
        else { continue }
        var sources: [DataSource] = []
        for source in template.sources {
          let target = try word { () throws(WordError) in try RemotePattern(source.connection) }
          guard let filled = target.fill(values), let current = names[filled] else { break }
          sources.append(DataSource(source.source, current))
        }
        if sources.count == template.sources.count {
          wanted.append(
            Wanted(
              workspace: template.workspace, template: template.name, name: name, sources: sources))
        } else {
          seen.remove(template.workspace.description + name)
        }
      }
    }
    return wanted
  }

  private borrowing func put(
    _ kind: RemoteKind, _ name: String, in workspace: Profile, to sources: [DataSource],
    by author: Author, at time: Int64, in standing: inout Standing
  ) throws(VaultError) -> SetOutcome {
    try check(kind, name, sources)
    let aim: Remote.Aim = kind == .template ? .template(sources) : .environment(sources)
    let there = try findRemote(kind, name, in: workspace.id)?.remote
    if let there, there.aim == aim, !there.isLeaving {
      return SetOutcome(name: name, isTemplate: kind == .template, outcome: .unchanged)
    }
    var remote: Remote
    if let there {
      remote = there
    } else {
      remote = Remote(id: try Self.newRemoteID(), workspace: workspace.id, name: name, aim: aim)
    }
    remote.aim = aim
    remote.isLeaving = false
    if there == nil { remote.lineage = try storedSettings().settings.lineage }
    try record(
      EventDraft(
        .environmentSet, subject: remote.id.bytes, at: time, by: author,
        [Detail(.workspace, workspace.name.text), Detail(.environment, name)]
          + sources.map { Detail(.connection, $0.connection) }), in: &standing)
    try save(remote, lastChange: standing.head.chain, isNew: there == nil, in: &standing)
    if there == nil { standing.head.remotes += 1 }
    return SetOutcome(
      name: name, isTemplate: kind == .template, outcome: there == nil ? .set : .changed)
  }

  private borrowing func check(
    _ kind: RemoteKind, _ name: String, _ sources: [DataSource]
  ) throws(VaultError) {
    try word { () throws(WordError) in
      if kind == .template { _ = try RemotePattern(name) } else { _ = try RemoteName.check(name) }
      for source in sources {
        _ = try RemoteName.check(source.source)
        if kind == .template {
          _ = try RemotePattern(source.connection)
        } else {
          _ = try RemoteName.check(source.connection)
        }
      }
    }
    guard !sources.isEmpty else { throw .nothingToChange(name: name) }
    guard Set(sources.map(\.source)).count == sources.count else {
      throw .connectionTwice(name: sources[0].source, first: name, second: name)
    }
    // It exists by itself over there, and maps each data source to the connection of its name.
    guard name != "default" else { throw .implicitEnvironment }
  }

  borrowing func word<Result>(
    _ body: () throws(WordError) -> Result
  ) throws(VaultError) -> Result {
    do throws(WordError) {
      return try body()
    } catch {
      throw .word(error)
    }
  }
}

extension Profile {
  /// What fills the braces of a pattern.
  package var namingValues: [String: String] {
    labels.values.merging(["name": name.text]) { _, name in name }
  }
}

extension RemotePattern {
  /// The name that it gives for a profile.
  func name(for profile: Profile) throws(VaultError) -> String {
    guard let name = fill(profile.namingValues) else {
      let lacking = keys.first { profile.labels.values[$0] == nil } ?? ""
      throw .patternUnfilled(pattern: text, name: profile.name.text, label: lacking)
    }
    do throws(WordError) {
      return try RemoteName.check(name)
    } catch {
      throw .word(error)
    }
  }
}

extension Vault {
  /// The environments and templates of these names in a workspace.
  package borrowing func environmentIDs(
    _ names: [String], in workspace: ProfileName
  ) throws(VaultError) -> Set<RemoteID> {
    try read { standing throws(VaultError) in
      let id = try self.workspace(workspace, in: standing).id
      return Set(
        try remoteRecords(in: standing).map(\.remote).filter {
          $0.kind != .connection && $0.workspace == id && names.contains($0.name)
        }.map(\.id))
    }
  }
}
