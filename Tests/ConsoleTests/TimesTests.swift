import Console
import Messages
import Testing

@Suite struct TimesTests {
  @Test(
    arguments: [
      (0, "1970-01-01T00:00:00Z"), (951_782_400_000, "2000-02-29T00:00:00Z"),
      (1_767_225_599_999, "2025-12-31T23:59:59Z"), (-1, "1969-12-31T23:59:59Z"),
      (4_107_542_400_000, "2100-03-01T00:00:00Z"),
    ] as [(Int64, String)])
  func `writes UTC to the second`(milliseconds: Int64, text: String) {
    #expect(Times.text(milliseconds) == text)
  }

  @Test(
    arguments: [
      (0, "just now"), (59, "59 s ago"), (3_599, "59 min ago"), (86_399, "23 h ago"),
      (864_000, "10 d ago"), (-120, "in the future"),
    ] as [(Int64, String)])
  func `says how long ago in one unit`(seconds: Int64, text: String) {
    #expect(Times.age(1_000_000_000, now: 1_000_000_000 + seconds * 1_000) == text)
  }

  @Test(arguments: [("90", 90), ("45s", 45), ("30m", 1_800), ("1h30m", 5_400), ("2d", 172_800)])
  func `reads lengths of time`(text: String, seconds: Int) throws {
    #expect(try Spans.seconds(text, option: "--idle") == seconds)
  }

  @Test(arguments: ["", "m", "1h30", "-5m", "0", "1w", "10 m", "99999999999999999999s", "١m"])
  func `refuses what is no length of time`(text: String) {
    #expect(throws: Failure.self) { try Spans.seconds(text, option: "--idle") }
  }

  @Test func `writes lengths of time in two units`() {
    #expect(Spans.text(seconds: 34_920) == "9 h 42 min")
    #expect(Spans.text(seconds: 35_999) == "10 h")
    #expect(Spans.text(seconds: 59) == "59 s")
    #expect(Spans.text(seconds: 0) == "0 s")
    #expect(Spans.text(seconds: 3_600) == "1 h")
  }
}
