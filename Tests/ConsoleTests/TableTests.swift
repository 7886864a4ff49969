import Console
import Testing

@Suite struct TableTests {
  private var table: Table {
    var table = Table("name", "labels")
    table.add("acme-prod-ch", "stage=prod,tenant=acme")
    table.add("b", "")
    return table
  }

  @Test func `aligns columns and ends no line with blanks`() {
    #expect(
      table.lines(width: nil) == [
        "NAME          LABELS", "acme-prod-ch  stage=prod,tenant=acme", "b",
      ])
  }

  @Test func `cuts the widest column to fit a terminal`() {
    let lines = table.lines(width: 24)
    #expect(lines.allSatisfy { $0.count <= 24 })
    #expect(lines[1].contains("…"))
  }

  @Test func `cuts what has to be read whole last`() {
    var table = Table("name", "labels", whole: 1)
    table.add("acme-prod-ch", "stage=prod")
    #expect(table.lines(width: 22)[1] == "acme-prod-ch  stage=p…")
    #expect(table.lines(width: 18)[1] == "acme-pr…  stage=p…")
  }

  @Test func `cuts nothing where there is no terminal`() {
    #expect(!table.lines(width: nil).joined().contains("…"))
  }

  @Test func `shows nothing that a terminal would obey`() {
    var table = Table("name")
    table.add("a\u{1B}[2Jb\u{202E}c")
    #expect(table.lines(width: nil)[1] == "a\u{FFFD}[2Jb\u{FFFD}c")
  }
}
