import Arguments
import Catalog
import Messages
import Moving
import Sealing

/// What was read from a file, ready to be sent, with everything that is wrong with it.
struct Baggage {
  let format: InputFormat
  let pieces: [Secret]
  let count: Int
  /// How many secrets the file holds for whoever reads it.
  let secretCount: Int
  let remarks: [String]
  /// What a script ties together.
  let findings: ScriptFindings
  private let problems: [LineProblem]
  private let problemCount: Int

  init(
    _ intake: consuming Intake, _ format: InputFormat,
    _ findings: ScriptFindings = ScriptFindings()
  ) {
    self.format = format
    self.findings = findings
    count = intake.count
    secretCount = intake.secretCount - findings.fromEnvironment
    remarks = intake.remarks
    problems = intake.problems
    problemCount = intake.problemCount
    pieces = intake.takePieces()
  }

  /// What an export held, of which nothing lies about in the clear.
  init(export pieces: [Secret], count: Int) {
    format = .export
    self.pieces = pieces
    self.count = count
    secretCount = 0
    remarks = []
    findings = ScriptFindings()
    problems = []
    problemCount = 0
  }

  var hasProblems: Bool { problemCount > 0 }

  /// The failure that names every line: those that could not be read and those that were refused.
  func refusal(
    _ others: [ImportAnswer.Problem], _ otherCount: Int, of path: String
  ) -> Failure {
    let hasEntries = format == .export || format == .pass
    let (place, plural) = hasEntries ? ("entry", "entries") : ("line", "lines")
    var lines: [(line: Int, text: String, failure: Failure)] = []
    for problem in problems {
      lines.append((problem.line, "\(place) \(problem.line): ", Failure(problem.error)))
    }
    for problem in others {
      lines.append(
        (problem.line, "\(place) \(problem.line): \(problem.name): ", problem.failure))
    }
    lines.sort { $0.line < $1.line }
    let total = problemCount + otherCount
    var items = lines.prefix(Intake.told).map { Printer.cleaned($0.text + Self.text($0.failure)) }
    if total > items.count { items.append("and \(total - items.count) more") }
    let first = lines.first?.failure
    let isConflict = !lines.isEmpty && lines.allSatisfy { $0.failure.status == .conflict }
    return Failure(
      isConflict ? .conflict : .invalid,
      "\(total) \(total == 1 ? place : plural) of \(Printer.cleaned(path)) cannot be imported; "
        + "nothing was written",
      hint: isConflict
        ? "say --update to change those that are there, or --on-conflict skip to leave them"
        : first.map { ErrorReport($0).hint } ?? "look at the file",
      items: items)
  }

  private static func text(_ failure: Failure) -> String {
    guard let unknown = failure.unknown,
      let nearest = Suggestion.nearest(unknown, among: failure.known)
    else { return failure.message }
    return failure.message + "; did you mean '\(nearest)'?"
  }
}

extension Failure {
  /// What is wrong with a file or a line of it.
  init(_ error: MovingError) {
    switch error {
    case .catalog(let error): self.init(error)
    case .noMap, .badMap, .noType, .strangeColumn, .noColumn, .unknownFormat, .exportKind:
      self.init(.usage, error.message, hint: error.remedy)
    case .exportForOther: self.init(.wrongKey, error.message, hint: error.remedy)
    case .damagedExport: self.init(.damaged, error.message, hint: error.remedy)
    case .newerExport: self.init(.newer, error.message, hint: error.remedy)
    default: self.init(.invalid, error.message, hint: error.remedy)
    }
  }
}

/// Does something with a file that is moved.
func moved<T: ~Copyable>(_ body: @autoclosure () throws(MovingError) -> T) throws(Failure) -> T {
  do throws(MovingError) { return try body() } catch { throw Failure(error) }
}
