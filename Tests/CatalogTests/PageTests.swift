import Catalog
import Foundation
import Testing

@Suite struct PageTests {
  private static let file = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Sources/Manual/Manual.docc/ProfileTypes.md")

  /// Run with COFFER_RECORD=1 to write the page anew; that run fails, so nobody records by accident.
  @Test func `is in the Manual as the tables say`() throws {
    let page = Page.render()
    if ProcessInfo.processInfo.environment["COFFER_RECORD"] == "1" {
      let folder = Self.file.deletingLastPathComponent()
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try Data(page.utf8).write(to: Self.file)
      Issue.record("the page was written anew; run again without COFFER_RECORD")
      return
    }
    let found = try String(contentsOf: Self.file, encoding: .utf8)
    #expect(found == page, "run once with COFFER_RECORD=1")
  }

  @Test func `is Markdown that keeps its tables and links`() {
    let lines = Page.render().split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.first == "# Profile types")
    for line in lines where line.hasPrefix("|") {
      #expect(line.filter { $0 == "|" }.count == 5, "\(line)")
    }
    #expect(!lines.contains { $0.contains("``") || $0.contains("<") })
  }

  @Test(arguments: Types.all)
  func `names every field and its traps in help, within the width`(type: ProfileType) {
    for width in [40, 80, 120] {
      let text = TypeHelp.text(for: type, width: width)
      let flat = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      for field in type.fields { #expect(flat.contains("\(field.name) ")) }
      for note in type.notes { #expect(flat.contains(note)) }
      for line in text.split(separator: "\n") where line.count > width {
        #expect(line.split(separator: " ").count == 1, "\(line)")
      }
    }
  }

  @Test func `shows a usage that leaves out secrets and defaults`() throws {
    #expect(
      TypeHelp.usage(try Types.find("clickhouse"))
        == "coffer add clickhouse NAME host=HOST username=USER-NAME")
    #expect(
      TypeHelp.usage(try Types.find("embeddable")) == "coffer add embeddable NAME region=us|eu")
    #expect(TypeHelp.usage(try Types.find("secret")) == "coffer add secret NAME")
  }

  @Test func `warns of what was withdrawn`() throws {
    let type = try Types.find("mongobi")
    #expect(TypeHelp.text(for: type).contains("Withdrawn: Embeddable removed it"))
    #expect(Page.render([type]).contains("> Warning: Embeddable removed it"))
  }
}
