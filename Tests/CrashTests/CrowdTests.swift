import Faults
import Messages
import Testing

/// The renewal of the key of a large vault, which writes more than any cache holds.
@Suite(.serialized) struct CrowdTests {
  #if DEBUG
    private static let profiles = 1_000
  #else
    private static let profiles = 10_000
  #endif

  @Test func `the key of a large vault is renewed as a whole or not at all`() async throws {
    let story = Story(
      "key rotate with \(Self.profiles) profiles", on: { try Stage.crowded(Self.profiles) },
      .call(RotateVaultKey()))
    let course = try await Trials.aside { try Course(story) }
    let syncs = course.points(of: [.sync])
    let some = sample(course.points(), 8) + syncs
    var deeds = some.map { Plan.Deed.kill(at: $0, afterwards: false) }
    deeds += (syncs + [course.last + 1]).flatMap { point in
      [0, UInt64(point)].map { Plan.Deed.cutPower(at: point, seed: $0) }
    }
    for fault in Fault.allCases {
      deeds += sample(Array(course.ordinals(of: fault.steps)), 4).map { .fail(fault, from: $0) }
    }
    let findings = await Trial.run(deeds.map { Trial(course: course, deed: $0) })
    #expect(findings.isEmpty, "\(findings.joined(separator: "\n"))")
    #expect(course.last > Self.profiles / 2)
    print("\(Self.profiles) profiles: \(deeds.count) of \(course.last) points tried")
  }

  /// So many of them, the first and the last among them.
  private func sample(_ points: [Int], _ count: Int) -> [Int] {
    guard points.count > count else { return points }
    return (0..<count).map { points[$0 * (points.count - 1) / (count - 1)] }
  }
}
