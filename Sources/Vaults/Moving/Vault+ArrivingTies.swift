import Auditing
import Profiles

/// The ties that arrive with profiles, until all profiles are there.
struct ArrivingTies {
  struct Entry {
    let line: Int
    let name: ProfileName
    let bindings: [ArrivingBinding]
  }
  private(set) var entries: [Entry] = []

  mutating func add(_ arrival: Arrival, _ name: ProfileName, _ bindings: [ArrivingBinding]) {
    guard !bindings.isEmpty else { return }
    entries.append(Entry(line: arrival.line, name: name, bindings: bindings))
  }
}

extension Vault {
  /// Binds what arrived; what is wrong with one is noted at its line.
  borrowing func tie(
    _ ties: ArrivingTies, by author: Author, at time: Int64, in standing: inout Standing,
    _ arrived: inout Arrived
  ) throws(VaultError) {
    guard !ties.entries.isEmpty else { return }
    let lineage = try storedSettings().settings.lineage
    var aims: [ProfileName: BindingAim] = [:]
    for entry in ties.entries {
      do throws(VaultError) {
        let profile = try find(entry.name, in: standing).profile
        var seen: Set<[String]> = []
        for binding in entry.bindings {
          let aim = try aim(binding.workspace, knowing: &aims, in: standing)
          let change = try bindingChange(
            of: profile, as: binding.pattern, overriding: binding.overrides, to: aim)
          guard seen.insert([binding.workspace.text, change.bound.connection]).inserted else {
            throw .connectionTwice(
              name: change.bound.connection, first: profile.name.text, second: profile.name.text)
          }
          try write(change, to: aim, lineage: lineage, by: author, at: time, in: &standing)
          arrived.count(change.bound, to: binding.workspace.text)
        }
      } catch {
        guard error.isAboutOne else { throw error }
        arrived.note(error, line: entry.line, entry.name.text)
      }
    }
  }

  private borrowing func aim(
    _ name: ProfileName, knowing aims: inout [ProfileName: BindingAim], in standing: Standing
  ) throws(VaultError) -> BindingAim {
    if let known = aims[name] { return known }
    guard try findIfThere(name) != nil else { throw .unknownWorkspace(name.text) }
    let aim = try bindingAim(name, in: standing)
    aims[name] = aim
    return aim
  }
}
