import CSQLite
import Glibc
import Synchronization

/// The disk as this process sees it, on which a plan can be played.
///
/// Once a plan is followed it stands before the system's own files, for SQLite by a file system of
/// its own, and for what else calls `step` itself.
package enum Disk {
  private struct State {
    var plan: Plan?
    var marker = ""
    /// How many steps there were of those that the plan counts.
    var counted = 0
    var hasStruck = false
    var record: Int32 = -1
  }

  private static let state = Mutex(State())

  /// Plays a plan from now on, for the files that have `marker` in their names.
  package static func follow(_ plan: Plan, for marker: String = "") {
    FileSystem.install()
    let record = plan.record.map {
      unsafe open($0, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    }
    state.withLock {
      $0 = State(plan: plan, marker: marker, record: record ?? -1)
    }
  }

  /// Lets everything through again, and says whether anything was struck.
  package static func heal() -> Bool {
    state.withLock { state in
      defer { state = State() }
      if state.record >= 0 { _ = close(state.record) }
      return state.hasStruck
    }
  }

  /// How many steps there were of those that the plan counts.
  package static var counted: Int { state.withLock { $0.counted } }

  /// Call it at the end of a process: what was not synced is lost then as well.
  package static func end() {
    if let seed = forgettingSeed { Unsynced.cutPower(seed: seed) }
  }

  static func isConcerned(_ path: String) -> Bool {
    state.withLock { $0.plan != nil && path.contains($0.marker) }
  }

  static var isForgetful: Bool { forgettingSeed != nil }

  private static var forgettingSeed: UInt64? {
    state.withLock { state in
      if case .cutPower(_, let seed) = state.plan?.deed { seed } else { nil }
    }
  }

  private enum Verdict {
    case pass
    case kill(afterwards: Bool)
    case fail(Fault)
    case cutPower(seed: UInt64)
    case trap
  }

  /// Does a step as the plan wants it: not at all, as the last of this process, or failing.
  package static func step<Result>(
    _ step: Step, failing fail: (Fault) -> Result, _ body: () -> Result
  ) -> Result {
    switch state.withLock({ verdict(on: step, in: &$0) }) {
    case .pass: return body()
    case .fail(let fault): return fail(fault)
    case .kill(afterwards: false): die()
    case .kill(afterwards: true):
      _ = body()
      die()
    case .cutPower(let seed): Unsynced.cutPower(seed: seed)
    case .trap: fatalError("the plan says so")
    }
  }

  private static func verdict(on step: Step, in state: inout State) -> Verdict {
    guard let plan = state.plan else { return .pass }
    if case .fail(let fault, _) = plan.deed, !fault.steps.contains(step) { return .pass }
    state.counted += 1
    if state.record >= 0 { _ = unsafe write(state.record, step.rawValue, 1) }
    switch plan.deed {
    case .count: return .pass
    case .kill(let point, let afterwards):
      return state.counted == point ? .kill(afterwards: afterwards) : .pass
    case .cutPower(let point, let seed):
      return state.counted == point ? .cutPower(seed: seed) : .pass
    case .trap(let point): return state.counted == point ? .trap : .pass
    case .fail(let fault, let point):
      guard state.counted >= point else { return .pass }
      state.hasStruck = true
      return .fail(fault)
    }
  }

  /// Ends the process as a crash of it does: at once, and nobody can do anything about it.
  static func die() -> Never {
    _ = kill(getpid(), SIGKILL)
    while true { _ = pause() }
  }
}
