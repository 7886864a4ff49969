import Console
import Messages
import Testing

@Suite struct TimeSpanTests {
  /// 2026-11-28T08:30:00Z.
  private static let now: Int64 = 1_795_854_600_000

  private func span(_ text: String) throws -> [String] {
    let span = try TimeSpan(text, now: Self.now)
    return [Times.text(span.start), Times.text(span.end)]
  }

  @Test(arguments: [
    ("2026", "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z"),
    ("2026-Q3", "2026-07-01T00:00:00Z", "2026-10-01T00:00:00Z"),
    ("2026-Q4", "2026-10-01T00:00:00Z", "2027-01-01T00:00:00Z"),
    ("2026-11", "2026-11-01T00:00:00Z", "2026-12-01T00:00:00Z"),
    ("2026-12", "2026-12-01T00:00:00Z", "2027-01-01T00:00:00Z"),
    ("2024-02-29", "2024-02-29T00:00:00Z", "2024-03-01T00:00:00Z"),
    ("yesterday", "2026-11-27T00:00:00Z", "2026-11-28T00:00:00Z"),
    ("today", "2026-11-28T00:00:00Z", "2026-11-29T00:00:00Z"),
    ("7d", "2026-11-21T08:30:00Z", "2026-11-28T08:30:00Z"),
    ("2w", "2026-11-14T08:30:00Z", "2026-11-28T08:30:00Z"),
    ("90m", "2026-11-28T07:00:00Z", "2026-11-28T08:30:00Z"),
    ("2026-11-28T10:41", "2026-11-28T10:41:00Z", "2026-11-28T10:42:00Z"),
    ("2026-11-28 10:41:07Z", "2026-11-28T10:41:07Z", "2026-11-28T10:41:08Z"),
    ("2026-11-28T00:30:00+02:00", "2026-11-27T22:30:00Z", "2026-11-27T22:30:01Z"),
    ("1969-12-31", "1969-12-31T00:00:00Z", "1970-01-01T00:00:00Z"),
  ])
  func `is from its beginning up to its end`(text: String, start: String, end: String) throws {
    #expect(try span(text) == [start, end])
  }

  @Test(arguments: [
    "", "soon", "2026-13", "2026-00", "2026-Q5", "2026-Q0", "2025-02-29", "2026-11-31", "26-11-28",
    "2026-11-28T24:00", "2026-11-28T10", "2026-11T10:00", "7", "d", "-7d", "7 d", "9999999d",
    "2026-11-28T10:41:60", "2026-11-28T10:41:07.1Z", "2026-11-28T10:41+15:00", "٢٠٢٦",
  ])
  func `what is no time is refused with what one looks like`(text: String) {
    do throws(Failure) {
      _ = try TimeSpan(text, now: Self.now)
      Issue.record("taken for a time")
    } catch {
      #expect(error.status == .usage && error.hint.contains("2026-11"))
    }
  }
}

@Suite struct EventCSVTests {
  @Test(arguments: ["=1+1", "+1", "-1", "@x", "  =1", "\t=1", "\u{FF1D}1", "'=1", "%0A", "|x"])
  func `no cell is a formula`(text: String) {
    let cell = EventCSV.cell(text)
    let first = cell.unicodeScalars.first { $0 != "\"" }
    #expect(first == "'", "\(cell)")
    #expect(!cell.unicodeScalars.contains { $0.value < 0x20 })
  }

  @Test func `quotation marks and commas stay in their cell`() {
    #expect(EventCSV.cell("a,b") == "\"a,b\"")
    #expect(EventCSV.cell("a\"b") == "\"a\"\"b\"")
    #expect(EventCSV.cell("plain") == "plain")
    // A mark joins to the quote beside it, and is no way out of a cell.
    for (text, cell) in [
      ("a\"\u{0301}", "\"a\"\"\u{0301}\""), ("\u{0D4E}\"b", "\"\u{0D4E}\"\"b\""),
    ] {
      #expect(
        EventCSV.cell(text).unicodeScalars.elementsEqual(cell.unicodeScalars), "\(cell)")
    }
  }

  @Test func `a line has as many cells as the heading`() {
    let event = EventLine(
      sequence: 7, time: 0, action: "secret.read", outcome: "done", subject: nil,
      facts: [EventLine.Fact(key: "user", value: "ann"), EventLine.Fact(key: "x", value: "y")],
      isAuthenticated: true)
    let commas = EventCSV.heading.count { $0 == "," }
    #expect(EventCSV.line(event).count { $0 == "," } == commas)
    #expect(EventCSV.line(event).hasSuffix("x=y"))
  }
}
