import Moving
import Sealing

extension FuzzTarget {
  /// A script, and behind a NUL byte the environment file that it is read with.
  static let scripts = FuzzTarget(name: "scripts", about: "Node scripts, read and never run") {
    input in
    let end = ByteSearch.first(0, in: input) ?? input.count
    var environment = ScriptEnvironment()
    do throws(LineProblem) {
      environment = try ScriptEnvironment(input.from(end + 1))
    } catch {
      try check(error)
    }
    let script = input.extracting(0..<end)
    var intake = Intake()
    let findings: ScriptFindings
    do throws(MovingError) {
      findings = try intake.readScript(script, environment)
    } catch {
      return try check(LineProblem(line: 1, error: error))
    }
    try promise(
      findings.fromEnvironment <= intake.secretCount, "more secrets are elsewhere than there are")
    try promise(
      intake.problemCount > 0 || findings.workspace != nil, "no workspace, and no problem")
    let lines = 1 + script.array.count { $0 == 0x0A }
    for problem in intake.problems {
      try check(problem)
      try promise(problem.line <= lines, "a problem behind the end of the script")
    }
    for remark in intake.remarks { try promise(isShowable(remark), "a remark is not showable") }
    let count = intake.count
    var found = 0
    for piece in intake.takePieces() {
      try Pieces.forEach(in: piece, mapping: { $0 as any Error }) { _ throws(any Error) in
        found += 1
      }
    }
    try promise(found == count, "\(count) profiles were packed and \(found) unpacked")
  }

  private static func check(_ problem: LineProblem) throws {
    try promise(problem.line > 0, "a problem without a line")
    try promise(isShowable(problem.error.message), "a message is not fit for a terminal")
    try promise(isShowable(problem.error.remedy), "a remedy is not fit for a terminal")
  }
}
