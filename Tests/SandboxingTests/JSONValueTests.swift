import Testing

@testable import Sandboxing

@Suite struct JSONValueTests {
  @Test(arguments: [
    #"{"b":1,"a":[true,null,{"z":"y"}],"n":1.50,"e":-0.1E+9}"#, "[]", "{}", #""a\"\\\n\u001b/ü""#,
    "0", "-1", #"{"port":"8812","ssl":{}}"#,
  ])
  func `gives back what it read, keys in order and numbers as spelled`(_ text: String) {
    #expect(JSONValue(reading: Array(text.utf8))?.bytes == Array(text.utf8))
  }

  @Test(arguments: [
    "", "{", "{]", #"{"a"}"#, "01", "1.", "tru", "[1,]", #""\x""#, #""\ud800""#, "1 2", "\"\u{1}\"",
    String(repeating: "[", count: 100) + String(repeating: "]", count: 100),
  ])
  func `refuses what is no JSON`(_ text: String) {
    #expect(JSONValue(reading: Array(text.utf8)) == nil)
  }

  @Test func `reads escapes, and pairs of them`() {
    let value = JSONValue(reading: Array(#""\u00e4\ud83d\ude00\/\t""#.utf8))
    #expect(value == "ä😀/\t")
  }

  @Test func `keeps the last of two equal keys, in the first one's place`() {
    let value = JSONValue(reading: Array(#"{"a":1,"b":2,"a":3}"#.utf8))
    #expect(value == ["a": 3, "b": 2])
  }
}
