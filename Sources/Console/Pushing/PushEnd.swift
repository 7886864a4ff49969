package import Messages

/// How a push, a test or a look ended: what happened, how everything stands, and the exit status.
package struct PushEnd: Sendable {
  package let work: BeginPush.Work
  package let steps: [PushStep]
  package let rows: [RemoteRow]
  /// What the plan could not do.
  private let blocked: [PlanRow]
  /// Why it ended early, if it did.
  private let failure: Failure?
  private let wasStopped: Bool
  /// What was there already, and only tested.
  private let onlyTested: Set<RemoteKey>

  package init(
    _ work: BeginPush.Work, steps: [PushStep], rows: [RemoteRow], plan: PlanSheet? = nil,
    failure: Failure? = nil, wasStopped: Bool = false
  ) {
    self.work = work
    onlyTested = plan?.tested ?? []
    self.steps = steps
    self.rows = rows
    self.failure = failure
    self.wasStopped = wasStopped
    let told = Set(steps.map(\.key))
    blocked = plan?.blocked.filter { !told.contains($0.key) } ?? []
  }

  /// What is wrong with one object.
  struct Problem {
    enum Kind: String, CaseIterable {
      case failing = "accepted but failing"
      case tested = "failing"
      case refused = "not accepted"
      case kept = "not deleted"
      case unseen = "not looked at"
      case unclear
      case blocked
      case waiting
    }
    let key: RemoteKey
    let kind: Kind
    let reason: String
    let hint: String
    let status: ExitStatus
  }

  /// The objects that are not as they should be, each once.
  var problems: [Problem] {
    var problems: [Problem] = []
    var last: [RemoteKey: Int] = [:]
    for step in steps where step.status != .done {
      let problem = Problem(
        key: step.key, kind: kind(of: step), reason: step.reason, hint: step.hint,
        status: step.status)
      if let index = last[step.key] {
        problems[index] = problem
      } else {
        last[step.key] = problems.count
        problems.append(problem)
      }
    }
    return problems
      + blocked.map { row in
        Problem(
          key: row.key, kind: .blocked, reason: row.reasons.joined(separator: ", "), hint: "",
          status: .needsPerson)
      }
  }

  private func kind(of step: PushStep) -> Problem.Kind {
    switch (step.event, work) {
    case (.skipped, _): step.isWaiting ? .waiting : .blocked
    case (.unclear, _): .unclear
    case (_, .test): .tested
    case (_, .refresh): .unseen
    case (_, .push) where rows.contains { $0.isLeaving && $0.key == step.key }: .kept
    case (_, .push) where accepted.contains(step.key): .failing
    case (_, .push): onlyTested.contains(step.key) ? .tested : .refused
    }
  }

  private var accepted: Set<RemoteKey> {
    Set(steps.filter { $0.event == .created || $0.event == .updated }.map(\.key))
  }

  /// How many objects something good happened to, and nothing bad.
  var successes: Int {
    let bad = Set(problems.map(\.key))
    let good = steps.filter { $0.event != .unchanged && $0.event != .skipped }
    return Set(good.map(\.key)).subtracting(bad).count
  }

  /// How many times each thing happened.
  package var counts: [String: Int] {
    var counts: [String: Int] = [:]
    for event in PushStep.Event.all { counts[event.rawValue] = 0 }
    for step in steps { counts[step.event.rawValue, default: 0] += 1 }
    counts["blocked"] = blocked.count
    return counts
  }

  /// What was done, as `2 accepted, 1 tested`; nil where that was told already.
  package var summary: String? {
    guard Set(steps.map(\.key)).count > 1, successes > 0 else { return nil }
    func count(_ events: PushStep.Event...) -> Int {
      steps.count { events.contains($0.event) }
    }
    let parts = [
      (count(.created, .updated), "accepted"), (count(.deleted), "deleted"),
      (count(.forgotten), "let go of"),
      (count(.passed), "tested"), (count(.unproven), "tested without proof"),
      (count(.unchanged), "unchanged"),
    ]
    return parts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
  }

  /// What the command ends with; nil where all is well.
  package func failure(asJSON: Bool) -> Failure? {
    let problems = problems
    if let failure { return wholly(failure, problems, asJSON) }
    guard !problems.isEmpty || wasStopped else { return nil }
    var message = Self.counted(problems)
    if wasStopped {
      let rest = message.isEmpty ? "" : "; " + message
      message = "stopped after \(Remark.count(successes, "object"))\(rest)"
    }
    return Failure(
      status(of: problems), message,
      hint: wasStopped
        ? "what was not begun is as it was; go on with: coffer push --all" : hint(problems),
      items: items(problems, asJSON))
  }

  /// What ended everything early, with what had been done by then.
  private func wholly(
    _ failure: Failure, _ problems: [Problem], _ asJSON: Bool
  ) -> Failure {
    Failure(
      successes > 0 ? .partly : failure.status, code: successes > 0 ? nil : failure.code,
      failure.message, hint: failure.hint, items: failure.items + items(problems, asJSON))
  }

  /// One status if all failed with it, and none came through.
  private func status(of problems: [Problem]) -> ExitStatus {
    if successes > 0 || wasStopped { return .partly }
    // What waits for something else failed because of that.
    let causes = problems.filter { $0.kind != .waiting }
    let statuses = Set((causes.isEmpty ? problems : causes).map(\.status))
    return statuses.count == 1 ? statuses.first ?? .partly : .partly
  }

  private static func counted(_ problems: [Problem]) -> String {
    Problem.Kind.allCases.compactMap { kind in
      let count = problems.count { $0.kind == kind }
      return count > 0 ? "\(count) \(kind.rawValue)" : nil
    }.joined(separator: ", ")
  }

  /// The one hint that there is, or else where the others are.
  private func hint(_ problems: [Problem]) -> String {
    let advice = Self.advice(problems)
    switch advice.count {
    case 0: return "see what stands where with: coffer status"
    case 1: return advice[0].hint
    default: return "what helps is named for each"
    }
  }

  /// A line for each object for a machine; a person read what happened, and is told what helps.
  private func items(_ problems: [Problem], _ asJSON: Bool) -> [String] {
    if asJSON {
      return problems.map { problem in
        let reason = problem.reason.isEmpty ? problem.kind.rawValue : problem.reason
        return "\(problem.key.path): \(reason)" + (problem.hint.isEmpty ? "" : "; \(problem.hint)")
      }
    }
    let advice = Self.advice(problems)
    guard advice.count > 1 else { return [] }
    return advice.map { "\(Self.some($0.paths)): \($0.hint)" }
  }

  /// What helps, and whom; what only waits is helped with what it waits for.
  private static func advice(_ problems: [Problem]) -> [(hint: String, paths: [String])] {
    let causes = problems.filter { $0.kind != .waiting }
    var advice: [(hint: String, paths: [String], first: String)] = []
    for problem in causes.isEmpty ? problems : causes where !problem.hint.isEmpty {
      let general = Self.general(problem.hint, about: problem.key.path)
      if let index = advice.firstIndex(where: { $0.hint == general }) {
        advice[index].paths.append(problem.key.path)
      } else {
        advice.append((general, [problem.key.path], problem.hint))
      }
    }
    return advice.map { ($0.paths.count == 1 ? $0.first : $0.hint, $0.paths) }
  }

  /// A hint as it is for all objects of its kind.
  static func general(_ hint: String, about path: String) -> String {
    hint.replacing(path, with: "WORKSPACE/NAME")
  }

  /// The first few of many.
  static func some(_ names: [String], limit: Int = 3) -> String {
    guard names.count > limit + 1 else { return names.joined(separator: ", ") }
    let shown = names.prefix(limit).joined(separator: ", ")
    return "\(shown) and \(names.count - limit) more"
  }
}

extension PushStep {
  /// Whether it was not tried since its connections are not there yet; anything else that was not
  /// tried is held up by something of its own.
  var isWaiting: Bool { event == .skipped && kind == .environment && status == .remoteRefused }
}

extension PushStep.Event {
  fileprivate static let all: [PushStep.Event] = [
    .created, .updated, .deleted, .forgotten, .passed, .unproven, .unchanged, .failed, .skipped,
    .unclear,
  ]
}

/// What `push`, `test` and the commands that delete over there print with `--json`.
package struct PushResult: Encodable, Equatable, Sendable {
  package let counts: [String: Int]
  package let rows: [RemoteLine]
  package let steps: [StepLine]

  package init(_ end: PushEnd) {
    counts = end.counts
    rows = end.rows.map(RemoteLine.init)
    steps = end.steps.map(StepLine.init)
  }
}
