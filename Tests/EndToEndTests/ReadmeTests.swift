import Foundation
import Testing

/// The README shows what the programs print: its transcript is the story `readme.txt`, which is played.
@Suite struct ReadmeTests {
  @Test func `the README's transcript goes as the story does`() throws {
    let root = Transcript.folder.deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let readme = try String(contentsOf: root.appending(path: "README.md"), encoding: .utf8)
    let fences = readme.components(separatedBy: "```")
    try #require(fences.count == 3, "one transcript")
    let found = fences[1].split(separator: "\n").map(String.init)
    let file = Transcript.folder.appending(path: "readme.txt")
    let story = Transcript(reading: try String(contentsOf: file, encoding: .utf8))
    let expected = story.steps.flatMap(Self.seen)
    var pattern = Pattern(home: "<*>")
    for (line, wanted) in zip(found, expected) {
      let isSame = pattern.matches(wanted, line)
      #expect(isSame, "\(line)\nis not\n\(wanted)")
    }
    #expect(found.count == expected.count)
  }

  /// What a step leaves on the screen.
  private static func seen(_ step: Transcript.Step) -> [String] {
    guard case .sit(let line) = step.act else { return [] }
    var lines = ["$ " + line]
    for event in step.terminal {
      switch event {
      case .shows(let text): lines.append(text)
      case .types(_, hidden: true): break
      case .types(let text, hidden: false): lines[lines.count - 1] += " " + text
      }
    }
    return lines
  }
}
