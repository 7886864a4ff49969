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

/// A workspace that is bound to, with the labels that it asks for.
struct BindingAim {
  let workspace: Profile
  let accepts: [String: Set<String>]
  /// What the connections are called now that took other ones' places, by what they were bound as.
  let swapped: [String: String]
}

/// A binding as it will be.
struct BindingChange {
  let remote: Remote
  let isNew: Bool
  let bound: Bound
}

extension Vault {
  /// Ties profiles to a workspace, all of them or none; a trial writes nothing.
  package borrowing func bind(
    _ new: NewBinding, isTrial: Bool, by author: Author, at time: Int64
  ) throws(VaultError) -> [Bound] {
    if isTrial {
      return try read { standing throws(VaultError) in
        let aim = try bindingAim(new.workspace, in: standing)
        return try bindings(new, to: aim, in: standing).map(\.bound)
      }
    }
    return try write { standing throws(VaultError) in
      let aim = try bindingAim(new.workspace, in: standing)
      let bindings = try bindings(new, to: aim, in: standing)
      let lineage = try storedSettings().settings.lineage
      for binding in bindings {
        try write(binding, to: aim, lineage: lineage, by: author, at: time, in: &standing)
      }
      return bindings.map(\.bound)
    }
  }

  private borrowing func bindings(
    _ new: NewBinding, to aim: BindingAim, in standing: Standing
  ) throws(VaultError) -> [BindingChange] {
    var taken: [String: String] = [:]
    var changes: [BindingChange] = []
    for profile in try selected(new.selector, in: standing)
    where new.selector.names.contains(profile.name) || profile.isDatabase {
      let change = try bindingChange(
        of: profile, as: new.pattern, overriding: new.overrides, to: aim, replacing: new.replaces)
      let name = change.bound.connection
      if let other = taken.updateValue(profile.name.text, forKey: name) {
        throw .connectionTwice(name: name, first: other, second: profile.name.text)
      }
      changes.append(change)
    }
    return changes
  }

  /// A workspace as something to be bound to.
  borrowing func bindingAim(
    _ name: ProfileName, in standing: Standing
  ) throws(VaultError) -> BindingAim {
    let workspace = try workspace(name, in: standing)
    return BindingAim(
      workspace: workspace, accepts: try acceptedLabels(of: workspace),
      swapped: try swappedNames(in: workspace.id, standing))
  }

  /// What a binding would change, after every check; nothing is written.
  borrowing func bindingChange(
    of profile: Profile, as pattern: RemotePattern?, overriding given: [String: String],
    to aim: BindingAim, replacing: Bool = false
  ) throws(VaultError) -> BindingChange {
    let workspace = aim.workspace
    try check(profile, for: workspace, accepting: aim.accepts)
    let name = try pattern?.name(for: profile) ?? profile.name.text
    let overrides = try checkedOverrides(given, of: profile)
    let connection = Remote.Aim.connection(profile: profile.id, overrides: overrides)
    // Under its name it is found also where it took its own place under another, or is to: what the
    // old one is to be is nobody's question any more.
    var there = try findRemote(.connection, name, in: workspace.id)?.remote
    if there.map({ $0.isLeaving || $0.successor != nil }) ?? true, let now = aim.swapped[name] {
      there = try findRemote(.connection, now, in: workspace.id)?.remote
    }
    let current = there?.name ?? name
    func bound(_ outcome: Bound.Outcome) -> Bound {
      Bound(profile: profile.name.text, connection: current, outcome: outcome)
    }
    guard var remote = there else {
      return BindingChange(
        remote: Remote(
          id: try Self.newRemoteID(), workspace: workspace.id, name: name, aim: connection),
        isNew: true, bound: bound(.bound))
    }
    let isMoved = remote.profile != profile.id
    if isMoved, !replacing {
      let other = try remote.profile.map { id throws(VaultError) in
        try find(id: id).profile.name.text
      }
      throw .connectionTaken(
        name: name, workspace: workspace.name.text, by: other ?? "something else")
    }
    let isChanged = remote.aim != connection || remote.isLeaving
    remote.aim = connection
    remote.isLeaving = false
    return BindingChange(
      remote: remote, isNew: false,
      bound: bound(isMoved ? .moved : isChanged ? .changed : .unchanged))
  }

  /// Writes a binding with its event, unless it is there already.
  borrowing func write(
    _ binding: BindingChange, to aim: BindingAim, lineage: [UInt8], by author: Author,
    at time: Int64, in standing: inout Standing
  ) throws(VaultError) {
    guard binding.bound.outcome != .unchanged else { return }
    var remote = binding.remote
    if binding.isNew { remote.lineage = lineage }
    let event = EventDraft(
      binding.isNew ? .bindingMade : .bindingChanged, subject: remote.id.bytes, at: time,
      by: author,
      [
        Detail(.name, binding.bound.profile), Detail(.workspace, aim.workspace.name.text),
        Detail(.connection, remote.name),
      ] + remote.overrides.keys.sorted().map { Detail(.field, $0) })
    try record(event, in: &standing)
    try save(remote, lastChange: standing.head.chain, isNew: binding.isNew, in: &standing)
    if binding.isNew { standing.head.remotes += 1 }
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
