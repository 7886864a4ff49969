import Foundation
import Testing

/// The stories, played with the built programs.
@Suite struct TranscriptTests {
  @Test(arguments: Transcript.all)
  func `a story goes as it is written`(_ name: String) async throws {
    let differences = try await Crew.work {
      let file = Transcript.folder.appendingPathComponent(name)
      let text = try String(contentsOf: file, encoding: .utf8)
      let player = try Player.play(Transcript(reading: text))
      if ProcessInfo.processInfo.environment["COFFER_RECORD"] == "1", !player.differences.isEmpty {
        try player.played.text.write(to: file, atomically: true, encoding: .utf8)
        return ["recorded anew: look at the change"] + player.differences
      }
      return player.differences
    }
    #expect(differences.isEmpty, "\(name)\n\(differences.joined(separator: "\n"))")
  }

  @Test func `there are stories`() {
    #expect(Transcript.all.count >= 1)
  }
}
