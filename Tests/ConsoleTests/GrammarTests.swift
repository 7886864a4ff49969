import Arguments
import Console
import Testing

@Suite struct GrammarTests {
  @Test func `the declarations of all commands are sound`() {
    #expect(CofferGrammar.grammar.flaws.isEmpty)
  }

  @Test func `every command has an example except help`() {
    let without = CofferGrammar.grammar.commands.filter { $0.examples.isEmpty }.map(\.name)
    #expect(without == ["help"])
  }
}
