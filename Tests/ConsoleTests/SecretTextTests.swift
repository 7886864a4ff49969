import Console
import Foundation
import Testing

@Suite struct SecretTextTests {
  /// Every byte, quotes and backslashes, direction changes, a character beyond 16 bits.
  static let hostile: [String] = [
    "", "plain", "a\"b\\c/d", "\u{00}\u{01}\u{1F}\u{7F}\n\r\t", "\u{1B}[2J", "\u{202E}gnp",
    "\u{E0001}x", "ä€🔑", "\u{9B}31m", String(repeating: "\u{07}", count: 5_000),
  ]

  @Test(arguments: hostile)
  func `JSON gives back exactly what went in`(text: String) throws {
    let json = "[\"" + SecretText.json(Array(text.utf8).span).text + "\"]"
    let read = try JSONSerialization.jsonObject(with: Data(json.utf8))
    #expect(read as? [String] == [text])
  }

  @Test(arguments: hostile)
  func `nothing in JSON is obeyed by a terminal`(text: String) {
    let json = SecretText.json(Array(text.utf8).span).text
    #expect(Printer.cleaned(json) == json)
  }

  @Test(arguments: hostile)
  func `nothing shown is obeyed by a terminal`(text: String) {
    let shown = SecretText.visible(Array(text.utf8).span, keepingLines: false).text
    #expect(Printer.cleaned(shown) == shown)
  }

  @Test func `a line shows what would break it`() {
    let bytes = Array("a\tb\nc\\d\u{1B}\u{202E}".utf8)
    #expect(
      SecretText.visible(bytes.span, keepingLines: false).text == #"a\tb\nc\\d\x1B\u{202E}"#)
    #expect(
      SecretText.visible(bytes.span, keepingLines: true).text == "a\tb\nc\\d\\x1B\\u{202E}")
  }

  @Test func `bytes that are no text are shown one by one`() {
    let bytes: [UInt8] = [0x61, 0xFF, 0x0A, 0x5C]
    let isText = SecretText.isText(bytes.span)
    #expect(!isText)
    #expect(SecretText.visible(bytes.span, keepingLines: true).text == #"a\xFF\x0A\x5C"#)
  }

  @Test func `base64 is what others read`() {
    for count in 0...7 {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: 0xFA &+ $0) }
      #expect(SecretText.base64(bytes.span).text == Data(bytes).base64EncodedString())
    }
  }

  @Test(
    arguments: [
      ("de_DE.UTF-8", "••••••••"), ("C.utf8", "••••••••"), ("C", "********"),
    ])
  func `the mask fits the terminal`(locale: String, mask: String) {
    #expect(Mask.text(inLocale: locale) == mask)
    #expect(Mask.text(inLocale: nil) == "********")
  }
}
