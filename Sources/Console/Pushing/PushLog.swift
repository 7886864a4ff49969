package import Messages

/// What a push does, as lines: one an object where that can be waited for.
///
/// That a connection was accepted is told together with its test.
package struct PushLog: Sendable {
  /// A line, and whether somebody has to do something about it.
  package struct Line: Equatable, Sendable {
    package let text: String
    package let isProblem: Bool
    /// What is told of a problem whatever object it is about.
    package let cause: String
  }

  private let work: BeginPush.Work
  private let isTested: Bool
  private let width: Int
  /// The objects that are only tested.
  private let onlyTested: Set<RemoteKey>
  private var accepted: [RemoteKey: PushStep] = [:]

  init(_ work: BeginPush.Work, isTested: Bool, plan: PlanSheet? = nil) {
    self.work = work
    self.isTested = isTested
    width = min(plan?.width ?? 0, 40)
    onlyTested = plan?.tested ?? []
  }

  /// The line that a step makes; none while its object's next one is waited for.
  package mutating func take(_ step: PushStep) -> Line? {
    let before = accepted.removeValue(forKey: step.key)
    switch step.event {
    case .created, .updated:
      if isTested, step.kind == .connection, step.status == .done {
        accepted[step.key] = step
        return nil
      }
      return line(step, Self.accepted(step))
    case .deleted: return line(step, "deleted \(Self.clock(step.at))")
    case .forgotten: return line(step, Self.with(step.reason, after: "let go of"))
    // How many are as they should be is counted, and nobody wants to read which.
    case .unchanged: return nil
    case .skipped:
      let text = step.isWaiting || step.status == .done ? "" : "not tried"
      return line(step, text.isEmpty ? step.reason : Self.with(step.reason, after: text))
    case .unclear:
      return line(step, Self.with(step.reason, after: "unclear \(Self.clock(step.at))"))
    case .passed: return line(step, Self.test("passed", step, before))
    case .unproven:
      if step.reason.isEmpty { return line(step, Self.test("proves nothing", step, before)) }
      return line(step, (before.map { Self.accepted($0) + "; " } ?? "") + step.reason)
    case .failed:
      let isTest = before != nil || work == .test || onlyTested.contains(step.key)
      let text =
        isTest && step.status == .remoteUnreachable
        ? (before.map { Self.accepted($0) + "; " } ?? "") + "could not be tested"
        : isTest
          ? Self.test("failed", step, before)
          : work == .refresh ? "could not be looked at" : "failed \(Self.clock(step.at))"
      return line(step, Self.with(step.reason, after: text))
    }
  }

  /// What was accepted and never tested, told at the end.
  package mutating func finish() -> [Line] {
    let rest = accepted.values.sorted { ($0.at, $0.key.path) < ($1.at, $1.key.path) }
    accepted = [:]
    return rest.map { line($0, Self.accepted($0) + "; not tested") }
  }

  private func line(_ step: PushStep, _ text: String) -> Line {
    let path = step.key.path
    let gap = String(repeating: " ", count: max(width - path.count, 0) + 2)
    return Line(text: path + gap + text, isProblem: step.status != .done, cause: step.reason)
  }

  private static func accepted(_ step: PushStep) -> String { "accepted \(clock(step.at))" }

  private static func test(_ word: String, _ step: PushStep, _ before: PushStep?) -> String {
    guard let before else { return "test \(word)" }
    let seconds = Int((step.at - before.at) / 1_000)
    let duration = seconds > 0 ? " after \(Spans.text(seconds: seconds))" : ""
    return "\(accepted(before)); test \(word)\(duration)"
  }

  private static func with(_ reason: String, after text: String) -> String {
    reason.isEmpty ? text : "\(text): \(reason)"
  }

  /// The time of day, in UTC.
  private static func clock(_ milliseconds: Int64) -> String {
    String(Times.text(milliseconds).dropFirst(11).prefix(8))
  }
}
