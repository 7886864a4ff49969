import Catalog
import Profiles
import Sealing

extension Intake {
  /// Reads a dotenv file; the variables of one profile may stand anywhere in it.
  mutating func readDotenv(
    _ bytes: Span<UInt8>, maps: [String], usual type: ProfileType?
  ) throws(MovingError) {
    var found = try Assignments(maps, usual: type, calling: "dotenv file")
    forEachLine(of: bytes) { intake, line in
      do throws(MovingError) {
        guard let assignment = try Assignment.read(line.range, of: bytes) else { return }
        let value = assignment.secret(of: bytes)
        try found.take(assignment.name, value, line: line.number)
      } catch {
        intake.note(error, at: line.number)
      }
    }
    try finish(found, calling: "variables")
  }

  /// Adds what the maps made of all names.
  mutating func finish(_ found: Assignments, calling what: String) throws(MovingError) {
    for draft in found.drafts { add(draft) }
    if !found.strangers.isEmpty {
      let names = found.strangers.prefix(5).map { Cleaned.text($0) }.joined(separator: ", ")
      let more = found.strangers.count > 5 ? " and \(found.strangers.count - 5) more" : ""
      if found.drafts.isEmpty, problemCount == 0 { throw .nothingMatches(what) }
      remark("no map fits \(names)\(more): left out")
    }
  }
}
