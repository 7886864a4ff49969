import Profiles
import Rotation

/// An issuer as a few flags, and a vault that can be shut down at any moment.
struct World: Equatable, Hashable {
  /// Which secrets are accepted.
  var takesNew = false
  var takesOld = true
  var isSwitched = false
  var destinationsHaveNew = false
  /// How the next answers are spoilt: `true` where the effect happens and the answer is lost.
  var losesAnswers = false

  static func changeover(_ strategy: Changeover.Strategy) -> Changeover? {
    guard let id = ChangeoverID(Array(repeating: 7, count: 16)),
      let profile = ProfileID(Array(repeating: 1, count: 16))
    else { return nil }
    return Changeover(
      id: id, strategy: strategy, members: [.init(profile, current: 1, pending: 2)], grace: 0,
      begunAt: 0, begunBy: "tester")
  }

  mutating func apply(_ strategy: Changeover.Strategy) -> IssuerAnswer {
    takesNew = true
    if strategy == .replace { takesOld = false }
    return losesAnswers ? .unclear("the answer was lost") : .done
  }

  mutating func retire() -> IssuerAnswer {
    takesOld = false
    return losesAnswers ? .unclear("the answer was lost") : .done
  }

  func probe(new: Bool) -> Finding {
    (new ? takesNew : takesOld) ? .works : .refused("password authentication failed")
  }

  /// Whether somebody can sign in with what the vault calls current, or with what is beside it.
  var hasWorking: Bool { takesNew || takesOld }

  /// A machine that has seen that the secret in use works.
  static func machine(_ strategy: Changeover.Strategy) -> Machine? {
    guard let changeover = changeover(strategy) else { return nil }
    var machine = Machine(changeover, canProbe: true)
    guard machine.next(at: 0) == .look else { return nil }
    machine.looked(Findings(pending: .notChecked("not told"), current: .works), at: 0)
    return machine
  }

  /// Carries out a move; nothing where the machine is at rest.
  mutating func carryOut(_ move: Machine.Move, _ machine: inout Machine) {
    switch move {
    case .look:
      machine.looked(Findings(pending: probe(new: true), current: probe(new: false)), at: 0)
    case .apply: machine.applied(apply(machine.changeover.strategy), at: 0)
    case .probe:
      machine.probed(Findings(pending: probe(new: true), current: probe(new: false)), at: 0)
    case .switchOver:
      machine.willSwitch()
      isSwitched = true
    case .push:
      destinationsHaveNew = true
      machine.pushed(failing: nil, at: 0)
    case .prove: machine.proved(probe(new: true), at: 0)
    case .limit: machine.limited(losesAnswers ? .unclear("the answer was lost") : .done, at: 0)
    case .retire, .disable: machine.retired(retire(), at: 0)
    case .confirm: machine.confirmed(probe(new: false), at: 0)
    case .remake: machine.remade()
    case .pause, .finish, .rest: break
    }
  }
}
