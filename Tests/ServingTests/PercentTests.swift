import Serving
import Testing

@Suite struct PercentTests {
  @Test func `parts a path before it resolves escapes`() {
    #expect(Percent.segments(of: "/a%2Fb/c%20d/") == ["a/b", "c d", ""])
    #expect(Percent.segments(of: "/%C3%BC/%zz/%4") == ["ü", "%zz", "%4"])
  }

  @Test func `escapes so that it can be resolved again`() {
    let text = "a b/ü%&?~"
    #expect(Percent.encoded(text) == "a%20b%2F%C3%BC%25%26%3F~")
    #expect(Percent.decoded(Percent.encoded(text).utf8) == text)
  }
}
