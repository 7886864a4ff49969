package import Embeddable
package import Profiles
import Sealing
import Transport
import Vaults

/// Carries out decisions: each call is written down before it is made, and what came of it after.
///
/// Connections first, then environments whose connections tested green, then what is to go.
package actor Pusher {
  let clients: [ProfileID: EmbeddableClient]
  let journal: Journal
  let report: Reporter
  let jobs: Int
  let isTested: Bool
  let clock: @Sendable () -> Int64
  private var isStopping = false
  /// The connections of ours that are there and did not fail, by workspace and name.
  private var sound: Set<String> = []
  /// Why a connection of ours is not sound.
  private var unsound: [String: String] = [:]
  /// What was accepted in this push.
  private var sent: Set<RemoteID> = []

  package init(
    _ clients: [ProfileID: EmbeddableClient], journal: Journal, report: Reporter, jobs: Int,
    isTested: Bool, clock: @escaping @Sendable () -> Int64
  ) {
    self.clients = clients
    self.journal = journal
    self.report = report
    self.jobs = jobs
    self.isTested = isTested
    self.clock = clock
  }

  /// Starts nothing more.
  package func stop() { isStopping = true }

  /// How many intents are made durable together.
  private static let batch = 256

  /// Does what is to be done about these, knowing what was seen.
  ///
  /// `others` are the objects that are not to be touched, but on which environments may depend.
  package func run(_ items: [Item], others: [Item], seen: Looking.Seen) async {
    let now = clock()
    await journal.add(
      items.compactMap { item in
        seen.realities[item.remote.id].map {
          RemoteChange(item.remote.id, .seen($0.sighting(of: item, at: now)))
        }
      })
    var work: [(item: Item, decision: Decision)] = []
    for item in items {
      guard let reality = seen.realities[item.remote.id] else { continue }
      work.append((item, Decision.of(item, reality)))
    }
    for item in others where item.remote.kind == .connection {
      let state = RemoteState.of(item, lineage: item.remote.lineage)
      note(item, state.word == .inSync || item.remote.trial?.verdict == .unproven ? nil : state.word.rawValue)
    }
    await connections(work.filter { $0.item.remote.kind == .connection && $0.decision.action != .delete })
    for entry in work where entry.item.remote.kind == .environment {
      guard !isStopping else { break }
      await environment(entry.item, entry.decision, seen.connections[entry.item.remote.workspace] ?? [])
    }
    let leaving = work.filter { $0.item.remote.kind == .connection && $0.decision.action == .delete }
    await inBatches(leaving) { item, _ in
      Remote.Intent(.delete, fingerprint: [], version: 0, overrides: [:], at: self.clock())
    } each: { item, _ in
      await self.delete(item)
      await self.report.done(item.remote.id)
    }
    await journal.flush()
  }

  /// Only writes down what was seen, and settles what it tells of calls that were not answered.
  package func refresh(_ items: [Item], seen: Looking.Seen) async {
    let now = clock()
    for item in items {
      guard let reality = seen.realities[item.remote.id] else { continue }
      let id = item.remote.id
      var changes = [RemoteChange(id, .seen(reality.sighting(of: item, at: now)))]
      if let intent = item.remote.intent {
        switch (intent.action, reality) {
        case (_, .unreachable): break
        case (.create, .missing), (.update, .missing): changes.append(RemoteChange(id, .undone))
        case (.delete, .missing):
          changes = [RemoteChange(id, .gone)]
        case (.create, _), (.update, _):
          if Decision.of(item, reality).action == .settle {
            changes.append(RemoteChange(id, .accepted(at: now)))
          } else if item.remote.kind == .environment, reality.drift(of: item).isEmpty,
            intent.fingerprint == item.fingerprint
          {
            changes.append(RemoteChange(id, .accepted(at: now)))
          }
        case (.delete, _): changes.append(RemoteChange(id, .undone))
        }
      }
      await journal.add(changes)
      if case .unreachable(let error) = reality {
        await tell(item, .failed, error.message, hint: error.remedy, weight: error.weight)
      }
      await report.done(id)
    }
    await journal.flush()
  }

  /// Has the far side test what it has of ours.
  package func test(_ items: [Item], seen: Looking.Seen) async {
    let connections = items.filter { $0.remote.kind == .connection }
    await Pace.run(connections, atOnce: jobs) { item in
      guard await !self.isStopping, let reality = seen.realities[item.remote.id] else { return }
      await self.test(item, reality)
      await self.report.done(item.remote.id)
    }
    await journal.flush()
  }

  private func test(_ item: Item, _ reality: Reality) async {
    await journal.add([
      RemoteChange(item.remote.id, .seen(reality.sighting(of: item, at: clock())))
    ])
    switch reality {
    case .unreachable(let error):
      await tell(item, .failed, error.message, hint: error.remedy, weight: error.weight)
    case .missing:
      await tell(
        item, .skipped, "it is not there", hint: "coffer push \(item.path)", weight: .refused)
    case .connection, .environment:
      guard
        item.remote.ownership != .none || item.remote.intent != nil || reality.isOursAgain(item)
      else {
        return await tell(
          item, .skipped, "somebody else made it",
          hint: "take it over with 'coffer adopt \(item.workspaceName)'", weight: .needsPerson)
      }
      await test(item)
    }
  }

  private typealias Entry = (item: Item, decision: Decision)

  private func connections(_ work: [Entry]) async {
    let calls = work.filter { [.create, .update].contains($0.decision.action) }
    let rest = work.filter { ![.create, .update].contains($0.decision.action) }
    await inBatches(calls) { item, decision in
      Remote.Intent(
        decision.action == .create ? .create : .update, fingerprint: item.fingerprint,
        version: item.version, overrides: item.remote.overrides, at: self.clock())
    } each: { item, decision in
      await self.send(item, isNew: decision.action == .create)
      await self.report.done(item.remote.id)
    }
    await Pace.run(rest, atOnce: jobs) { entry in
      guard await !self.isStopping else { return }
      await self.settle(entry.item, entry.decision)
      await self.report.done(entry.item.remote.id)
    }
  }

  /// Makes the intents of many calls durable at once, and then makes the calls.
  private func inBatches(
    _ work: [Entry], intent: (Item, Decision) -> Remote.Intent,
    each: @escaping @Sendable (Item, Decision) async -> Void
  ) async {
    var start = 0
    while start < work.count, !isStopping {
      let batch = Array(work[start..<min(start + Self.batch, work.count)])
      start += batch.count
      let intents = batch.map {
        RemoteChange($0.item.remote.id, .begun(intent($0.item, $0.decision)))
      }
      guard await journal.commit(intents) else { return }
      await Pace.run(batch, atOnce: jobs) { entry in
        if await self.isStopping {
          // It was never begun.
          await self.journal.add([RemoteChange(entry.item.remote.id, .undone)])
        } else {
          await each(entry.item, entry.decision)
        }
      }
    }
  }

  /// What needs no change over there, or may not have one.
  private func settle(_ item: Item, _ decision: Decision) async {
    let reason = decision.reasons.joined(separator: "; ")
    let id = item.remote.id
    switch decision.action {
    case .nothing:
      note(item, nil)
      await tell(item, .unchanged)
    case .test:
      await test(item)
    case .settle:
      sent.insert(id)
      await journal.add([RemoteChange(id, .accepted(at: clock()))])
      await tell(item, .created, reason)
      await test(item)
    case .forget:
      await journal.add([RemoteChange(id, .gone)])
      await tell(item, .deleted, reason)
    case .blocked(let status, let hint):
      note(item, reason)
      await tell(
        item, status == .invalid || status == .needsPerson ? .skipped : .failed, reason,
        hint: hint, weight: Step.Weight(status))
    case .create, .update, .delete: break
    }
  }

  /// Sends a connection; its intent is durable.
  private func send(_ item: Item, isNew: Bool) async {
    guard let client = clients[item.remote.workspace], let body = item.body else { return }
    let id = item.remote.id
    var attempt = 0
    while true {
      attempt += 1
      do throws(EmbeddableError) {
        if isNew, attempt == 1 {
          try await client.createConnection(
            Secret(body.bytes(name: item.remote.name)), hiding: item.hiding)
        } else {
          try await client.updateConnection(
            item.remote.name, Secret(body.bytes()), hiding: item.hiding)
        }
        sent.insert(id)
        await journal.add([RemoteChange(id, .accepted(at: clock()))])
        await tell(item, isNew ? .created : .updated)
        return await test(item)
      } catch {
        if case .retry = await recover(error, item, isNew: isNew, attempt) { continue }
        return
      }
    }
  }

  private enum Recovery { case retry, over }

  /// What a failed call means: done after all, never done, or nobody knows.
  private func recover(
    _ error: EmbeddableError, _ item: Item, isNew: Bool, _ attempt: Int
  ) async -> Recovery {
    let id = item.remote.id
    if isNew, case .exists(_, wasRepeated: false) = error {
      await takenMeanwhile(item, error)
      return .over
    }
    if case .missing = error, !isNew {
      await journal.add([
        RemoteChange(id, .refused(cause: "it was deleted over there")),
        RemoteChange(id, .seen(Remote.Sighting(.missing, at: clock()))),
      ])
      note(item, "it was deleted over there")
      await tell(
        item, .failed, "it was deleted over there", hint: "coffer push", weight: .refused)
      return .over
    }
    var mayHaveActed = error.mayHaveActed
    if case .exists = error { mayHaveActed = true }
    guard mayHaveActed else {
      note(item, error.message)
      await journal.add([
        RemoteChange(id, error.isRefusal ? .refused(cause: error.message) : .undone)
      ])
      await tell(item, .failed, error.message, hint: error.remedy, weight: error.weight)
      return .over
    }
    return await resolve(error, item, isNew: isNew, attempt)
  }

  /// Absent when we looked, and there now, though our call was sent once: somebody else's.
  private func takenMeanwhile(_ item: Item, _ error: EmbeddableError) async {
    note(item, error.message)
    await journal.add([
      RemoteChange(item.remote.id, .refused(cause: error.message)),
      RemoteChange(item.remote.id, .seen(Remote.Sighting(.foreign, at: clock()))),
    ])
    await tell(item, .failed, error.message, hint: error.remedy, weight: .needsPerson)
  }

  /// Looks at once where an answer was lost; a change is sent once more, as it is the whole anyway.
  private func resolve(
    _ error: EmbeddableError, _ item: Item, isNew: Bool, _ attempt: Int
  ) async -> Recovery {
    guard let client = clients[item.remote.workspace] else { return .over }
    let id = item.remote.id
    let reality = await Looking.reality(of: item, client)
    switch reality {
    case .connection(let drift) where isNew && drift.isEmpty:
      sent.insert(id)
      await journal.add([RemoteChange(id, .accepted(at: clock()))])
      await tell(item, .created, "the answer was lost, but it is there")
      await test(item)
      return .over
    case .connection where !isNew && attempt == 1:
      return .retry
    case .missing where isNew:
      await journal.add([RemoteChange(id, .undone)])
      note(item, error.message)
      await tell(item, .failed, error.message, hint: error.remedy, weight: .unreachable)
    case .connection where isNew:
      note(item, error.message)
      await journal.add([RemoteChange(id, .unclear(cause: error.message))])
      await tell(
        item, .unclear, "it may be ours or somebody else's: " + error.message,
        hint: "look at it there, then: coffer push \(item.path)", weight: .needsPerson)
    default:
      note(item, error.message)
      await journal.add([RemoteChange(id, .unclear(cause: error.message))])
      await tell(
        item, .unclear, error.message, hint: "coffer status --refresh, then coffer push",
        weight: .unreachable)
    }
    return .over
  }

  /// Has the far side sign in with what it has.
  private func test(_ item: Item) async {
    guard isTested, let client = clients[item.remote.workspace] else {
      note(item, isTested ? "it cannot be asked" : "it was not tested")
      return
    }
    await report.testing(1)
    let verdict: Remote.Trial.Verdict
    do throws(EmbeddableError) {
      switch try await client.testConnection(item.remote.name, hiding: item.hiding) {
      case .passed: verdict = item.isTestable ? .passed : .unproven
      case .failed(let cause): verdict = .failed(cause: cause)
      }
    } catch {
      await report.testing(-1)
      note(item, error.message)
      await tell(
        item, .failed, "accepted, but it could not be tested: " + error.message,
        hint: "coffer test \(item.path)", weight: error.weight)
      return
    }
    await report.testing(-1)
    await journal.add([
      RemoteChange(item.remote.id, .tested(.init(verdict, of: tested(item), at: clock())))
    ])
    switch verdict {
    case .passed:
      note(item, nil)
      await tell(item, .passed)
    case .unproven:
      note(item, nil)
      await tell(item, .unproven, "the test of \(item.type ?? "this type") proves nothing")
    case .failed(let cause):
      note(item, "its test failed")
      await tell(item, .failed, cause, hint: item.failureHint, weight: .refused)
    }
  }

  /// What a test was about: what was accepted last, which in a push is what was sent just now.
  private func tested(_ item: Item) -> [UInt8] {
    sent.contains(item.remote.id)
      ? item.fingerprint : item.remote.accepted?.fingerprint ?? item.fingerprint
  }

  private func environment(
    _ item: Item, _ decision: Decision, _ there: Set<String>
  ) async {
    let id = item.remote.id
    switch decision.action {
    case .create, .update:
      if let reason = waiting(item, there) {
        await tell(
          item, .skipped, reason, hint: "coffer push, once its connections test green",
          weight: .refused)
        break
      }
      let isNew = decision.action == .create
      let intent = Remote.Intent(
        isNew ? .create : .update, fingerprint: item.fingerprint, version: 0, overrides: [:],
        at: clock())
      guard await journal.commit([RemoteChange(id, .begun(intent))]) else { return }
      await send(environment: item, isNew: isNew)
    case .delete:
      let intent = Remote.Intent(
        .delete, fingerprint: [], version: 0, overrides: [:], at: clock())
      guard await journal.commit([RemoteChange(id, .begun(intent))]) else { return }
      await delete(item)
    case .settle:
      await journal.add([RemoteChange(id, .accepted(at: clock()))])
      await tell(item, .created, decision.reasons.joined(separator: "; "))
    default: await settle(item, decision)
    }
    await report.done(id)
  }

  /// For what an environment has to wait; nothing if all its connections are sound.
  private func waiting(_ item: Item, _ there: Set<String>) -> String? {
    for source in item.remote.sources {
      let key = "\(item.remote.workspace)/\(source.connection)"
      if sound.contains(key) { continue }
      if let why = unsound[key] { return "waits for \(source.connection): \(why)" }
      guard there.contains(source.connection) else {
        return "there is no connection \(source.connection)"
      }
    }
    return nil
  }

  private func send(environment item: Item, isNew: Bool) async {
    guard let client = clients[item.remote.workspace] else { return }
    let id = item.remote.id
    let sources = item.remote.sources
    do throws(EmbeddableError) {
      if isNew {
        try await client.createEnvironment(item.remote.name, sources)
      } else {
        try await client.updateEnvironment(item.remote.name, sources)
      }
      await journal.add([RemoteChange(id, .accepted(at: clock()))])
      await tell(item, isNew ? .created : .updated)
    } catch {
      var mayHaveActed = error.mayHaveActed
      if case .exists(_, wasRepeated: let wasRepeated) = error, isNew {
        guard wasRepeated else { return await takenMeanwhile(item, error) }
        mayHaveActed = true
      }
      if mayHaveActed {
        // What it maps can be read back, so that there is nothing to guess.
        if case .environment(let found) = await Looking.reality(of: item, client),
          Set(found) == Set(sources)
        {
          await journal.add([RemoteChange(id, .accepted(at: clock()))])
          await tell(item, isNew ? .created : .updated, "the answer was lost, but it is there")
        } else {
          await journal.add([RemoteChange(id, .unclear(cause: error.message))])
          await tell(
            item, .unclear, error.message, hint: "coffer push \(item.path)",
            weight: .unreachable)
        }
      } else {
        await journal.add([
          RemoteChange(id, error.isRefusal ? .refused(cause: error.message) : .undone)
        ])
        await tell(item, .failed, error.message, hint: error.remedy, weight: error.weight)
      }
    }
  }

  private func delete(_ item: Item) async {
    guard let client = clients[item.remote.workspace] else { return }
    let id = item.remote.id
    do throws(EmbeddableError) {
      if item.remote.kind == .connection {
        try await client.deleteConnection(item.remote.name)
      } else {
        try await client.deleteEnvironment(item.remote.name)
      }
    } catch .missing {
      // Somebody was faster.
    } catch {
      if error.mayHaveActed, await Looking.reality(of: item, client) == .missing {
        await journal.add([RemoteChange(id, .gone)])
        return await tell(item, .deleted)
      }
      await journal.add([
        RemoteChange(
          id,
          error.mayHaveActed
            ? .unclear(cause: error.message)
            : error.isRefusal ? .refused(cause: error.message) : .undone)
      ])
      return await tell(
        item, error.mayHaveActed ? .unclear : .failed, error.message, hint: error.remedy,
        weight: error.weight)
    }
    await journal.add([RemoteChange(id, .gone)])
    await tell(item, .deleted)
  }

  /// Remembers whether environments may use a connection.
  private func note(_ item: Item, _ why: String?) {
    guard item.remote.kind == .connection else { return }
    let key = "\(item.remote.workspace)/\(item.remote.name)"
    if let why { unsound[key] = why } else { sound.insert(key) }
  }

  private func tell(
    _ item: Item, _ event: Step.Event, _ reason: String = "", hint: String = "",
    weight: Step.Weight = .fine
  ) async {
    await report.step(
      Step(item, event, reason, hint: hint, weight: weight, at: clock()))
  }
}

extension EmbeddableError {
  /// What it makes of a command.
  var weight: Step.Weight { isRefusal ? .refused : .unreachable }
}

extension Step.Weight {
  init(_ status: Decision.BlockStatus) {
    switch status {
    case .refused: self = .refused
    case .unreachable: self = .unreachable
    case .needsPerson: self = .needsPerson
    case .invalid: self = .invalid
    }
  }
}
