import Faults
import Foundation
import Testing

/// One vault, whose agent is killed again and again, wherever it happens to be.
///
/// `Scripts/torture` runs it for long.
@Suite struct TortureTests {
  private let runs = ProcessInfo.processInfo.environment["COFFER_TORTURE"].flatMap { Int($0) } ?? 40
  private let seed =
    ProcessInfo.processInfo.environment["COFFER_SEED"].flatMap { UInt64($0) }
    ?? UInt64.random(in: 1...UInt64.max)

  @Test func `a vault survives an agent that is killed at any moment`() async throws {
    let (runs, seed) = (runs, seed)
    let findings = await Trials.run([seed]) { seed in
      do { return try Self.torture(runs, seed) } catch { return ["\(error)"] }
    }
    #expect(findings.isEmpty, "seed \(seed)\n\(findings.joined(separator: "\n"))")
  }

  private static func torture(_ runs: Int, _ seed: UInt64) throws -> [String] {
    var chance = Chance(seed: seed)
    let stage = try Stage.usual()
    var before = try Snapshot.of(try stage.copy())
    var (interrupted, done) = (0, 0)
    for number in 1...runs {
      let story = Mixture.story(number, &chance, after: before)
      let clean = try stage.copy()
      let begun = ContinuousClock.now
      try Play.run(story, on: clean, .count)
      let length = (ContinuousClock.now - begun) / .microseconds(1)
      let after = try Snapshot.of(clean)

      let delay = UInt32(Double.random(in: 0...1.1, using: &chance) * length)
      let play = try Play.run(story, on: stage, .count, killedAfter: delay)
      let state: [String]
      do { state = try Snapshot.of(try stage.copy()) } catch {
        return ["\(story.name), killed after \(delay) µs: \(error)"]
      }
      let isOld = state.significant == before.significant
      let isNew = state.significant == after.significant
      guard isNew || isOld && play.answered < story.asks.count else {
        let difference = Set(state).symmetricDifference(isOld ? after : before).sorted()
        return ["\(story.name), killed after \(delay) µs, \(play.answered) answered: \(difference)"]
      }
      if play.ending == .killed(by: SIGKILL) { interrupted += 1 }
      if isNew { done += 1 }
      before = state
    }
    print("\(runs) runs, seed \(seed): \(interrupted) killed, of all \(done) were done")
    return []
  }
}

extension [String] {
  /// Without how often the vault was opened, which happens before anything else.
  fileprivate var significant: [String] { filter { !$0.hasPrefix("event vault.unlocked") } }
}
