import Profiles
import Storage
import Syncing
import Transport

/// The pushes under way in this agent, and what the last one knows.
struct PushDesk {
  private var runs: [Int: PushRun] = [:]
  private var newest = 0
  private var memories = 0
  /// The network, once somebody needed it.
  var courier: Courier?
  /// What was loaded last, with the secrets, for a moment only.
  var known: Known?
  var look: Look?

  mutating func begin(count: Int) -> PushRun {
    newest += 1
    let run = PushRun(token: newest, count: count)
    runs[newest] = run
    return run
  }

  /// A number that nothing that is remembered has.
  mutating func nextNumber() -> Int {
    memories += 1
    return memories
  }

  func run(_ token: Int) -> PushRun? { runs[token] }

  /// How many that have ended are still told of.
  private static let kept = 8

  /// Somebody was told how it ended; the answer may have been lost, so it is kept for a while.
  mutating func end(_ run: PushRun) {
    let ended = runs.values.filter(\.isOver).map(\.token).sorted()
    for token in ended.dropLast(Self.kept) { runs[token] = nil }
  }

  var underWay: [PushRun] { runs.values.filter { !$0.isOver } }
}

/// What was loaded, and at what state of the file.
struct Known {
  let number: Int
  var items: Items
  let names: [ProfileID: String]
  var mark: ChangeMark
}

/// What was seen in the workspaces, when, and what was known of each object before.
struct Look {
  let number: Int
  let seen: Looking.Seen
  let known: [RemoteID: Remote]
  /// Where each was seen: its workspace may be another place by now.
  let places: [RemoteID: [UInt8]]
  let at: ContinuousClock.Instant

  /// For how long it counts as seen just now.
  private static let fresh = Duration.seconds(3)

  init(number: Int, _ seen: Looking.Seen, of items: [Item]) {
    self.number = number
    self.seen = seen
    known = Dictionary(items.map { ($0.remote.id, $0.remote) }) { first, _ in first }
    places = Dictionary(items.map { ($0.remote.id, $0.place) }) { first, _ in first }
    at = .now
  }

  /// What is there of these objects, if that was seen a moment ago and nobody has pushed since:
  /// whoever does so writes into what is known of them.
  func recall(_ number: Int?, of items: [Item]) -> Looking.Seen? {
    guard number == self.number, ContinuousClock.now - at < Self.fresh,
      items.allSatisfy({
        seen.realities[$0.remote.id] != nil && known[$0.remote.id] == $0.remote
          && places[$0.remote.id] == $0.place
      })
    else { return nil }
    return seen
  }
}
