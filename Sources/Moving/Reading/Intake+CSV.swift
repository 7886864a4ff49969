import Catalog
import Profiles
import Sealing

extension Intake {
  /// Reads a table whose first row names the columns.
  mutating func readCSV(
    _ bytes: Span<UInt8>, maps: [String], usual type: ProfileType?
  ) throws(MovingError) {
    let start = Lines.start(of: bytes)
    var cursor = CSVCursor(
      start..<bytes.count, separator: CSVCursor.separator(in: bytes, from: start))
    var header: [String] = []
    for cell in try cursor.row(bytes) {
      let name = try cell.text(of: bytes)
      header.append(String(name.drop { $0 == " " }))
    }
    let map = try ColumnMap(header: header, maps: maps, usual: type)
    while !cursor.isAtEnd {
      let line = cursor.line
      attempt(line: line) { () throws(MovingError) in
        let cells = try cursor.row(bytes)
        if cells.allSatisfy(\.isEmpty) { return nil }
        guard cells.count == map.targets.count else {
          throw .cellCount(found: cells.count, wanted: map.targets.count)
        }
        return try Self.draft(cells, map, line: line, of: bytes, usual: type)
      }
    }
  }

  private static func draft(
    _ cells: [CSVCursor.Cell], _ map: ColumnMap, line: Int, of bytes: Span<UInt8>,
    usual type: ProfileType?
  ) throws(MovingError) -> Draft {
    var name: String?
    var found = type
    for (cell, target) in zip(cells, map.targets) where !cell.isEmpty {
      guard cell.range.count <= longestLine else { throw .tooLong(limit: longestLine) }
      if target == .name { name = try cell.text(of: bytes) }
      if target == .type {
        let word = try cell.text(of: bytes)
        do throws(CatalogError) { found = try Types.find(word) } catch { throw .catalog(error) }
      }
    }
    guard let name else { throw .missingKey("name") }
    guard let found else { throw .missingKey("type") }
    var draft = Draft(line: line, name: name, type: found)
    for (cell, target) in zip(cells, map.targets) where !cell.isEmpty {
      try put(cell, target, of: bytes, into: &draft)
    }
    return draft
  }

  private static func put(
    _ cell: CSVCursor.Cell, _ target: ColumnMap.Target, of bytes: Span<UInt8>,
    into draft: inout Draft
  ) throws(MovingError) {
    switch target {
    case .name, .type, .nothing: return
    case .note: draft.note(try cell.text(of: bytes))
    case .via: draft.via(try cell.text(of: bytes))
    case .label(let key): draft.label(key, try cell.text(of: bytes))
    case .labels:
      let text = try cell.text(of: bytes)
      do throws(WordError) {
        for pair in try Labels.pairs(text) { draft.label(pair.key, pair.value) }
      } catch {
        throw .wrongKind("labels", wanted: "KEY=VALUE, several separated by commas")
      }
    case .field(let field): try draft.take(field, secret: cell.secret(of: bytes))
    case .url:
      let plain = cell.secret(of: bytes)
      let text = plain.bytes
      try ConnectionURL(0..<text.count, of: text).fill(&draft, from: text)
    }
  }
}
