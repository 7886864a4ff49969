import Arguments
import Testing

@Suite struct SuggestionTests {
  private let names = ["add", "set", "show", "get", "list", "push", "plan", "provision", "rotate"]

  @Test(arguments: [
    ("ad", "add"), ("addd", "add"), ("lsit", "list"), ("pushh", "push"), ("psuh", "push"),
    ("rotaet", "rotate"), ("SHOW", "show"), ("provisoin", "provision"), ("porvison", "provision"),
    ("prov", "provision"), ("rot", "rotate"),
  ])
  func `finds the name that was meant`(word: String, name: String) {
    #expect(Suggestion.nearest(word, among: names) == name)
  }

  @Test(arguments: ["", "x", "xyzzy", "delete", "p", String(repeating: "push", count: 10_000)])
  func `offers nothing that is far`(word: String) {
    #expect(Suggestion.nearest(word, among: names) == nil)
  }

  @Test func `keeps to the order given among equals`() {
    #expect(Suggestion.nearest("bet", among: ["set", "get"]) == "set")
    #expect(Suggestion.nearest("bet", among: ["get", "set"]) == "get")
  }

  @Test func `does not offer a beginning that two names share`() {
    #expect(Suggestion.nearest("conn", among: ["connection", "connector"]) == nil)
  }
}
