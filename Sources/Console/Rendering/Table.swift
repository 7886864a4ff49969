/// Rows under headings, in columns; on a terminal the widest columns give way to its width, those
/// that have to be read whole last.
package struct Table: Equatable, Sendable {
  private let headings: [String]
  /// How many columns from the left are cut only when all others are narrow already.
  private let whole: Int
  private var rows: [[String]] = []
  /// The rows that are one text across all columns.
  private var across: Set<Int> = []
  private let gap = 2
  /// No column is cut below this.
  private let narrowest = 8

  package init(_ headings: String..., whole: Int = 0) {
    self.headings = headings
    self.whole = whole
  }

  package mutating func add(_ cells: String...) {
    rows.append(cells.map(Printer.cleaned))
  }

  /// A row of one text, over the rows that it is about.
  package mutating func add(title: String) {
    across.insert(rows.count)
    rows.append([Printer.cleaned(title)])
  }

  package var isEmpty: Bool { rows.isEmpty }

  /// The lines to print.
  ///
  /// Without a width, as off a terminal, nothing is cut.
  package func lines(width: Int?) -> [String] {
    let headings = headings.map { $0.uppercased() }
    let columns = rows.indices.filter { !across.contains($0) }.map { rows[$0] }
    let widths = self.widths([headings] + columns, width: width)
    return [Self.line(headings, widths, gap)]
      + rows.indices.map { index in
        across.contains(index) ? rows[index].joined() : Self.line(rows[index], widths, gap)
      }
  }

  private static func line(_ cells: [String], _ widths: [Int], _ gap: Int) -> String {
    var line = ""
    for (index, cell) in cells.enumerated() where index < widths.count {
      let cut = cut(cell, to: widths[index])
      line += cut
      if index + 1 < cells.count {
        line += String(repeating: " ", count: widths[index] - cut.count + gap)
      }
    }
    while line.last == " " { line.removeLast() }
    return line
  }

  private func widths(_ all: [[String]], width: Int?) -> [Int] {
    var widths = headings.indices.map { column in
      all.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    guard let width else { return widths }
    let room = width - gap * (widths.count - 1)
    while widths.reduce(0, +) > room {
      let cuttable = widths.indices.filter { widths[$0] > narrowest }
      let rest = cuttable.filter { $0 >= whole }
      guard
        let widest = (rest.isEmpty ? cuttable : rest).max(by: { widths[$0] < widths[$1] })
      else { break }
      widths[widest] -= 1
    }
    return widths
  }

  private static func cut(_ cell: String, to width: Int) -> String {
    cell.count <= width ? cell : cell.prefix(width - 1) + "…"
  }
}
