import Messages
import Synchronization

/// The rotations under way in this agent.
struct RotationDesk {
  private var runs: [Int: RotationRun] = [:]
  private var newest = 0

  mutating func begin() -> RotationRun {
    newest += 1
    let run = RotationRun(token: newest)
    runs[newest] = run
    return run
  }

  func run(_ token: Int) -> RotationRun? { runs[token] }

  /// Its end was told.
  mutating func end(_ run: RotationRun) { runs[run.token] = nil }

  var underWay: [RotationRun] { runs.values.filter { !$0.isOver } }
}

/// A rotation under way in this agent, as those who started it see it.
final class RotationRun: Sendable {
  private struct State {
    var steps: [RotationStep] = []
    var rows: [RotationRow] = []
    var failure: Failure?
    var isOver = false
    var isStopping = false
    var waiting: [CheckedContinuation<Void, Never>] = []
  }

  let token: Int
  private let state = Mutex(State())

  init(token: Int) { self.token = token }

  var isOver: Bool { state.withLock { $0.isOver } }
  /// Nothing more is to be started.
  var isStopping: Bool { state.withLock { $0.isStopping } }

  func tell(_ step: RotationStep) { update { $0.steps.append(step) } }

  func end(_ rows: [RotationRow], _ failure: Failure? = nil) {
    update { state in
      state.rows = rows
      state.failure = failure
      state.isOver = true
    }
  }

  func stop() { update { $0.isStopping = true } }

  func progress(after seen: Int) -> RotationProgress {
    state.withLock { state in
      RotationProgress(
        steps: Array(state.steps.dropFirst(max(seen, 0))), isOver: state.isOver,
        rows: state.rows, failure: state.failure)
    }
  }

  /// Waits for something new after so many steps; somebody else sees to it that it is not for long.
  func change(after seen: Int) async {
    await withCheckedContinuation { continuation in
      let isNew = state.withLock { state in
        if state.steps.count > seen || state.isOver { return true }
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

  func wake() { update { _ in } }

  private func update(_ change: (inout State) -> Void) {
    let woken = state.withLock { state in
      change(&state)
      defer { state.waiting = [] }
      return state.waiting
    }
    for waiter in woken { waiter.resume() }
  }
}
