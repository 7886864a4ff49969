import Profiles
import Synchronization

/// The objects in workspaces as they were opened last, kept for as long as no row of them changes.
///
/// The vault's head carries a sum over all rows: a shelf of the same sum holds what the rows hold,
/// and nothing has to be read, opened and compared again for each step of a push.
final class RemoteShelf: Sendable {
  struct Entry: Sendable {
    var record: RemoteRecord
    /// What its row adds to the sum.
    let digest: [UInt8]
  }

  private struct State {
    var sum = RemoteSum()
    var entries: [RemoteID: Entry] = [:]

    func holds(_ sum: RemoteSum) -> Bool { sum != RemoteSum() && sum == self.sum }
  }

  private let state = Mutex(State())

  /// Takes everything that the rows of a sum hold.
  func fill(_ entries: [RemoteID: Entry], sum: RemoteSum) {
    state.withLock { $0 = State(sum: sum, entries: entries) }
  }

  /// Everything, if the rows are still those of this sum.
  func all(at sum: RemoteSum) -> [RemoteRecord]? {
    state.withLock { state in
      state.holds(sum) ? state.entries.values.map(\.record) : nil
    }
  }

  /// Whether it holds what the rows hold.
  func isCurrent(at sum: RemoteSum) -> Bool { state.withLock { $0.holds(sum) } }

  func entry(_ id: RemoteID, at sum: RemoteSum) -> Entry? {
    state.withLock { state in state.holds(sum) ? state.entries[id] : nil }
  }

  /// Follows a change of one row, from one sum to the next; what was not current stays so.
  func put(_ entry: Entry?, of id: RemoteID, from old: RemoteSum, to new: RemoteSum) {
    state.withLock { state in
      guard state.holds(old) else { return }
      state.entries[id] = entry
      state.sum = new
    }
  }
}
