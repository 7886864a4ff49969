import Arguments
import Foundation
import Testing

@Suite struct ManPageTests {
  private let page = ManPage.render(
    Sample.grammar, date: "2026-01-31", exitStatuses: [(0, "done"), (5, "locked")],
    sections: [
      ManPage.Section("files", ".hidden is a file.\n\n'quoted' \\fBnot bold\\fR, caf\u{E9}")
    ])

  @Test func `starts with title and purpose`() {
    #expect(page.hasPrefix(".TH \"COFFER\" \"1\" \"2026\\-01\\-31\" \"coffer 1.2.3\"\n"))
    #expect(page.contains("\ncoffer \\- a vault for credentials\n"))
  }

  @Test func `shows every command, option and status`() {
    for command in Sample.grammar.commands { #expect(page.contains("\\fB\(command.name)\\fR")) }
    #expect(page.contains("\\fB\\-l, \\-\\-label KEY=VALUE\\fR"))
    #expect(
      page.contains(".SH \"EXIT STATUS\"\n.TP\n\\fB0\\fR\n\\&done\n.TP\n\\fB5\\fR\n\\&locked\n"))
    #expect(!page.contains("trace"))
  }

  @Test func `takes no text for a request or an escape`() {
    #expect(page.contains("\n\\&.hidden is a file.\n"))
    #expect(page.contains("\n\\&\\(aqquoted\\(aq \\(rsfBnot bold\\(rsfR, caf\\[u00E9]\n"))
  }

  @Test(.enabled(if: Shells.has("groff")))
  func `groff has nothing to complain about`() throws {
    try Shells.withFolder { folder in
      let file = folder.appendingPathComponent("coffer.1")
      try page.write(to: file, atomically: false, encoding: .utf8)
      let checked = try Shells.run("groff", ["-man", "-ww", "-z", file.path], in: folder)
      #expect(checked.status == 0 && checked.complaints.isEmpty, "\(checked.complaints)")
      let shown = try Shells.run("groff", ["-man", "-Tutf8", "-P-c", file.path], in: folder)
      #expect(shown.output.contains("'quoted' \\fBnot bold\\fR, caf\u{E9}"))
      #expect(shown.output.contains("  coffer add postgres x"))
      #expect(shown.output.contains(".hidden is a file."))
    }
  }
}
