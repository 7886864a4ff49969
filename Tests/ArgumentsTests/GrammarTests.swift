import Arguments
import Testing

@Suite struct GrammarTests {
  @Test func `the sample has no flaws, so its examples run`() {
    #expect(Sample.grammar.flaws.isEmpty)
  }

  @Test func `splits an example as a shell would`() {
    let example = Example("pass x | coffer add 'two words' \"a b\"c '' | jq .", "")
    #expect(example.words(after: "coffer") == ["add", "two words", "a bc", ""])
  }

  @Test func `finds flaws in declarations`() {
    let grammar = Grammar(
      program: "coffer", version: "1", summary: "s", globals: [OptionSpec("json", "j")],
      groups: [Grammar.Group("g", title: "g")],
      commands: [
        CommandSpec("go", group: "g", summary: "Go."),
        CommandSpec(
          "go", group: "other", summary: "go", options: [OptionSpec("json", "")],
          examples: [Example("coffer go --nowhere", "fails")]),
      ])
    #expect(
      Set(grammar.flaws) == [
        "command 'go' is declared twice", "'go' is in no known group",
        "'go' hides the global --json", "a help text is empty",
        "'coffer go --nowhere' does not run 'go'", "'Go.' is not one line without a full stop",
      ])
  }
}
