import Catalog
import Moving
import Packing
import Sealing

extension FuzzTarget {
  /// A file to be imported, in the form that the first byte chooses.
  static let imports = FuzzTarget(name: "imports", about: "files of profiles, in every form") {
    input in
    let format = InputFormat.allCases[Int(input.byte(0)) % InputFormat.allCases.count]
    let file = input.from(1)
    _ = InputFormat.guess(file, name: "file")
    if format == .export { return try tryExport(file) }
    if format == .pass { return try tryPass(file) }
    var intake = Intake()
    let maps = format == .dotenv ? ["{NAME}_CH_{FIELD}", "{NAME}_URL"] : []
    do throws(MovingError) {
      try intake.read(file, as: format, maps: maps, usual: Types.named("clickhouse"))
    } catch {
      return try check(error)
    }
    for problem in intake.problems {
      try promise(problem.line > 0, "a problem without a line")
      try check(problem.error)
    }
    for remark in intake.remarks { try promise(isShowable(remark), "a remark is not showable") }
    let count = intake.count
    var found = 0
    for piece in intake.takePieces() {
      try Pieces.forEach(in: piece, mapping: { $0 as any Error }) { profile throws(any Error) in
        found += 1
        try rewritten(profile)
      }
    }
    try promise(found == count, "\(count) profiles were packed and \(found) unpacked")
  }

  private static func check(_ error: MovingError) throws {
    try promise(isShowable(error.message), "a message is not fit for a terminal")
    try promise(isShowable(error.remedy), "a remedy is not fit for a terminal")
  }

  /// What is written as JSON is read back with the same fields.
  private static func rewritten(_ profile: MovedProfile) throws {
    guard profile.fields.allSatisfy({ if case .generated = $0.content { false } else { true } })
    else { return }
    let line = JSONText.line(profile)
    var intake = Intake()
    try intake.read(line.bytes, as: .jsonl, maps: [], usual: nil)
    try promise(intake.count == 1, "what was written cannot be read: \(intake.problems)")
    for piece in intake.takePieces() {
      try Pieces.forEach(in: piece, mapping: { $0 as any Error }) { back throws(any Error) in
        try promise(back.name == profile.name, "a name was changed")
        try promise(
          Set(back.fields.map(\.name)) == Set(profile.fields.map(\.name)), "fields were changed")
        try promise(
          back.bindings.map(\.workspace) == profile.bindings.map(\.workspace)
            && back.bindings.map { $0.overrides.count }
              == profile.bindings.map { $0.overrides.count },
          "bindings were changed")
      }
    }
  }

  private static func tryExport(_ file: Span<UInt8>) throws {
    do throws(MovingError) {
      let found = try ExportHeader.read(file)
      let key = SecretBytes.random(count: 32)
      _ = try ExportPiece.openAll(of: file, from: found.end, header: found.header, key: key)
    } catch {
      try check(error)
    }
  }

  private static func tryPass(_ file: Span<UInt8>) throws {
    guard let type = Types.named("clickhouse") else { return }
    let contents = SecretBytes(copying: file)
    do throws(MovingError) {
      _ = try PassEntry.draft(file.from(0).text, contents, type: type, line: 1)
    } catch {
      try check(error)
    }
  }
}
