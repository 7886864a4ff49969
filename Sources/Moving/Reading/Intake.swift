package import Catalog
import Profiles
package import Sealing

/// What was read from a file: the profiles, packed, and everything that is wrong with it.
package struct Intake: Sendable {
  /// How many problems are told; the others are counted.
  package static let told = 20
  /// How long one profile's line may be.
  static let longestLine = Pieces.largest

  private var pieces = Pieces()
  /// The first problems, in the order of the lines.
  package private(set) var problems: [LineProblem] = []
  package private(set) var problemCount = 0
  package private(set) var remarks: [String] = []
  /// How many secrets the file holds in the clear.
  package private(set) var secretCount = 0

  package init() {}

  package var count: Int { pieces.count }

  package mutating func takePieces() -> [Secret] { pieces.finish() }

  package mutating func add(_ draft: Draft) {
    do throws(MovingError) {
      try pieces.add(draft.profile)
    } catch {
      return note(error, at: draft.profile.line)
    }
    for field in draft.profile.fields {
      if case .secret = field.content { secretCount += 1 }
    }
    for text in draft.remarks { remark("\(Cleaned.text(draft.profile.name)): \(text)") }
    if draft.profile.labels.contains(where: { Self.isFormula($0.value) }) {
      remark(
        "line \(draft.profile.line): a label begins like a formula of a spreadsheet; it is kept as text"
      )
    }
  }

  package mutating func note(_ error: MovingError, at line: Int) {
    problemCount += 1
    if problems.count < Self.told { problems.append(LineProblem(line: line, error: error)) }
  }

  package mutating func remark(_ text: String) {
    if remarks.count < Self.told, !remarks.contains(text) { remarks.append(text) }
  }

  /// Reads one line's profile and notes what is wrong with it.
  mutating func attempt(
    line: Int, _ body: () throws(MovingError) -> Draft?
  ) {
    do throws(MovingError) {
      if let draft = try body() { add(draft) }
    } catch {
      note(error, at: line)
    }
  }

  private static func isFormula(_ text: String) -> Bool {
    guard let first = text.utf8.first else { return false }
    return "=+-@".utf8.contains(first)
  }
}

extension Intake {
  /// Reads a whole file; what is wrong with the file itself is thrown.
  package mutating func read(
    _ bytes: Span<UInt8>, as format: InputFormat, maps: [String], usual type: ProfileType?
  ) throws(MovingError) {
    try Lines.check(bytes)
    if !maps.isEmpty, format != .csv, format != .dotenv { throw .badMap(Cleaned.text(maps[0])) }
    switch format {
    case .jsonl: readJSONLines(bytes, usual: type)
    case .csv: try readCSV(bytes, maps: maps, usual: type)
    case .dotenv: try readDotenv(bytes, maps: maps, usual: type)
    case .url: readURLs(bytes, usual: type)
    case .script: _ = try readScript(bytes, ScriptEnvironment())
    case .export, .pass: throw .notAnExport
    }
    if count == 0, problemCount == 0 { throw .empty }
  }

  private mutating func readJSONLines(_ bytes: Span<UInt8>, usual type: ProfileType?) {
    forEachLine(of: bytes) { intake, line in
      intake.attempt(line: line.number) { () throws(MovingError) in
        try JSONLines.profile(line, of: bytes, usual: type)
      }
    }
  }

  private mutating func readURLs(_ bytes: Span<UInt8>, usual type: ProfileType?) {
    forEachLine(of: bytes) { intake, line in
      guard bytes[line.range.lowerBound] != UInt8(ascii: "#") else { return }
      intake.attempt(line: line.number) { () throws(MovingError) in
        guard let place = NamedURL.parting(line.range, of: bytes) else {
          throw .noName
        }
        guard let name = Bytes.text(bytes.extracting(place.name)) else { throw .notUTF8 }
        let url = try ConnectionURL(place.url, of: bytes)
        let type = if let type { type } else { try url.type() }
        var draft = Draft(line: line.number, name: name, type: type)
        try url.fill(&draft, from: bytes)
        return draft
      }
    }
  }

  /// Each line that is not empty, short enough and text.
  mutating func forEachLine(
    of bytes: Span<UInt8>, _ body: (inout Intake, Lines.Line) -> Void
  ) {
    var lines = Lines(bytes)
    while let line = lines.next(of: bytes) {
      let range = Bytes.trimmed(line.range, of: bytes)
      guard !range.isEmpty else { continue }
      guard range.count <= Self.longestLine else {
        note(.tooLong(limit: Self.longestLine), at: line.number)
        continue
      }
      if let nul = ByteSearch.first(0, in: bytes.extracting(range)), nul < range.count {
        note(.nul, at: line.number)
        continue
      }
      body(&self, Lines.Line(number: line.number, range: range))
    }
  }
}
