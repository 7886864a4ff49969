import Arguments
import Testing

@Suite struct FuzzTests {
  @Test func `never traps, whatever the words`() {
    let parts = [
      "add", "key", "list", "session", "help", "-", "--", "=", ":=", "@", "-l", "--label", "--as",
      "--vault", "--help", "-h", "-yl", "a", "\u{301}", "\u{0}", "\u{202E}", "\u{1F468}\u{200D}",
      "", " ", "\r\n", "table", "-5", "password", String(repeating: "z", count: 300),
    ]
    var generator = Counter(state: 42)
    var understood = 0
    for _ in 0..<20_000 {
      let words = (0..<Int.random(in: 0...6, using: &generator)).map { _ in
        (0..<Int.random(in: 1...3, using: &generator)).map { _ in
          parts.randomElement(using: &generator) ?? ""
        }.joined()
      }
      do {
        _ = try Sample.grammar.parse(words)
        understood += 1
      } catch {
        #expect(!error.message.isEmpty && !error.remedy.isEmpty)
        #expect(error.message.unicodeScalars.allSatisfy { $0.value >= 0x20 })
      }
    }
    #expect(understood > 100)
  }

  /// The same numbers in every run (SplitMix64).
  private struct Counter: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var word = state
      word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
      word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
      return word ^ (word >> 31)
    }
  }
}
