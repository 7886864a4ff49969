import Console
import Testing

/// Numbers that only somebody who wrote into the file by hand can have put there.
@Suite struct HostileNumbersTests {
  @Test(arguments: [Int64.min, .min + 1, -1, 0, .max - 1, .max])
  func `the farthest times are shown and end nothing`(_ time: Int64) {
    #expect(!Times.text(time).isEmpty)
    #expect(!Times.age(time, now: 1_800_000_000_000).isEmpty)
    #expect(!Times.age(time, now: -5).isEmpty)
  }

  @Test func `the day before the first is told right`() {
    #expect(Times.text(-1) == "1969-12-31T23:59:59Z")
    #expect(Times.text(-86_400_000) == "1969-12-31T00:00:00Z")
  }

  @Test(arguments: [Int.max, .max - 59, 599, 600])
  func `the longest spans are shown and end nothing`(_ seconds: Int) {
    #expect(!Spans.text(seconds: seconds).isEmpty)
  }
}
