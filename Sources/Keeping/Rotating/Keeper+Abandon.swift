import Auditing
import Messages
import Profiles
import Rotation
import Vaults

/// Giving a rotation up.
extension Keeper {
  /// Only while something is seen to work, or where a person wants it anyway; says what works.
  func abandonRotation(_ call: AbandonRotation, _ order: Order) async throws -> RotationsAnswer {
    let opened = try vaultInUse()
    // Whoever goes on with it has the turn, and keeps it while a call is on its way.
    guard let turn = try Turn(ifFreeAt: opened.vault.path) else {
      throw Failure(
        .busy, "a rotation or a push is under way", hint: "wait for its end, or stop it")
    }
    defer { turn.end() }
    let changeover = try opened.rotation(of: call.name)
    let findings = try await look(at: changeover)
    let parting = Parting.decide(changeover, findings)
    if case .refused(let why) = parting, !call.isAnyway {
      throw Failure(
        .needsPerson, "the rotation of '\(call.name)' cannot be given up: \(why)",
        hint: "set it right where it is issued, then: coffer rotation resume \(call.name); "
          + "or give it up all the same with --anyway")
    }
    var withdrawn: IssuerAnswer?
    // Only while the one that stays is seen to work.
    if case .leaves = parting, !changeover.step.isSwitched {
      withdrawn = try await issuer(for: changeover).withdraw()
    }
    let before = try opened.row(changeover)
    let row = RotationWords.abandoned(changeover, before, parting, withdrawn, name: call.name)
    try end(
      changeover, RotationEvent(.rotationAbandoned, .done, "\(row.works) works"),
      by: order.author)
    return RotationsAnswer(rows: [row])
  }

  /// Signs in with both.
  private func look(at changeover: Changeover) async throws -> Findings {
    let issuer = try issuer(for: changeover)
    guard issuer.canProbe else {
      let nobody = Finding.notChecked("there is no check from here")
      return Findings(pending: nobody, current: nobody)
    }
    let leader = try load(changeover).members[0]
    return Findings(
      pending: await issuer.probeTwice(leader.pending),
      current: await issuer.probeTwice(leader.current))
  }
}

extension RotationWords {
  static func abandoned(
    _ changeover: Changeover, _ before: RotationRow, _ parting: Parting,
    _ withdrawn: IssuerAnswer?, name: String
  ) -> RotationRow {
    let member = changeover.members[0]
    let isSwitched = changeover.step.isSwitched
    let kept = isSwitched ? member.current : member.pending
    let isKnown = if case .leaves = parting { true } else { false }
    // What an issuer made may be there although nobody was told of it.
    let isMade = changeover.strategy.isIssued && !isSwitched
    var isAlive = if case .leaves(alive: false) = parting { false } else { kept > 0 || isMade }
    if withdrawn == .done { isAlive = false }
    let other =
      isMade
      ? "a key whose name ends in '\(KeyIssuer.tag(changeover.id))'"
      : isSwitched ? "the old secret, version \(kept)," : "the new secret, version \(kept),"
    return RotationRow(
      names: before.names, strategy: before.strategy, state: "abandoned", isStuck: false,
      reason: isAlive ? "\(other) may still be accepted where it is issued" : "",
      hint: isAlive ? "look there, and retire it, or rotate again: coffer rotate \(name)" : "",
      works: isKnown
        ? "version \(isSwitched ? member.pending : member.current)" : "nothing for certain",
      pending: member.pending, begunAt: before.begunAt, begunBy: before.begunBy, status: .done)
  }
}
