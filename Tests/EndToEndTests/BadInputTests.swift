import Foundation
import Testing

/// Names and values that nobody should give, each with its status and an answer.
@Suite(.waitsForProcesses) struct BadInputTests {
  private let home: Home

  init() throws {
    home = try Home()
    try home.makeVault()
    try home.openSession("--full")
  }

  static let names: [(String, String)] = [
    ("empty", ""), ("64 KiB", String(repeating: "n", count: 65_536)),
    ("129 characters", String(repeating: "n", count: 129)), ("a newline", "a\nb"),
    ("right to left", "\u{202E}txt"), ("Hebrew", "\u{5D0}\u{5D1}"), ("an escape", "\u{1B}[2J"),
    ("a slash", "a/b"), ("a space", "a b"), ("a tab", "a\tb"),
  ]

  @Test(arguments: names)
  func `a name that is none is refused`(_ what: String, _ name: String) throws {
    for words in [["add", "secret", name, "value=-"], ["rename", "kept", name]] {
      let line = [home.programs + "/coffer"] + words
      let outcome = try Child(
        line, environment: home.environment, folder: home.path, input: .text("v")
      ).finish(within: .seconds(180))
      #expect([2, 8].contains(outcome.status), "\(words[0]), \(what): \(outcome.status)")
      #expect(outcome.err.contains("coffer: hint: "))
      #expect(outcome.errors.count < 1_000, "a long name is not repeated")
      let isPlain = outcome.err.unicodeScalars.allSatisfy {
        $0 == "\n" || ($0.value >= 0x20 && !(0x202A...0x202E).contains($0.value))
      }
      #expect(isPlain, "nothing that a terminal would obey")
    }
    #expect(try home.coffer("list", "--json").out.contains(#""profiles":[]"#))
  }

  @Test func `the longest name and all its characters are taken`() throws {
    let name = "A-z_0." + String(repeating: "n", count: 122)
    try home.add(name, "v", with: [:])
    #expect(try home.coffer("get", name).line == "v")
  }

  @Test func `the longest value comes back whole, and longer ones are refused`() throws {
    let value = (0..<65_536).map { _ in UInt8.random(in: 33...126) }
    let added = try home.coffer("add", "secret", "long", "value=-", input: .bytes(value))
    #expect(added.status == 0, "\(added.err)")
    #expect(try home.coffer("get", "long", "-n").output == value)
    for count in [65_537, 1 << 20, 5 << 20] {
      let longer = [UInt8](repeating: 0x78, count: count)
      let outcome = try home.coffer("add", "secret", "longer", "value=-", input: .bytes(longer))
      #expect(outcome.status == 8, "\(count): \(outcome.err)")
      #expect(outcome.err.contains("coffer: hint: ") && outcome.errors.count < 500)
    }
    #expect(try home.coffer("list").out.contains("longer") == false)
  }

  @Test func `any bytes are a value, but for the one line break at its end`() throws {
    let bytes: [UInt8] = Array(0...255) + [10]
    try home.succeeds(home.coffer("add", "secret", "bytes", "value=-", input: .bytes(bytes)))
    let got = try home.coffer("get", "bytes").output
    #expect(got.prefix(256).elementsEqual(bytes.dropLast()))
    #expect(got.count <= 257)
  }

  @Test func `an empty value is refused`() throws {
    let outcome = try home.coffer("add", "secret", "nothing", "value=-")
    #expect(outcome.status == 8, "\(outcome.err)")
    #expect(outcome.err.contains("coffer: hint: "))
  }

  @Test func `standard input is not both the key and a value, also where a variable says so`()
    throws
  {
    let both = ["COFFER_KEY_FILE": "-"]
    try home.add("kept", "first")
    for line in ["add secret a value=-", "set kept value=-", "import - --format jsonl"] {
      let outcome = try home.sh("cat key | coffer \(line)", with: both)
      #expect(outcome.status == 2, "\(line): \(outcome.err)")
    }
    #expect(try home.sh("cat key | coffer list", with: both).status == 0)
  }
}
