import Profiles
import Rotation
import Testing

/// Whether a rotation may be given up, by what signs in.
@Suite struct PartingTests {
  private func decide(
    _ step: Changeover.Step, pending: Finding, current: Finding
  ) throws -> Parting {
    var changeover = try #require(World.changeover(.replace))
    changeover.step = step
    return Parting.decide(changeover, Findings(pending: pending, current: current))
  }

  @Test(arguments: [Changeover.Step.prepared, .asking, .applying])
  func `before it is switched, the one in use has to work`(step: Changeover.Step) throws {
    #expect(
      try decide(step, pending: .refused("no"), current: .works) == .leaves(alive: false))
    #expect(try decide(step, pending: .works, current: .works) == .leaves(alive: true))
    for pending in [Finding.works, .refused("no"), .notChecked("idle"), .unreachable("off")] {
      for current in [Finding.refused("no"), .unreachable("off")] {
        let parting = try decide(step, pending: pending, current: current)
        #expect(parting.isRefused, "\(pending) \(current)")
      }
    }
  }

  @Test func `where nobody can look, it is given up only if nobody was told`() throws {
    let nobody = Finding.notChecked("no check from here")
    #expect(try decide(.prepared, pending: nobody, current: nobody) == .leaves(alive: true))
    #expect(try decide(.applying, pending: nobody, current: nobody).isRefused)
    #expect(try decide(.asking, pending: .works, current: nobody).isRefused)
  }

  @Test(arguments: [Changeover.Step.pushing, .overlapping, .retiring, .clearing])
  func `after it was switched, the new one has to work`(step: Changeover.Step) throws {
    #expect(
      try decide(step, pending: .works, current: .refused("no")) == .leaves(alive: false))
    #expect(try decide(step, pending: .works, current: .works) == .leaves(alive: true))
    #expect(try decide(step, pending: .refused("no"), current: .works).isRefused)
    #expect(try decide(step, pending: .unreachable("off"), current: .works).isRefused)
  }
}

extension Parting {
  fileprivate var isRefused: Bool { if case .refused = self { true } else { false } }
}
