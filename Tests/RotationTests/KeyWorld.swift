import Profiles
import Rotation

/// A maker of keys that tells each secret once, and a vault that can be shut down at any moment.
struct KeyWorld: Equatable {
  enum Move: Hashable { case apply, disable, retire }

  /// Which keys there are, and whether they are enabled; the first is the one in use.
  var keys = [1: true]
  /// The key whose secret the vault has beside the one in use.
  var held: Int?
  var isSwitched = false
  var destinationsHaveNew = false
  /// Whether the next answer of a kind gets lost.
  var loses: Set<Move> = []
  /// Whether a key was ever deleted that was enabled.
  var hasDeletedEnabled = false
  private var newest = 1

  static func changeover(grace: Int64 = 0) -> Changeover? {
    guard let id = ChangeoverID(Array(repeating: 7, count: 16)),
      let profile = ProfileID(Array(repeating: 1, count: 16))
    else { return nil }
    return Changeover(
      id: id, strategy: .key, members: [.init(profile, current: 1, pending: 0)], grace: grace,
      begunAt: 0, begunBy: "tester")
  }

  /// Whether a secret that the vault has signs in.
  var hasWorking: Bool { keys[1] == true || held.map { keys[$0] == true } ?? false }

  /// Keys that nobody has the secret of.
  var orphans: [Int] { keys.keys.filter { $0 != 1 && $0 != held } }

  private mutating func apply() -> IssuerAnswer {
    for orphan in orphans { keys[orphan] = nil }
    if let held, keys[held] == true { return .noted([:]) }
    newest += 1
    keys[newest] = true
    guard loses.remove(.apply) == nil else { return .unclear("the answer was lost") }
    return .issued(Issued([], ["new-key": String(newest)]))
  }

  private mutating func disable() -> IssuerAnswer {
    if keys[1] != nil { keys[1] = false }
    return loses.remove(.disable) == nil ? .done : .unclear("the answer was lost")
  }

  private mutating func retire() -> IssuerAnswer {
    for orphan in orphans { keys[orphan] = nil }
    if keys[1] == true { hasDeletedEnabled = true }
    keys[1] = nil
    return loses.remove(.retire) == nil ? .done : .unclear("the answer was lost")
  }

  func probe(new: Bool) -> Finding {
    guard let key = new ? held : 1 else { return .notChecked("there is none yet") }
    return keys[key] == true ? .works : .refused("Key is not active")
  }

  /// Carries out a move; what it makes durable is in the machine's journal afterwards.
  mutating func carryOut(_ move: Machine.Move, _ machine: inout Machine, at time: Int64 = 0) {
    switch move {
    case .look:
      machine.looked(Findings(pending: probe(new: true), current: probe(new: false)), at: time)
    case .apply:
      let answer = apply()
      machine.applied(answer, at: time)
      guard case .issued = answer else { return }
      // The secret is written in the transaction that the answer is noted in.
      held = newest
      var written = machine.changeover
      written.members[0].pending = 2
      machine.written(written)
    case .probe:
      machine.probed(Findings(pending: probe(new: true), current: probe(new: false)), at: time)
    case .switchOver:
      machine.willSwitch()
      isSwitched = true
    case .push:
      destinationsHaveNew = true
      machine.pushed(failing: nil, at: time)
    case .prove: machine.proved(probe(new: true), at: time)
    case .limit: machine.limited(.done, at: time)
    case .disable: machine.retired(disable(), at: time)
    case .retire: machine.retired(retire(), at: time)
    case .confirm: machine.confirmed(probe(new: false), at: time)
    case .remake: machine.remade()
    case .pause, .finish, .rest: break
    }
  }
}
