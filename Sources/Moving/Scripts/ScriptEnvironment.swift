import Sealing

/// The variables of an environment file, for the `process.env.NAME` of a script.
package struct ScriptEnvironment: Sendable {
  private var values: [String: Secret] = [:]

  /// No variables at all.
  package init() {}

  package init(_ bytes: Span<UInt8>) throws(LineProblem) {
    var lines = Lines(bytes)
    while let line = lines.next(of: bytes) {
      do throws(MovingError) {
        guard line.range.count <= Intake.longestLine else {
          throw .tooLong(limit: Intake.longestLine)
        }
        guard let assignment = try Assignment.read(line.range, of: bytes) else { continue }
        values[assignment.name] = Secret(assignment.secret(of: bytes))
      } catch {
        throw LineProblem(line: line.number, error: error)
      }
    }
  }

  subscript(_ name: String) -> Secret? { values[name] }
}
