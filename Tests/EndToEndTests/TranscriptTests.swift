import Foundation
import Testing

/// The stories, played with the built programs.
@Suite(.waitsForProcesses) struct TranscriptTests {
  @Test(arguments: Transcript.all)
  func `a story goes as it is written`(_ name: String) throws {
    let file = Transcript.folder.appendingPathComponent(name)
    let story = Transcript(reading: try String(contentsOf: file, encoding: .utf8))
    let player = try Player.play(story)
    #expect(
      player.differences.isEmpty, "\(name)\n\(player.differences.joined(separator: "\n"))")
    if ProcessInfo.processInfo.environment["COFFER_RECORD"] == "1", !player.differences.isEmpty {
      try player.played.text.write(to: file, atomically: true, encoding: .utf8)
    }
  }

  @Test func `there are stories`() {
    #expect(Transcript.all.count >= 1)
  }
}
