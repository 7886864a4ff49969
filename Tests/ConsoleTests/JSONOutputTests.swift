import Console
import Foundation
import Testing

@Suite struct JSONOutputTests {
  @Test func `keys are in order and slashes stay`() throws {
    #expect(try JSONOutput.text(["b": "x/y", "a": "1"]) == #"{"a":"1","b":"x/y"}"#)
  }

  @Test func `what a terminal would obey is escaped and not lost`() throws {
    let value = ["a\u{1B}[2J\u{7F}\u{202E}\u{E0001}é"]
    let text = try JSONOutput.text(value)
    #expect(text == #"["a\u001b[2J\u007f\u202e\udb40\udc01é"]"#)
    #expect(try JSONDecoder().decode([String].self, from: Data(text.utf8)) == value)
  }
}
