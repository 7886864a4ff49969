package import Auditing
import Catalog
package import Profiles
import Storage

/// A profile that is to be tied to a workspace.
package struct NewBinding: Sendable {
  package let selector: Selector
  package let workspace: ProfileName
  /// How the connections are named; by their profiles if nothing is said.
  package var pattern: RemotePattern?
  package var overrides: [String: String] = [:]
  package var replaces = false

  package init(_ selector: Selector, to workspace: ProfileName) {
    self.selector = selector
    self.workspace = workspace
  }
}

/// What became of one binding.
package struct Bound: Equatable, Sendable {
  package enum Outcome: String, Sendable { case bound, changed, moved, unchanged }
  package let profile: String
  package let connection: String
  package let outcome: Outcome
}

extension Vault {
  /// Ties profiles to a workspace, all of them or none; a trial writes nothing.
  package borrowing func bind(
    _ new: NewBinding, isTrial: Bool, by author: Author, at time: Int64
  ) throws(VaultError) -> [Bound] {
    if isTrial {
      return try read { standing throws(VaultError) in
        try bindings(new, in: standing).map(\.bound)
      }
    }
    return try write { standing throws(VaultError) in
      let bindings = try bindings(new, in: standing)
      let lineage = try storedSettings().settings.lineage
      for binding in bindings where binding.bound.outcome != .unchanged {
        var remote = binding.remote
        if binding.isNew { remote.lineage = lineage }
        let event = EventDraft(
          binding.isNew ? .bindingMade : .bindingChanged, subject: remote.id.bytes, at: time,
          by: author,
          [
            Detail(.name, binding.bound.profile), Detail(.workspace, new.workspace.text),
            Detail(.connection, remote.name),
          ] + remote.overrides.keys.sorted().map { Detail(.field, $0) })
        try record(event, in: &standing)
        try save(remote, lastChange: standing.head.chain, isNew: binding.isNew, in: &standing)
        if binding.isNew { standing.head.remotes += 1 }
      }
      return bindings.map(\.bound)
    }
  }

  private struct Binding {
    var remote: Remote
    let isNew: Bool
    let bound: Bound
  }

  private borrowing func bindings(
    _ new: NewBinding, in standing: Standing
  ) throws(VaultError) -> [Binding] {
    let workspace = try workspace(new.workspace, in: standing)
    let accepts = try acceptedLabels(of: workspace)
    var taken: [String: String] = [:]
    var bindings: [Binding] = []
    for profile in try selected(new.selector, in: standing)
    where new.selector.names.contains(profile.name) || profile.isDatabase {
      try check(profile, for: workspace, accepting: accepts)
      let name = try new.pattern?.name(for: profile) ?? profile.name.text
      if let other = taken.updateValue(profile.name.text, forKey: name) {
        throw .connectionTwice(name: name, first: other, second: profile.name.text)
      }
      let overrides = try checkedOverrides(new.overrides, of: profile)
      let aim = Remote.Aim.connection(profile: profile.id, overrides: overrides)
      func bound(_ outcome: Bound.Outcome) -> Bound {
        Bound(profile: profile.name.text, connection: name, outcome: outcome)
      }
      guard var remote = try findRemote(.connection, name, in: workspace.id)?.remote else {
        bindings.append(
          Binding(
            remote: Remote(
              id: try Self.newRemoteID(), workspace: workspace.id, name: name, aim: aim),
            isNew: true, bound: bound(.bound)))
        continue
      }
      let isMoved = remote.profile != profile.id
      if isMoved, !new.replaces {
        let other = try remote.profile.map { id throws(VaultError) in
          try find(id: id).profile.name.text
        }
        throw .connectionTaken(
          name: name, workspace: workspace.name.text, by: other ?? "something else")
      }
      let isChanged = remote.aim != aim || remote.isLeaving
      remote.aim = aim
      remote.isLeaving = false
      bindings.append(
        Binding(
          remote: remote, isNew: false,
          bound: bound(isMoved ? .moved : isChanged ? .changed : .unchanged)))
    }
    return bindings
  }

  /// Whether a profile may be sent to a workspace at all.
  private borrowing func check(
    _ profile: Profile, for workspace: Profile, accepting accepts: [String: Set<String>]
  ) throws(VaultError) {
    guard profile.isDatabase else {
      throw .notPushable(name: profile.name.text, type: profile.type)
    }
    if let lacking = profile.lacking(accepts) {
      throw .notAccepted(
        name: profile.name.text, workspace: workspace.name.text, label: lacking)
    }
  }

  /// The labels that a profile must carry to be sent to a workspace.
  borrowing func acceptedLabels(
    of workspace: Profile
  ) throws(VaultError) -> [String: Set<String>] {
    let number = try currentNumber(of: workspace)
    let fields = try fields(of: workspace, version: number)
    guard let text = fields.first(where: { $0.name == "accepts" })?.clear else { return [:] }
    do throws(WordError) {
      return try AcceptedLabels.parse(text)
    } catch {
      throw .word(error)
    }
  }

  private borrowing func checkedOverrides(
    _ overrides: [String: String], of profile: Profile
  ) throws(VaultError) -> [String: String] {
    guard !overrides.isEmpty else { return [:] }
    let refused: VaultError
    do throws(CatalogError) {
      let type = try Types.find(profile.type)
      let checker = FieldCheck(type)
      let allowed = type.fields.filter(\.isOverridable).map(\.name)
      for (name, value) in overrides {
        _ = try type.field(named: name)
        if allowed.contains(name) { try checker.check(name, text: value) }
      }
      guard let fixed = overrides.keys.sorted().first(where: { !allowed.contains($0) }) else {
        return overrides
      }
      refused = .notOverridable(field: fixed, type: type.name, allowed: allowed)
    } catch {
      refused = .catalog(error)
    }
    throw refused
  }
}

extension Profile {
  fileprivate var isDatabase: Bool { (try? Types.find(type))?.purpose == .database }
}

/// The labels that a workspace asks of what is pushed to it.
package enum AcceptedLabels {
  package static func parse(_ text: String) throws(WordError) -> [String: Set<String>] {
    var accepts: [String: Set<String>] = [:]
    guard !text.isEmpty else { return accepts }
    for pair in try Labels.pairs(text) { accepts[pair.key, default: []].insert(pair.value) }
    return accepts
  }
}

extension Profile {
  /// The first label that is asked for and not carried, as `key=value`.
  package func lacking(_ accepts: [String: Set<String>]) -> String? {
    for (key, values) in accepts.sorted(by: { $0.key < $1.key }) {
      if let value = labels.values[key], values.contains(value) { continue }
      return "\(key)=\(values.sorted().joined(separator: "|"))"
    }
    return nil
  }
}
