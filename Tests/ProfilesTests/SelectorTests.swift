import Profiles
import Testing

@Suite struct SelectorTests {
  private func profile(_ name: String, type: String = "postgres", labels: String = "")
    throws -> Profile
  {
    var set = Labels()
    if !labels.isEmpty {
      for pair in try Labels.pairs(labels) { try set.set(pair.key, to: pair.value) }
    }
    let id = try #require(ProfileID([UInt8](repeating: 1, count: 16)))
    return Profile(id: id, name: try ProfileName(name), type: type, labels: set)
  }

  private func selects(
    _ words: [String], labels: [String] = [], types: [String] = [], all: Bool = false,
    _ profile: Profile
  ) throws -> Bool {
    try Selector(words: words, labels: labels, types: types, all: all).matches(profile)
  }

  @Test func `names and patterns join, labels and types narrow`() throws {
    let acme = try profile("acme-prod", labels: "tenant=acme,stage=prod")
    #expect(try selects(["acme-prod"], acme))
    #expect(try selects(["acme-*"], acme))
    #expect(try selects(["x", "*-prod"], acme))
    #expect(try !selects(["acme"], acme))
    #expect(try selects([], labels: ["tenant=acme,stage=prod"], acme))
    #expect(try !selects([], labels: ["tenant=acme,stage=test"], acme))
    #expect(try selects([], labels: ["stage=test", "stage=prod"], acme))
    #expect(try !selects(["acme-*"], types: ["mysql"], acme))
    #expect(try selects([], all: true, acme))
  }

  @Test func `nothing selected is seen as nothing`() throws {
    #expect(try Selector(words: [], labels: [], types: [], all: false).isEmpty)
    #expect(try !Selector(words: [], labels: [], types: [], all: true).isEmpty)
  }

  @Test(arguments: [
    ("*", "abc", true), ("a*c", "abc", true), ("a*c", "ab", false), ("??", "ab", true),
    ("??", "abc", false), ("*a*b*", "xaybz", true), ("a**", "a", true),
  ])
  func `patterns match as a shell's do`(_ pattern: String, _ name: String, _ expected: Bool) throws
  {
    #expect(try Glob(pattern).matches(name) == expected)
  }

  @Test func `a pattern full of stars ends soon`() throws {
    let pattern = try Glob(String(repeating: "a*", count: 60) + "b")
    #expect(!pattern.matches(String(repeating: "a", count: 128)))
  }

  @Test(arguments: ["", "=x", "novalue", "a=b,,c=d", "sp ace=1"])
  func `broken labels are refused`(_ text: String) {
    #expect(throws: WordError.self) {
      var labels = Labels()
      for pair in try Labels.pairs(text) { try labels.set(pair.key, to: pair.value) }
    }
  }

  @Test func `an empty value takes a label away`() throws {
    var labels = Labels()
    try labels.set("a", to: "1")
    try labels.set("a", to: "")
    #expect(labels.isEmpty)
  }
}
