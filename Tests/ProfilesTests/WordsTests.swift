import Profiles
import Testing

@Suite struct WordsTests {
  @Test func `hexadecimal text is read back, and nothing else is read`() {
    let bytes: [UInt8] = [0, 1, 0xAB, 0xFF]
    #expect(Hex.text(bytes) == "0001abff")
    #expect(Hex.bytes("0001abff") == bytes)
    for text in ["0", "0g", "zz", "０１"] { #expect(Hex.bytes(text) == nil) }
  }

  @Test func `a note may have lines, but no escape sequences`() throws {
    #expect(try Note.checked("two\n\tlines") == "two\n\tlines")
    #expect(throws: WordError.badNote) { try Note.checked("\u{1B}[31m") }
    #expect(throws: WordError.tooLong("note", limit: 4096)) {
      try Note.checked(String(repeating: "n", count: 4097))
    }
  }

  @Test func `an id has sixteen bytes`() {
    #expect(ProfileID([1, 2, 3]) == nil)
    #expect(ProfileID(hex: String(repeating: "0f", count: 16))?.bytes.first == 15)
  }
}
