package import Profiles

/// What is to be done next about a changeover, from what its journal says; no effects.
///
/// Whoever carries out a move first makes the changed journal durable, then does it, and then tells
/// the machine what came of it.
package struct Machine: Equatable, Sendable {
  package private(set) var changeover: Changeover
  /// Whether the issuer can be asked whether a secret works.
  private let canProbe: Bool
  private var queued: Move?
  /// Whether this machine has seen that the one in use is as we left it.
  private var hasLooked = false
  /// Whether this machine has seen the new secret work.
  private var isProven = false
  /// How often something was waited for since this machine was made.
  private var pauses: Int = 0

  /// How often an issuer is asked to take the same secret.
  package static let mostAttempts: UInt32 = 3
  /// How often another secret is made.
  package static let mostRemakes: UInt32 = 2
  /// How long is waited before looking again, in milliseconds: what was made may show only then.
  package static let pauses: [Int64] = [250, 1_000, 2_000, 4_000, 8_000]

  package init(_ changeover: Changeover, canProbe: Bool) {
    self.changeover = changeover
    self.canProbe = canProbe
  }

  /// Takes the journal as it was written, with its new revision.
  package mutating func written(_ changeover: Changeover) { self.changeover = changeover }

  /// What is next; the journal is to be written before it is done.
  package mutating func next(at time: Int64) -> Move {
    if changeover.isStuck { return .rest }
    if let move = queued {
      queued = nil
      return move
    }
    switch changeover.step {
    case .prepared:
      if changeover.strategy.asksPerson {
        changeover.step = .asking
        return canProbe ? .probe : .rest
      }
      guard hasLooked || !canProbe else { return .look }
      changeover.step = .applying
      changeover.isApplied = false
      return .apply
    case .applying: return .probe
    case .asking:
      if canProbe { return .probe }
      guard changeover.isTold else { return .rest }
      return .switchOver
    // Much may have happened since it was proven.
    case .pushing: return canProbe && !isProven ? .prove : .push
    case .limiting: return canProbe && !isProven ? .prove : .limit
    case .overlapping, .disabled:
      guard time >= changeover.retiresAt else { return .rest }
      let strategy = changeover.strategy
      let isFirst = strategy.disablesFirst && changeover.step == .overlapping
      changeover.step = strategy.asksPerson ? .clearing : isFirst ? .disabling : .retiring
      changeover.attempts = 0
      // Whatever was said before was not about the old one.
      changeover.isTold = false
      return retiring()
    case .disabling, .retiring, .clearing: return retiring()
    }
  }

  private func retiring() -> Move {
    if canProbe { return .prove }
    guard changeover.step == .clearing else { return leaving }
    return changeover.isTold ? .finish : .rest
  }

  /// What is done to the old one in the present step.
  private var leaving: Move { changeover.step == .disabling ? .disable : .retire }

  // MARK: What came of a move

  /// Nothing is changed where the one in use is not as we left it, unless a person said so.
  package mutating func looked(_ findings: Findings, at time: Int64) {
    switch (findings.current, findings.pending) {
    case (.works, _), (.notChecked, _): hasLooked = true
    case (.unreachable(let cause), _): wait(.unreachable, cause, at: time)
    case (.elsewhere(let cause), _): stop(.changed, cause, at: time)
    // It was told before, and the answer came to nobody.
    case (.refused, .works): probed(findings, at: time)
    case (.refused, .unreachable(let cause)): wait(.unreachable, cause, at: time)
    case (.refused(let cause), _):
      if changeover.isTold {
        hasLooked = true
      } else {
        stop(.changed, "the secret in use is not taken any more: \(cause)", at: time)
      }
    }
  }

  package mutating func applied(_ answer: IssuerAnswer, at time: Int64) {
    changeover.attempts += 1
    switch answer {
    case .done, .noted, .issued:
      learn(from: answer)
      changeover.isApplied = true
      changeover.trouble = nil
      queued = canProbe ? .probe : .switchOver
    case .unclear(let cause):
      note(.other, cause, at: time)
      queued = .probe
    case .unreachable(let cause):
      // Nobody was asked: it is as it was.
      changeover.step = .prepared
      wait(.unreachable, cause, at: time)
    case .policy(let cause):
      // Who brought a secret means that one.
      guard changeover.remakes < Self.mostRemakes, changeover.facts["given"] == nil else {
        return stop(.policy, cause, at: time, backTo: .prepared)
      }
      changeover.remakes += 1
      changeover.attempts = 0
      changeover.step = .prepared
      note(.policy, cause, at: time)
      queued = .remake
    case .refused(let cause): stop(.refused, cause, at: time, backTo: .prepared)
    case .forbidden(let cause): stop(.forbidden, cause, at: time, backTo: .prepared)
    case .changed(let cause): stop(.changed, cause, at: time, backTo: .prepared)
    }
  }

  package mutating func probed(_ findings: Findings, at time: Int64) {
    switch Recovery.decide(findings) {
    case .applied, .appliedAlone:
      isProven = true
      changeover.trouble = nil
      changeover.attempts = 0
      queued = .switchOver
    case .notApplied: notApplied(findings, at: time)
    case .wait(let cause):
      if case .notChecked = findings.pending { return unseen(findings, cause, at: time) }
      wait(.unreachable, cause, at: time)
    case .lost(let cause):
      if changeover.isTold, !changeover.strategy.asksPerson,
        changeover.attempts < Self.mostAttempts
      {
        // A person said to go on: the same secret is set once more.
        changeover.step = .prepared
        changeover.isApplied = false
        note(.changed, cause, at: time)
      } else {
        stop(.changed, cause, at: time)
      }
    case .misled(let cause): stop(.changed, cause, at: time)
    }
  }

  /// Nobody can look whether the new one works.
  private mutating func unseen(_ findings: Findings, _ cause: String, at time: Int64) {
    if changeover.strategy.isIssued, changeover.members.contains(where: { $0.pending == 0 }) {
      return unissued(at: time)
    }
    if changeover.strategy.isIssued, findings.current == .works {
      // It was made for the same addresses: where the one in use is let in, it has to be.
      return stop(
        .refused, "the new one is not let in where the one in use is: \(cause)", at: time,
        backTo: .prepared)
    }
    note(.notChecked, cause, at: time)
    if changeover.strategy.asksPerson ? changeover.isTold : changeover.isApplied {
      queued = .switchOver
    } else if !changeover.strategy.asksPerson, changeover.attempts < Self.mostAttempts {
      // Whether it was told is not known: it is told the same again.
      changeover.step = .prepared
    } else {
      wait(.notChecked, cause, at: time)
    }
  }

  /// The answer that held the new secret came to nobody: the issuer takes away what it made, and
  /// makes another one.
  private mutating func unissued(at time: Int64) {
    changeover.isApplied = false
    guard changeover.attempts < Self.mostAttempts else {
      return stop(
        .other, "the answer that held the new one was lost \(changeover.attempts) times", at: time,
        backTo: .prepared)
    }
    changeover.step = .prepared
    // What it made may show there only after a moment.
    guard changeover.attempts > 0 else { return }
    pause(.other, "the answer that held the new one was lost", at: time)
  }

  private mutating func notApplied(_ findings: Findings, at time: Int64) {
    let cause = findings.pending.cause
    if changeover.strategy.asksPerson {
      note(.refused, cause, at: time)
      if changeover.isTold {
        changeover.isTold = false
        changeover.trouble = .init(
          .refused, "the new secret is not taken yet: \(cause)", at: time)
      }
      queued = .rest
    } else if changeover.isApplied, pauses < Self.pauses.count {
      // The issuer said yes: it may take a moment until everybody there knows.
      pause(.refused, cause, at: time)
    } else if changeover.attempts < Self.mostAttempts, !changeover.strategy.isIssued {
      changeover.step = .prepared
      changeover.isApplied = false
      note(.refused, cause, at: time)
    } else {
      stop(.refused, "the new secret is not taken: \(cause)", at: time, backTo: .prepared)
    }
  }

  package mutating func remade() { changeover.trouble = nil }

  package mutating func willSwitch() {
    changeover.step = .pushing
    changeover.attempts = 0
    changeover.isTold = false
    pauses = 0
  }

  /// `failing` says which destinations do not have it, and why; nothing where all do.
  package mutating func pushed(failing: String?, at time: Int64) {
    changeover.attempts += 1
    if let failing {
      note(.destination, failing, at: time)
      queued = .rest
      return
    }
    changeover.trouble = nil
    changeover.attempts = 0
    let isLimited = changeover.strategy.endsByItself && changeover.grace > 0
    changeover.step = isLimited ? .limiting : .overlapping
    changeover.retiresAt = changeover.strategy.keepsOld ? time &+ changeover.grace : time
  }

  /// It is told the same again until somebody says that it was done.
  package mutating func limited(_ answer: IssuerAnswer, at time: Int64) {
    switch answer {
    case .done, .noted, .issued:
      changeover.trouble = nil
      changeover.step = .overlapping
    case .unclear(let cause): wait(.unreachable, cause, at: time)
    default: failed(answer, at: time)
    }
  }

  package mutating func proved(_ finding: Finding, at time: Int64) {
    switch finding {
    case .works, .notChecked:
      isProven = true
      if [.pushing, .limiting].contains(changeover.step) { return }
      let isDeadAlready = changeover.strategy == .replace || changeover.step == .clearing
      queued = isDeadAlready ? .confirm : leaving
    case .unreachable(let cause): wait(.unreachable, cause, at: time)
    case .refused(let cause):
      stop(
        .changed, "the new secret does not work any more, and nothing is retired: \(cause)",
        at: time)
    case .elsewhere(let cause): stop(.changed, cause, at: time)
    }
  }

  /// What came of disabling the old one, or of retiring it.
  package mutating func retired(_ answer: IssuerAnswer, at time: Int64) {
    changeover.attempts += 1
    switch answer {
    case .done, .noted, .issued:
      learn(from: answer)
      if canProbe { queued = .confirm } else { over(at: time) }
    case .unclear(let cause):
      note(.other, cause, at: time)
      queued = canProbe ? .confirm : .rest
    default: failed(answer, at: time)
    }
  }

  /// Nothing was done about the old one.
  private mutating func failed(_ answer: IssuerAnswer, at time: Int64) {
    switch answer {
    case .unreachable(let cause): wait(.unreachable, cause, at: time)
    case .refused(let cause), .policy(let cause): stop(.refused, cause, at: time)
    case .forbidden(let cause): stop(.forbidden, cause, at: time)
    case .changed(let cause): stop(.changed, cause, at: time)
    case .done, .noted, .issued, .unclear: break
    }
  }

  package mutating func confirmed(_ finding: Finding, at time: Int64) {
    switch finding {
    case .refused: over(at: time)
    case .notChecked(let cause):
      note(.notChecked, cause, at: time)
      if changeover.step == .clearing, !changeover.isTold {
        queued = .rest
      } else {
        over(at: time)
      }
    case .unreachable(let cause): wait(.unreachable, cause, at: time)
    case .works, .elsewhere:
      if changeover.step == .clearing {
        changeover.isTold = false
        note(.other, "the old secret still works", at: time)
        queued = .rest
      } else if pauses < Self.pauses.count {
        pause(.other, "the old secret still works", at: time)
      } else if changeover.attempts < Self.mostAttempts, changeover.strategy != .replace {
        pauses = 0
        queued = leaving
      } else {
        stop(.changed, "the old secret still works although it was retired", at: time)
      }
    }
  }

  /// The old one is gone, or disabled for the first.
  private mutating func over(at time: Int64) {
    guard changeover.step == .disabling else {
      queued = .finish
      return
    }
    changeover.step = .disabled
    changeover.retiresAt = time &+ changeover.grace
    changeover.attempts = 0
    changeover.trouble = nil
    pauses = 0
  }

  /// A person says that it may go on; where they were asked for something, that it is done.
  package mutating func resume() {
    if changeover.waitsForPerson { changeover.isTold = true }
    changeover.isStuck = false
    changeover.nextAt = 0
    changeover.attempts = 0
    changeover.trouble = nil
    queued = nil
    pauses = 0
  }

  // MARK: Waiting and stopping

  private mutating func learn(from answer: IssuerAnswer) {
    guard let facts = answer.facts else { return }
    changeover.facts.merge(facts) { _, new in new }
  }

  private mutating func note(_ kind: Changeover.Trouble.Kind, _ cause: String, at time: Int64) {
    changeover.trouble = .init(kind, cause, at: time)
  }

  private mutating func pause(_ kind: Changeover.Trouble.Kind, _ cause: String, at time: Int64) {
    note(kind, cause, at: time)
    queued = .pause(Self.pauses[min(pauses, Self.pauses.count - 1)])
    pauses += 1
  }

  /// Waits a little, a few times; then leaves it for later.
  private mutating func wait(_ kind: Changeover.Trouble.Kind, _ cause: String, at time: Int64) {
    if pauses < 2, kind == .unreachable { return pause(kind, cause, at: time) }
    note(kind, cause, at: time)
    changeover.nextAt = time &+ 60_000
    queued = .rest
  }

  private mutating func stop(
    _ kind: Changeover.Trouble.Kind, _ cause: String, at time: Int64,
    backTo step: Changeover.Step? = nil
  ) {
    if let step { changeover.step = step }
    note(kind, cause, at: time)
    changeover.isStuck = true
    queued = nil
  }
}
