import Messages
import Testing

@Suite struct NestingTests {
  private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

  @Test func `a header nested hundreds of levels deep is not given to a decoder`() {
    #expect(!Nesting.isShallow([UInt8](repeating: UInt8(ascii: "["), count: 513)))
    #expect(!Nesting.isShallow(bytes(String(repeating: "{\"a\":", count: 65))))
  }

  @Test func `brackets in texts and side by side count for nothing`() {
    #expect(Nesting.isShallow(bytes("\"" + String(repeating: "[", count: 513) + "\"")))
    #expect(Nesting.isShallow(bytes("\"\\\"" + String(repeating: "{", count: 513) + "\"")))
    #expect(Nesting.isShallow(bytes(String(repeating: "[]", count: 513))))
  }
}
