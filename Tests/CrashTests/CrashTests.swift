import Faults
import Messages
import Testing

/// Nothing is lost: wherever the agent dies, and whatever the disk does.
@Suite(.serialized) struct CrashTests {
  @Test func `every message is tried, or there is a reason why it is not`() {
    #expect(Set(Stories.entries.keys) == Set(MessageKind.allCases))
  }

  @Test func `messages that only read take no step`() throws {
    for (kind, entry) in Stories.entries {
      guard case .reads(let ask) = entry else { continue }
      let play = try Play.run(Story("\(kind)", ask), on: try Stage.usual(), .count)
      #expect(play.answered == 2 && play.marks[0] == play.marks[1], "\(kind)")
    }
  }

  @Test func `a killed agent leaves the old state or the new one`() async throws {
    let trials = try await Course.all().flatMap { course in
      course.points().flatMap { point in
        // After one step is before the next but for what is said in between.
        (course.story.isSlow ? [false] : [false, true]).map {
          Trial(course: course, deed: .kill(at: point, afterwards: $0))
        }
      }
    }
    try await report(trials, "kills")
    #expect(trials.count > 1_000)
  }

  @Test(arguments: Fault.allCases)
  func `a failing disk is told, and the vault stays whole`(_ fault: Fault) async throws {
    let trials = try await Course.all().flatMap { course in
      course.ordinals(of: fault.steps).map {
        Trial(course: course, deed: .fail(fault, from: $0))
      }
    }
    try await report(trials, "failures (\(fault))")
    #expect(trials.count > 40)
  }

  @Test func `a power cut loses nothing that was acknowledged`() async throws {
    let trials = try await Course.all().flatMap { course in
      // Most is at stake just before a sync; the last cut comes after a clean end.
      (course.points(of: [.sync, .delete, .name]) + [course.last + 1]).flatMap { point in
        (course.story.isSlow ? [0] : [0, 1, 2]).map {
          Trial(course: course, deed: .cutPower(at: point, seed: $0 * UInt64(point)))
        }
      }
    }
    try await report(trials, "power cuts")
    #expect(trials.count > 300)
  }

  private func report(
    _ trials: [Trial], _ word: String, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let begun = ContinuousClock.now
    let findings = await Trial.run(trials)
    #expect(
      findings.isEmpty, "\(findings.joined(separator: "\n"))", sourceLocation: sourceLocation)
    let stories = Set(trials.map(\.course.story.name)).count
    let seconds = (ContinuousClock.now - begun).components.seconds
    print("\(Trials.told(trials.count)) \(word) in \(stories) stories, \(seconds) s")
  }
}
