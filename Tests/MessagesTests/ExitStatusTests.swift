import Messages
import Testing

@Suite struct ExitStatusTests {
  @Test func `the numbers are 0 to 17 without a gap`() {
    #expect(ExitStatus.allCases.map(\.rawValue) == Array(0...17))
  }

  @Test func `the words for machines are in one style`() {
    #expect(ExitStatus.notFound.code == "not-found" && ExitStatus.done.code == "done")
    for status in ExitStatus.allCases {
      #expect(status.code.allSatisfy { $0.isLowercase || $0 == "-" })
    }
  }

  @Test func `each number has a meaning of its own`() {
    #expect(Set(ExitStatus.allCases.map(\.meaning)).count == ExitStatus.allCases.count)
  }
}
