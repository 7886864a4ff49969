import Messages
import Testing

@Suite struct ExitStatusTests {
  @Test func `the numbers are 0 to 17 without a gap`() {
    #expect(ExitStatus.allCases.map(\.rawValue) == Array(0...17))
  }

  @Test func `each number has a meaning of its own`() {
    #expect(Set(ExitStatus.allCases.map(\.meaning)).count == ExitStatus.allCases.count)
  }
}
