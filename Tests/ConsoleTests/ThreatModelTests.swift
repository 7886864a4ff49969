import Foundation
import Testing

/// The threat model names tests as its proofs; each of them is there.
@Suite struct ThreatModelTests {
  private static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The names of all tests, as they stand in the source.
  private static func names() throws -> Set<String> {
    let tests = root.appending(path: "Tests")
    let paths = FileManager.default.enumerator(atPath: tests.path)?.compactMap { $0 as? String }
    var names: Set<String> = []
    for path in try #require(paths) where path.hasSuffix("Tests.swift") {
      let text = try String(contentsOf: tests.appending(path: path), encoding: .utf8)
      for match in text.matches(of: /func `([^`]+)`/) { names.insert(String(match.1)) }
    }
    return names
  }

  /// The part that names proofs.
  private static func proofs() throws -> Substring {
    let page = root.appending(path: "Sources/Manual/Manual.docc/ThreatModel.md")
    let text = try String(contentsOf: page, encoding: .utf8)
    let begin = try #require(text.range(of: "## What cryptography enforces"))
    return text[begin.lowerBound...]
  }

  /// What stands in code voice in the last column of a table.
  private static func quoted() throws -> [String] {
    try proofs().split(separator: "\n").filter { $0.hasPrefix("|") }.flatMap { line -> [String] in
      let cells = line.split(separator: "|", omittingEmptySubsequences: true)
      return cells.last?.matches(of: /`([^`]+)`/).map { String($0.1) } ?? []
    }
  }

  @Test func `every test that the threat model names exists`() throws {
    let names = try Self.names()
    let quoted = try Self.quoted()
    for name in quoted { #expect(names.contains(name), "no test is called '\(name)'") }
    #expect(quoted.count > 50)
  }

  @Test func `every promise that something enforces names its proof`() throws {
    let sections = try Self.proofs().components(separatedBy: "## ")
    for title in ["What cryptography enforces", "What the processes enforce"] {
      let section = try #require(sections.first { $0.hasPrefix(title) })
      let rows = section.split(separator: "\n").filter { $0.hasPrefix("|") }.dropFirst(2)
      #expect(rows.count > 5)
      for row in rows { #expect(row.contains("`"), "without a proof: \(row)") }
    }
  }
}
