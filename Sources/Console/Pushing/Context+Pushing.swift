import Host
package import Messages
package import Sealing

extension Context {
  /// Begins a push, a test or a look, and tells how it goes until it is over.
  ///
  /// Ctrl-C lets what is under way come to its end; a second one leaves at once.
  package mutating func drive(
    _ call: BeginPush, attachments: [Secret] = [], plan: PlanSheet? = nil
  ) throws(Failure) -> PushEnd {
    let begun = try ask(call, attachments: attachments).answer
    let interruption = Interruption()
    var tale = PushTale(call, begun, plan, self)
    var wasStopped = false
    while true {
      let progress = try progress(of: begun.token, seen: tale.steps.count)
      tale.take(progress, &printer)
      if progress.isOver { return tale.end(progress, wasStopped: wasStopped, &printer) }
      guard interruption.take() else { continue }
      tale.pause(&printer)
      guard !wasStopped else { throw .left }
      wasStopped = true
      _ = try ask(StopPush(token: begun.token))
      if !options.quiet {
        printer.err("coffer: stopping; what is under way comes to its end (Ctrl-C leaves it)")
      }
    }
  }

  private mutating func progress(of token: Int, seen: Int) throws(Failure) -> PushProgress {
    do throws(Failure) {
      return try ask(AwaitPush(token: token, seen: seen)).answer
    } catch  where error == .stopped {
      throw error.advising(Failure.left.hint)
    }
  }

  /// Prints how it ended, and fails with what is wrong.
  package mutating func conclude(_ end: PushEnd) throws(Failure) {
    if isJSON {
      try json(PushResult(end))
    } else if let summary = end.summary {
      remark("done", summary)
    }
    if let failure = end.failure(asJSON: isJSON) { throw failure }
  }

  /// Whether a person is shown a line.
  fileprivate var tellsPeople: Bool { !options.json && !options.quiet }
}

/// A push as it is told while it runs.
private struct PushTale {
  private(set) var steps: [PushStep] = []
  private let work: BeginPush.Work
  private let plan: PlanSheet?
  private var log: PushLog
  private var live: LiveLine
  /// Whether every object gets a line; of many, a terminal shows only those with a problem.
  private let tellsAll: Bool
  private let tellsAny: Bool
  /// How often each problem came up.
  private var causes: [String: Int] = [:]
  /// How many lines a person reads as they go by.
  private static let readable = 24
  /// After how many objects a person has understood what is wrong.
  private static let patience = 5

  init(_ call: BeginPush, _ begun: PushBegun, _ plan: PlanSheet?, _ context: borrowing Context) {
    work = call.work
    self.plan = plan
    log = PushLog(call.work, isTested: call.isTested, plan: plan)
    let width = context.printer.width
    let isQuiet = !context.tellsPeople
    live = LiveLine(width: isQuiet ? nil : width)
    let count = plan?.concerned ?? begun.count
    tellsAll = !isQuiet && (width == nil || count <= Self.readable)
    tellsAny = !context.isJSON
  }

  mutating func take(_ progress: PushProgress, _ printer: inout Printer) {
    steps += progress.steps
    tell(progress.steps.compactMap { log.take($0) }, &printer)
    if !progress.isOver { live.show(progress, &printer) }
  }

  mutating func pause(_ printer: inout Printer) {
    live.clear(&printer)
    printer.flush()
  }

  mutating func end(
    _ progress: PushProgress, wasStopped: Bool, _ printer: inout Printer
  ) -> PushEnd {
    tell(log.finish(), &printer)
    live.clear(&printer)
    for (cause, count) in causes.sorted(by: { $0.key < $1.key }) where count > Self.patience {
      printer.out("and \(count - Self.patience) more: \(cause)")
    }
    printer.flush()
    return PushEnd(
      work, steps: steps, rows: progress.rows, plan: plan, failure: progress.failure,
      wasStopped: wasStopped)
  }

  private mutating func tell(_ lines: [PushLog.Line], _ printer: inout Printer) {
    let told = lines.filter { tellsAll || tellsAny && $0.isProblem && isNews($0, to: printer) }
    guard !told.isEmpty else { return }
    live.clear(&printer)
    for line in told { printer.out(line.text) }
    printer.flush()
  }

  /// Off a terminal every object is named, since nobody looks on.
  private mutating func isNews(_ line: PushLog.Line, to printer: Printer) -> Bool {
    guard printer.isTerminal, !line.cause.isEmpty else { return true }
    causes[line.cause, default: 0] += 1
    return causes[line.cause, default: 0] <= Self.patience
  }
}

extension Failure {
  /// The person did not wait for the end.
  fileprivate static let left = Failure(
    .partly, "left before the push had ended",
    hint: "see what stands with 'coffer status --refresh', and go on with 'coffer push --all'")
}
