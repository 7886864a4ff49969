/// Text laid out in lines of a given width.
enum Paragraphs {
  /// Breaks prose at spaces; a word that is longer than a line keeps a line of its own.
  ///
  /// Paragraphs are apart by an empty line, and lines that start with two spaces stay as they are.
  static func wrap(_ text: String, to width: Int, indent: Int = 0) -> [String] {
    let margin = String(repeating: " ", count: indent)
    var lines: [String] = []
    var line = ""
    func flush() {
      if !line.isEmpty { lines.append(margin + line) }
      line = ""
    }
    for raw in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let source = clean(raw)
      if source.isEmpty {
        flush()
        if lines.last?.isEmpty == false { lines.append("") }
      } else if source.starts(with: "  ") {
        flush()
        lines.append(margin + source)
      } else {
        for word in source.split(separator: " ") {
          if !line.isEmpty, indent + line.count + 1 + word.count > width { flush() }
          line += line.isEmpty ? String(word) : " " + word
        }
      }
    }
    flush()
    if lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }

  /// Two columns: a term, and its help from a common column on.
  ///
  /// - Parameters:
  ///   - rows: What to list.
  ///   - width: The columns there are.
  ///   - least: The width that the terms get even where all are shorter, so that lists align.
  /// - Returns: The lines.
  static func list(
    _ rows: [(term: String, help: String)], width: Int, least: Int = 0
  ) -> [String] {
    let longest = rows.map(\.term.count).filter { $0 <= 26 }.reduce(least, max)
    let column = 2 + longest + 2
    return rows.flatMap { row -> [String] in
      var lines = wrap(row.help, to: width, indent: column)
      let term = "  " + clean(row.term[...])
      if row.term.count > longest || lines.isEmpty { return [term] + lines }
      let gap = String(repeating: " ", count: column - term.count)
      lines[0] = term + gap + lines[0].dropFirst(column)
      return lines
    }
  }

  /// The line without anything that a terminal could obey.
  static func clean(_ line: Substring) -> String {
    var text = ""
    text.unicodeScalars.append(contentsOf: line.unicodeScalars.filter(Shown.isHarmless))
    return text
  }
}
