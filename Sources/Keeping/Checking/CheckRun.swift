import Messages
import Synchronization

/// Checks under way in this agent, as those who started them see them.
final class CheckRun: Sendable {
  private struct State {
    var rows: [CheckRow] = []
    var isOver = false
    var isStopping = false
    var failure: Failure?
    var waiting: [CheckedContinuation<Void, Never>] = []
  }

  let token: Int
  let count: Int
  private let state = Mutex(State())

  init(token: Int, count: Int) {
    self.token = token
    self.count = count
  }

  var isOver: Bool { state.withLock { $0.isOver } }
  var isStopping: Bool { state.withLock { $0.isStopping } }

  func add(_ row: CheckRow) { update { $0.rows.append(row) } }
  func stop() { update { $0.isStopping = true } }
  func wake() { update { _ in } }

  func end(_ failure: Failure?) {
    update { state in
      state.failure = failure
      state.isOver = true
    }
  }

  func progress(after seen: Int) -> CheckProgress {
    state.withLock { state in
      CheckProgress(
        rows: Array(state.rows.dropFirst(max(seen, 0))),
        remaining: max(count - state.rows.count, 0), isOver: state.isOver,
        failure: state.failure)
    }
  }

  /// Waits for something new after so many rows; somebody else sees to it that it is not for long.
  func change(after seen: Int) async {
    await withCheckedContinuation { continuation in
      let isNew = state.withLock { state in
        if state.rows.count > seen || state.isOver { return true }
        state.waiting.append(continuation)
        return false
      }
      if isNew { continuation.resume() }
    }
  }

  /// Waits until it is over.
  func end() async {
    while !isOver { await change(after: .max) }
  }

  private func update(_ change: (inout State) -> Void) {
    let woken = state.withLock { state in
      change(&state)
      defer { state.waiting = [] }
      return state.waiting
    }
    for waiter in woken { waiter.resume() }
  }
}

/// The checks under way in this agent, and a few that have ended, whose answers may be lost.
struct CheckDesk {
  private static let kept = 8
  private var runs: [Int: CheckRun] = [:]
  private var newest = 0

  mutating func begin(count: Int) -> CheckRun {
    newest += 1
    let run = CheckRun(token: newest, count: count)
    runs[newest] = run
    return run
  }

  func run(_ token: Int) throws(Failure) -> CheckRun {
    guard let run = runs[token] else {
      throw Failure(.usage, "no check of that number is under way", hint: "begin with one")
    }
    return run
  }

  mutating func forgetEnded() {
    let ended = runs.values.filter(\.isOver).map(\.token).sorted()
    for token in ended.dropLast(Self.kept) { runs[token] = nil }
  }

  /// Nobody will ask for it.
  mutating func forget(_ run: CheckRun) { runs[run.token] = nil }

  var underWay: [CheckRun] { runs.values.filter { !$0.isOver } }
}
