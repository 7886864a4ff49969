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

  /// Those who started it know how it ended.
  mutating func end(_ run: PushRun) { runs[run.token] = nil }

  var underWay: [PushRun] { runs.values.filter { !$0.isOver } }
}
