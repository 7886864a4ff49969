import Transport

/// The pushes under way in this agent.
struct PushDesk {
  private var runs: [Int: PushRun] = [:]
  private var newest = 0
  /// The network, once somebody needed it.
  var courier: Courier?

  mutating func begin(count: Int) -> PushRun {
    newest += 1
    let run = PushRun(token: newest, count: count)
    runs[newest] = run
    return run
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
