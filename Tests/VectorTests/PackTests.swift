import Auditing
import Foundation
import Storage
import TestSupport
import Testing
import Vaults

/// The frozen pack: what was once written must be read, and refused, for ever.
@Suite struct PackTests {
  private static let isRecording = ProcessInfo.processInfo.environment["COFFER_RECORD"] == "1"

  @Test(arguments: VectorPack.names)
  func `reads or refuses as the scenario says`(name: String) throws {
    guard !Self.isRecording else { return }
    let (vector, file) = try VectorPack.read(name)
    let folder = try TemporaryFolder()
    let path = folder.file("test.coffer")
    try TestFile.write(file, path)
    do {
      let survey = try Vector.survey(path, with: vector.credential)
      try #require(vector.expect == 0, "it opened: \(vector.about)")
      #expect(survey.profiles == vector.profiles)
      #expect(survey.epoch == vector.epoch)
      #expect(survey.events - 1 == vector.events)
    } catch let error as VaultError {
      #expect(status(of: error) == vector.expect, "\(vector.about): \(error.message)")
    }
  }

  /// `COFFER_RECORD=1 swift test --filter PackTests` makes the pack anew, and fails to say so.
  @Test func `has every scenario, and no other`() throws {
    if Self.isRecording {
      try record()
      Issue.record("the pack was made anew: look at it, then test it without COFFER_RECORD")
    }
    #expect(VectorPack.names == Scenario.all.map(\.name).sorted())
  }

  /// Makes what is new: what is there is frozen.
  private func record() throws {
    let frozen = Set(VectorPack.names)
    for scenario in Scenario.all where !frozen.contains(scenario.name) {
      let made = try scenario.make()
      var vector = Vector(about: scenario.about, expect: scenario.expect, key: made.key)
      if scenario.expect == 0 {
        let folder = try TemporaryFolder()
        let path = folder.file("made.coffer")
        try TestFile.write(made.file, path)
        let survey = try Vector.survey(path, with: vector.credential)
        vector.epoch = survey.epoch
        vector.events = survey.events - 1
        vector.profiles = survey.profiles
      }
      try VectorPack.write(vector, made.file, as: scenario.name)
    }
  }

  private func status(of error: VaultError) -> Int {
    switch error {
    case .damaged, .notAVault, .substituted, .audit(.damaged), .audit(.cutOff),
      .storage(.damaged), .storage(.notADatabase), .storage(.altered), .storage(.schemaDiffers):
      9
    case .newer, .storage(.newer): 10
    case .wrongKey, .noSlot: 6
    default: 1
    }
  }
}
