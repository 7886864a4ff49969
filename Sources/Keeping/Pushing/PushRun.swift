import Messages
import Profiles
import Synchronization
import Syncing

/// A push under way in this agent, as those who started it see it.
///
/// What happens is told to it from wherever it happens: nobody waits for the keeper, who may be
/// waiting for the disk.
final class PushRun: Sendable {
  private struct State {
    var steps: [PushStep] = []
    var testing = 0
    var done: Set<RemoteID> = []
    var failed: Set<String> = []
    var isOver = false
    var isStopping = false
    var rows: [RemoteRow] = []
    var failure: Failure?
    var looking: Task<Looking.Seen, Never>?
    var pusher: Pusher?
    var waiting: [Waiter] = []

    func hasNews(after seen: Int) -> Bool { isOver || steps.count > seen }
  }

  private struct Waiter {
    /// How many steps it has seen.
    let seen: Int
    let continuation: CheckedContinuation<Void, Never>
  }

  let token: Int
  let count: Int
  private let state = Mutex(State())

  init(token: Int, count: Int) {
    self.token = token
    self.count = count
  }

  var isOver: Bool { state.withLock { $0.isOver } }
  /// Nothing more is to be started.
  var isStopping: Bool { state.withLock { $0.isStopping } }

  func add(_ step: Step) {
    update { state in
      state.steps.append(PushStep(step))
      if step.weight != .fine { state.failed.insert(step.workspace + "/" + step.name) }
    }
  }

  func test(_ change: Int) { update { $0.testing += change } }

  func finish(_ id: RemoteID) { update { $0.done.insert(id) } }

  func end(_ rows: [RemoteRow], _ failure: Failure? = nil) {
    update { state in
      state.rows = rows
      state.failure = failure
      state.isOver = true
      state.pusher = nil
      state.looking = nil
    }
  }

  /// While it only looks, a stop ends that.
  func begin(_ looking: Task<Looking.Seen, Never>) {
    let isStopping = state.withLock { state in
      state.looking = looking
      return state.isStopping
    }
    if isStopping { looking.cancel() }
  }

  /// Hands it to who does it; one that was stopped before is told so.
  func begin(_ pusher: Pusher) async {
    let isStopping = state.withLock { state in
      state.pusher = pusher
      return state.isStopping
    }
    if isStopping { await pusher.stop() }
  }

  /// Starts nothing more; what is under way comes to its end.
  func stop() async {
    let (looking, pusher) = state.withLock { state in
      state.isStopping = true
      return (state.looking, state.pusher)
    }
    looking?.cancel()
    await pusher?.stop()
  }

  func progress(after seen: Int) -> PushProgress {
    state.withLock { state in
      PushProgress(
        steps: Array(state.steps.dropFirst(max(seen, 0))), done: state.done.count,
        testing: state.testing, failed: state.failed.count,
        remaining: max(count - state.done.count, 0), isOver: state.isOver,
        rows: state.isOver ? state.rows : [], failure: state.failure)
    }
  }

  /// Waits for something new after so many steps; somebody else sees to it that it is not for long.
  func change(after seen: Int) async {
    await withCheckedContinuation { continuation in
      let isNew = state.withLock { state in
        if state.hasNews(after: seen) { return true }
        state.waiting.append(Waiter(seen: seen, continuation: continuation))
        return false
      }
      if isNew { continuation.resume() }
    }
  }

  /// Waits until it is over.
  func end() async {
    while !isOver { await change(after: .max) }
  }

  /// Wakes everybody, news or not.
  func wake() { wake { _, _ in true } }

  private func update(_ change: (inout State) -> Void) {
    state.withLock { change(&$0) }
    wake { $0.hasNews(after: $1.seen) }
  }

  private func wake(where isMeant: (State, Waiter) -> Bool) {
    let woken = state.withLock { state in
      guard !state.waiting.isEmpty else { return [Waiter]() }
      let now = state
      let woken = now.waiting.filter { isMeant(now, $0) }
      if !woken.isEmpty { state.waiting.removeAll { isMeant(now, $0) } }
      return woken
    }
    for waiter in woken { waiter.continuation.resume() }
  }
}

extension PushStep {
  fileprivate init(_ step: Step) {
    self.init(
      RemoteRow.Kind(step.kind), workspace: step.workspace, name: step.name,
      event: Event(rawValue: step.event.rawValue) ?? .failed, at: step.at, reason: step.reason,
      hint: step.hint, status: ExitStatus(step.weight))
  }
}

extension ExitStatus {
  fileprivate init(_ weight: Step.Weight) {
    switch weight {
    case .fine: self = .done
    case .refused: self = .remoteRefused
    case .unreachable: self = .remoteUnreachable
    case .needsPerson: self = .needsPerson
    case .invalid: self = .invalid
    }
  }
}

extension RemoteRow.Kind {
  init(_ kind: RemoteKind) { self = kind == .connection ? .connection : .environment }
}
