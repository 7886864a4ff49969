import Testing

@testable import Probing

/// What SQL says must not depend on which scalars Swift joins to one character.
@Suite struct QuotingTests {
  /// U+0D4E joins what comes after it, U+0301 what comes before it.
  private static let joins = ["%", "\u{0D4E}%", "%\u{0301}", "\u{0D4E}%\u{0301}"]

  private static func scalars(_ text: String) -> [UInt32] { text.unicodeScalars.map(\.value) }

  private static func expect(
    _ quote: (String) -> String, _ inside: String, becomes written: String,
    between mark: String
  ) {
    for join in joins {
      func put(_ text: String) -> String {
        var all = String.UnicodeScalarView()
        for scalar in join.unicodeScalars {
          if scalar == "%" { all += text.unicodeScalars } else { all.append(scalar) }
        }
        return String(all)
      }
      // What is written once is joined on both sides as what was given was.
      #expect(
        scalars(quote(put(inside))) == scalars(mark) + scalars(put(written)) + scalars(mark),
        "\(scalars(put(inside)))")
    }
  }

  @Test func `each quote is doubled, whatever stands beside it`() {
    Self.expect(Quoting.name, "\"", becomes: "\"\"", between: "\"")
    Self.expect(Quoting.text, "'", becomes: "''", between: "'")
    Self.expect(Quoting.tick, "`", becomes: "``", between: "`")
    Self.expect(Quoting.escapedTick, "`", becomes: "``", between: "`")
    Self.expect(Quoting.escaped, "'", becomes: "''", between: "'")
  }

  @Test func `what means something is escaped, whatever stands beside it`() {
    Self.expect(Quoting.escaped, "\\", becomes: "\\\\", between: "'")
    Self.expect(Quoting.escapedTick, "\\", becomes: "\\\\", between: "`")
    for (mark, written) in [("\\", "\\\\"), ("_", "\\_"), ("%", "\\%"), ("`", "``")] {
      Self.expect(Quoting.pattern, mark, becomes: written, between: "`")
    }
  }

  @Test func `a zero never ends a name`() {
    for quote in [
      Quoting.name, Quoting.text, Quoting.tick, Quoting.pattern, Quoting.escaped,
      Quoting.escapedTick,
    ] {
      for text in ["a\0b", "a\0\u{0301}b", "\u{0D4E}\0b"] {
        #expect(!quote(text).utf8.contains(0))
      }
    }
  }

  @Test func `plain names stay as they are`() {
    #expect(Quoting.name("acme_ro") == "\"acme_ro\"")
    #expect(Quoting.pattern("acme_ro") == "`acme\\_ro`")
    #expect(Quoting.escaped("it's") == "'it''s'")
  }
}
