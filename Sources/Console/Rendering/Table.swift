/// Rows under headings, in columns; on a terminal the widest columns give way to its width.
package struct Table: Equatable, Sendable {
  private let headings: [String]
  private var rows: [[String]] = []
  private let gap = 2
  /// No column is cut below this.
  private let narrowest = 8

  package init(_ headings: String...) {
    self.headings = headings
  }

  package mutating func add(_ cells: String...) {
    rows.append(cells.map(Printer.cleaned))
  }

  package var isEmpty: Bool { rows.isEmpty }

  /// The lines to print.
  ///
  /// Without a width, as off a terminal, nothing is cut.
  package func lines(width: Int?) -> [String] {
    let all = [headings.map { $0.uppercased() }] + rows
    let widths = columns(all, width: width)
    return all.map { cells in
      var line = ""
      for (index, cell) in cells.enumerated() where index < widths.count {
        let cut = Self.cut(cell, to: widths[index])
        line += cut
        if index + 1 < cells.count {
          line += String(repeating: " ", count: widths[index] - cut.count + gap)
        }
      }
      while line.last == " " { line.removeLast() }
      return line
    }
  }

  private func columns(_ all: [[String]], width: Int?) -> [Int] {
    var widths = headings.indices.map { column in
      all.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    guard let width else { return widths }
    let room = width - gap * (widths.count - 1)
    while widths.reduce(0, +) > room {
      guard let widest = widths.indices.max(by: { widths[$0] < widths[$1] }),
        widths[widest] > narrowest
      else { break }
      widths[widest] -= 1
    }
    return widths
  }

  private static func cut(_ cell: String, to width: Int) -> String {
    cell.count <= width ? cell : cell.prefix(width - 1) + "…"
  }
}
