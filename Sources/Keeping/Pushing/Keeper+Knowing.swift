import Profiles
import Storage
import Syncing
import Vaults

/// What a plan, a push and its end have in common: everything that is bound, loaded once.
extension Keeper {
  /// How long the secrets of what was loaded stay loaded.
  private static let memory = Duration.seconds(10)

  /// Everything that is bound, as it is now.
  ///
  /// What was loaded a moment ago holds if nobody but a push has written since, and of that is
  /// known what it wrote.
  func items() throws -> Items {
    let opened = try vaultInUse()
    let mark = try opened.vault.mark()
    if let known = pushes.known, known.mark == mark {
      let (remotes, lineage) = try opened.vault.remotes()
      if let renewed = known.items.renewed(with: remotes, lineage: lineage) {
        pushes.known?.items = renewed
        return renewed
      }
    }
    // The mark from before: what others write while this loads makes it old.
    let items = try opened.items()
    let known = Known(
      number: pushes.nextNumber(), items: items, names: items.names, mark: mark)
    pushes.known = known
    Task {
      try? await Task.sleep(for: Self.memory)
      forgetItems(known.number)
    }
    return items
  }

  private func forgetItems(_ number: Int) {
    guard pushes.known?.number == number else { return }
    guard pushes.underWay.isEmpty else {
      Task {
        try? await Task.sleep(for: Self.memory)
        forgetItems(number)
      }
      return
    }
    pushes.known = nil
    pushes.look = nil
  }

  /// Writes something that changes neither profiles nor what is bound.
  func writing<Result>(_ body: (OpenedVault) throws -> Result) throws -> Result {
    let opened = try vaultInUse()
    let before = try opened.vault.mark()
    defer {
      let after = try? opened.vault.mark()
      if let after, pushes.known?.mark == before, after.isOwn(since: before) {
        pushes.known?.mark = after
      }
    }
    return try body(opened)
  }

  /// The names that are known to be those of now.
  func namesOfNow() throws -> [ProfileID: String] {
    guard let known = pushes.known, known.mark == (try vaultInUse().vault.mark()) else {
      return [:]
    }
    return known.names
  }
}
