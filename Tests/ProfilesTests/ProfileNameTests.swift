import Profiles
import Testing

@Suite struct ProfileNameTests {
  @Test(arguments: ["a", "acme-prod-ch", "A.b_c-9", String(repeating: "x", count: 128)])
  func `takes plain names`(_ text: String) throws {
    #expect(try ProfileName(text).text == text)
  }

  @Test(arguments: [
    "a b", "a/b", "é", "a\n", "a\0b", "\u{202E}gnp", "*", "a=b", "a\u{200B}", "😀",
  ])
  func `refuses names with other characters and shows them inert`(_ text: String) {
    let error = #expect(throws: WordError.self) { try ProfileName(text) }
    #expect(error?.message.unicodeScalars.allSatisfy(Cleaned.isInert) == true)
  }

  @Test func `refuses an empty name and one of 129 bytes or 64 KiB`() {
    #expect(throws: WordError.empty("name")) { try ProfileName("") }
    for count in [129, 65_536] {
      #expect(throws: WordError.tooLong("name", limit: 128)) {
        try ProfileName(String(repeating: "x", count: count))
      }
    }
  }

  @Test func `long hostile text is capped when shown`() {
    #expect(Cleaned.text(String(repeating: "\u{1B}", count: 1000)).count == 65)
  }
}
