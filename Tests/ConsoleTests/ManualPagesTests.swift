import Console
import Foundation
import Testing

@Suite struct ManualPagesTests {
  private static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Sources/Manual/Manual.docc")

  /// Run with COFFER_RECORD=1 to write a page anew; that run fails, so nobody records by accident.
  @Test(arguments: ManualPages.all.keys.sorted())
  func `is in the Manual as the program says`(name: String) throws {
    let page = try #require(ManualPages.all[name])
    let file = Self.folder.appending(path: name)
    if ProcessInfo.processInfo.environment["COFFER_RECORD"] == "1" {
      try Data(page.utf8).write(to: file)
      Issue.record("\(name) was written anew; run again without COFFER_RECORD")
      return
    }
    let found = try String(contentsOf: file, encoding: .utf8)
    #expect(found == page, "run once with COFFER_RECORD=1")
  }

  @Test(arguments: ManualPages.all.keys.sorted())
  func `is Markdown whose tables have as many cells in every row`(name: String) throws {
    let page = try #require(ManualPages.all[name])
    var cells: Int?
    for line in page.split(separator: "\n", omittingEmptySubsequences: false) {
      guard line.hasPrefix("|") else {
        cells = nil
        continue
      }
      let found = line.replacing("\\|", with: "").count { $0 == "|" }
      #expect(found == cells ?? found, "\(line)")
      cells = found
    }
  }
}
