import Auditing
import Messages
import Probing
import Profiles
import Rotation
import Sealing
import Syncing
import Vaults

/// Carries out the moves of one changeover: each is written down before it is made, and what came
/// of it after.
struct Rotator {
  let keeper: Keeper
  let run: RotationRun
  let author: Author
  let names: [String]
  let type: String

  /// Goes on until it is over, waits for somebody, or was stopped between two moves.
  func carryOn(_ work: RotationJob.Work, isResumed: Bool) async throws -> RotationRow {
    var changeover: Changeover
    switch work {
    case .begun(let known): changeover = known
    case .new(let new):
      changeover = try await keeper.begin(new, by: author)
      let pending = changeover.members[0].pending
      await tell(pending == 0 ? "begun" : "keeps the new secret as version \(pending)")
    }
    var machine = Machine(changeover, canProbe: try await issuer(changeover).canProbe)
    if isResumed { machine.resume() }
    // Between two moves the journal says all that the next one needs.
    while !run.isStopping {
      let move = machine.next(at: await keeper.time)
      if machine.changeover != changeover {
        changeover = try await keeper.note(machine.changeover, nil, by: author)
        machine.written(changeover)
      }
      if move == .rest { return await rest(changeover) }
      if move == .finish {
        let event = RotationEvent(.rotationDone, .done, changeover.trouble?.cause ?? "")
        try await keeper.end(changeover, event, by: author)
        await tell("done")
        return RotationWords.done(changeover, names: names)
      }
      var event = try await make(move, &machine)
      if event == nil, machine.changeover.isStuck, !changeover.isStuck {
        event = RotationEvent(.rotationStopped, .failed, machine.changeover.trouble?.cause ?? "")
      }
      if machine.changeover != changeover || event != nil {
        changeover = try await keeper.note(machine.changeover, event, by: author)
        machine.written(changeover)
      }
    }
    return await rest(changeover)
  }

  /// Makes a move, and tells the machine what came of it.
  private func make(_ move: Machine.Move, _ machine: inout Machine) async throws -> RotationEvent? {
    let changeover = machine.changeover
    let issuer = try await issuer(changeover)
    let loaded = try await keeper.load(changeover)
    let leader = loaded.members[0]
    switch move {
    case .look:
      let current = await issuer.probeTwice(leader.current)
      let pending =
        current.isRefused
        ? await issuer.probeTwice(leader.pending) : .notChecked("nobody was told of it")
      machine.looked(Findings(pending: pending, current: current), at: await keeper.time)
    case .apply:
      let isIssued = changeover.strategy.isIssued
      await tell(isIssued ? "has another one made" : "sets it where it is issued")
      let answer = await issuer.apply()
      machine.applied(answer, at: await keeper.time)
      if case .issued(let issued) = answer {
        // Nobody tells it again: it is durable before anything else is done.
        machine.written(try await keeper.remake(machine.changeover, issued.fields, by: author))
        await tell("keeps it as version \(machine.changeover.members[0].pending)")
      }
      return RotationEvent(
        .rotationApplied, answer.outcome, machine.changeover.trouble?.cause ?? "")
    case .probe:
      let pending = await issuer.probeTwice(leader.pending)
      let current = await issuer.probeTwice(leader.current)
      var previous = Finding.notChecked("there is none")
      if pending.isRefused, current.isRefused, !leader.previous.isEmpty {
        previous = await issuer.probe(leader.previous)
      }
      machine.probed(
        Findings(pending: pending, current: current, previous: previous), at: await keeper.time)
      if pending == .works { await tell("the new secret works") }
    case .remake:
      let fields = try Issuers.newFields(for: leader.profile, by: changeover.strategy)
      machine.written(try await keeper.remake(changeover, fields, by: author))
      machine.remade()
    case .switchOver:
      machine.willSwitch()
      machine.written(try await keeper.switchOver(machine.changeover, by: author))
      await tell("version \(changeover.members[0].pending) is current")
    case .push:
      let failing = try await keeper.pushOut(Set(changeover.members.map(\.profile)), by: author)
      machine.pushed(failing: failing, at: await keeper.time)
      if let failing {
        await tell("not everywhere: \(failing)", isProblem: true)
        return RotationEvent(.rotationPushed, .failed, failing)
      }
      await tell("is everywhere, and tested")
      return RotationEvent(.rotationPushed)
    case .prove:
      machine.proved(await issuer.probeTwice(leader.pending), at: await keeper.time)
    case .limit:
      let answer = await issuer.limit(until: changeover.retiresAt)
      machine.limited(answer, at: await keeper.time)
      return RotationEvent(
        .rotationRetired, answer.outcome, machine.changeover.trouble?.cause ?? "with an end")
    case .disable, .retire:
      let isFirst = move == .disable
      await tell(isFirst ? "disables the old one" : "retires the old one")
      let answer = isFirst ? await issuer.disable() : await issuer.retire()
      machine.retired(answer, at: await keeper.time)
      let cause = machine.changeover.trouble?.cause ?? (isFirst ? "disabled" : "")
      return RotationEvent(.rotationRetired, answer.outcome, cause)
    case .confirm:
      machine.confirmed(await issuer.probeTwice(leader.current), at: await keeper.time)
    case .pause(let milliseconds):
      try await Task.sleep(for: .milliseconds(milliseconds))
    case .finish, .rest: break
    }
    return nil
  }

