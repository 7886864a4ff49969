import ClickHouseCloud
import Testing

@Suite struct CloudTimeTests {
  @Test func `reads times as the API writes them, and no others`() {
    for (text, milliseconds) in [
      ("1970-01-01T00:00:00Z", 0), ("2026-08-01T12:34:56.789Z", 1_785_587_696_789),
      ("2026-08-01T14:34:56.7+02:00", 1_785_587_696_700), ("2000-02-29T23:59:59Z", 951_868_799_000),
      ("1969-12-31T23:59:59.5Z", -500), ("2100-03-01 00:00:00Z", 4_107_542_400_000),
      ("2026-08-01T12:34:56.123456789Z", 1_785_587_696_123),
    ] as [(String, Int64)] {
      #expect(CloudTime.milliseconds(text) == milliseconds, "\(text)")
    }
    for text in [
      "", "2026-08-01", "2026-08-01T12:34:56", "2026-13-01T12:34:56Z", "2026-08-01T24:00:00Z",
      "2026-08-01T12:34:56.Z", "2026-08-01T12:34:56+0200", "2026-08-01T12:34:56Z ",
      "20x6-08-01T12:34:56Z", "2026-08-01T12:34:56+25:00", "never, as far as anybody knows",
    ] {
      #expect(CloudTime.milliseconds(text) == nil, "\(text)")
    }
  }

  @Test func `writes what it reads`() {
    for text in [
      "1970-01-01T00:00:00Z", "2026-08-01T12:34:56Z", "2000-02-29T23:59:59Z",
      "2023-12-31T23:59:59Z", "1969-12-31T00:00:01Z", "2100-02-28T00:00:00Z",
    ] {
      #expect(CloudTime.milliseconds(text).map { CloudTime.text($0) } == text)
    }
  }
}
