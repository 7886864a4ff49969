import Messages
import Profiles
import Syncing

/// A push under way in this agent, as those who started it see it.
final class PushRun {
  let token: Int
  let count: Int
  private(set) var steps: [PushStep] = []
  private(set) var testing = 0
  private var done: Set<RemoteID> = []
  private var failed: Set<String> = []
  private(set) var isOver = false
  private var rows: [RemoteRow] = []
  private var failure: Failure?
  /// Nothing more is to be started.
  var isStopping = false
  var pusher: Pusher?
  private var waiting: [CheckedContinuation<Void, Never>] = []

  init(token: Int, count: Int) {
    self.token = token
    self.count = count
  }

  func add(_ step: Step) {
    steps.append(PushStep(step))
    if step.weight != .fine { failed.insert(step.workspace + "/" + step.name) }
    wake()
  }

  func test(_ change: Int) {
    testing += change
    wake()
  }

  func finish(_ id: RemoteID) {
    done.insert(id)
    wake()
  }

  func end(_ rows: [RemoteRow], _ failure: Failure? = nil) {
    self.rows = rows
    self.failure = failure
    isOver = true
    wake()
  }

  func progress(after seen: Int) -> PushProgress {
    PushProgress(
      steps: Array(steps.dropFirst(max(seen, 0))), done: done.count, testing: testing,
      failed: failed.count, remaining: max(count - done.count, 0), isOver: isOver,
      rows: isOver ? rows : [], failure: failure)
  }

  /// Waits for something new to tell; somebody else sees to it that it is not for long.
  func change() async {
    await withCheckedContinuation { waiting.append($0) }
  }

  func wake() {
    let woken = waiting
    waiting = []
    for waiter in woken { waiter.resume() }
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