  private func rest(_ changeover: Changeover) async -> RotationRow {
    let row = RotationWords.row(changeover, names: names, type: type)
    if row.status != .done {
      await tell(row.reason.isEmpty ? "stopped" : row.reason, isProblem: true)
    }
    return row
  }

  private func issuer(_ changeover: Changeover) async throws -> any Issuer {
    try await keeper.issuer(for: changeover)
  }

  private func tell(_ text: String, isProblem: Bool = false) async {
    run.tell(
      RotationStep(name: names[0], text: text, isProblem: isProblem, at: await keeper.time))
  }
}

extension Issuer {
  /// Only a secret that is refused twice is believed to be.
  func probeTwice(_ fields: [VersionField]) async -> Finding {
    let first = await probe(fields)
    guard first.isRefused else { return first }
    try? await Task.sleep(for: .milliseconds(200))
    return await probe(fields)
  }
}

extension IssuerAnswer {
  fileprivate var outcome: Outcome {
    switch self {
    case .done, .noted, .issued: .done
    case .refused, .forbidden, .policy, .changed: .refused
    case .unclear, .unreachable: .failed
    }
  }
}

/// What a rotation asks of the vault, on the keeper's thread.
extension Keeper {
  var time: Int64 { clock.wall() }

  func begin(_ new: NewChangeover, by author: Author) throws -> Changeover {
    try rewriting { opened in try opened.vault.begin(new, by: author, at: clock.wall()) }
  }

  func note(
    _ changeover: Changeover, _ event: RotationEvent?, by author: Author
  ) throws -> Changeover {
    try rewriting { opened in
      try opened.vault.note(changeover, event, by: author, at: clock.wall())
    }
  }

  func load(_ changeover: Changeover) throws -> LoadedChangeover {
    try rewriting { opened in try opened.vault.load(changeover) }
  }

  func issuer(for changeover: Changeover) throws -> any Issuer {
    let courier = try courier()
    let tools = Tools(courier: courier, now: clock.wall, pace: Outside.pace)
    return Issuers.make(
      for: try load(changeover), at: clock.wall(), tools, WorkspaceIssuer.look(by: courier),
      KeyIssuer.door(by: courier))
  }

  func remake(
    _ changeover: Changeover, _ fields: [VersionField], by author: Author
  ) throws -> Changeover {
    try rewriting { opened in
      try opened.vault.remake(changeover, fields: fields, by: author, at: clock.wall())
    }
  }

  func switchOver(_ changeover: Changeover, by author: Author) throws -> Changeover {
    try rewriting { opened in
      try opened.vault.switchOver(changeover, by: author, at: clock.wall())
    }
  }

  func end(_ changeover: Changeover, _ event: RotationEvent, by author: Author) throws {
    try rewriting { opened in
      try opened.vault.end(changeover, event, by: author, at: clock.wall())
    }
  }

  /// Once more where somebody renewed the vault key and our slot still opens it.
  private func rewriting<Result>(_ body: (OpenedVault) throws -> Result) throws -> Result {
    let opened = try vaultInUse()
    do {
      return try body(opened)
    } catch VaultError.stale where session == nil {
      try opened.vault.reopen()
      return try body(opened)
    }
  }

  /// Brings what is current of some profiles to where it is in use; says who does not have it.
  func pushOut(_ profiles: Set<ProfileID>, by author: Author) async throws -> String? {
    let items = try vaultInUse().items()
    let chosen = items.all.filter { item in
      item.isDestination && item.remote.profile.map(profiles.contains) ?? false
    }
    guard !chosen.isEmpty else { return nil }
    let clients = try clients(of: items, for: chosen)
    let seen = await Looking(clients, jobs: 4, knowing: items.all).look(at: chosen)
    let journal = Journal { changes in try await self.write(changes, by: author) }
    let pusher = Pusher(
      clients, journal: journal,
      report: Reporter(step: { _ in }, testing: { _ in }, done: { _ in }),
      jobs: 4, isTested: true, clock: clock.wall)
    let ids = Set(chosen.map(\.remote.id))
    await pusher.run(chosen, others: items.all.filter { !ids.contains($0.remote.id) }, seen: seen)
    if let failure = await journal.failure { throw failure }
    let failing = try vaultInUse().items().all.filter { ids.contains($0.remote.id) }
      .compactMap { item -> String? in
        let state = RemoteState.of(item)
        let isUnproven = state.word == .untested && item.remote.trial?.verdict == .unproven
        guard state.word != .inSync, !isUnproven else { return nil }
        return "\(item.path) \(state.word.rawValue): \(state.reason)"
      }
    guard !failing.isEmpty else { return nil }
    return failing.prefix(3).joined(separator: "; ")
      + (failing.count > 3 ? "; and \(failing.count - 3) more" : "")
  }
}
