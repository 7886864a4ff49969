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
  var isStopping = false
  /// Why a connection of ours is not sound.
  var unsound: [String: String] = [:]
  /// The connections that are there since this push, by workspace and name.
  var made: Set<String> = []
  /// The environments that are over there as they should be, or gone.
  var settledEnvironments: Set<RemoteID> = []
  /// What was accepted in this push.
  var sent: Set<RemoteID> = []

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
  private static let batch = 512

  /// Does what is to be done about these, knowing what was seen.
  ///
  /// `others` are the objects that are not to be touched, but on which environments may depend.
  package func run(_ items: [Item], others: [Item], seen: Looking.Seen) async {
    let now = clock()
    await journal.add(
      items.compactMap { item in
        seen.realities[item.remote.id].map { RemoteChange(seeing: $0, of: item, at: now) }
      })
    var work: [(item: Item, decision: Decision)] = []
    for item in items {
      guard let reality = seen.realities[item.remote.id] else { continue }
      work.append((item, Decision.of(item, reality)))
    }
    for item in others where item.remote.kind == .connection {
      let state = RemoteState.of(item)
      let isUnproven = state.word == .untested && item.remote.trial?.verdict == .unproven
      note(item, state.word == .inSync || isUnproven ? nil : state.word.rawValue)
    }
    await connections(
      work.filter { $0.item.remote.kind == .connection && $0.decision.action != .delete })
    for entry in work where entry.item.remote.kind == .environment {
      guard !isStopping else { break }
      await environment(
        entry.item, entry.decision, seen.connections[entry.item.remote.workspace] ?? [])
    }
    let environments = (items + others).filter {
      $0.remote.kind == .environment && $0.remote.ownership != .none
        && !settledEnvironments.contains($0.remote.id)
    }
    var leaving: [Entry] = []
    for entry in work
    where entry.item.remote.kind == .connection && entry.decision.action == .delete {
      let holder = environments.first { holds($0, entry.item, seen) }
      guard let holder else {
        leaving.append(entry)
        continue
      }
      await tell(
        entry.item, .skipped, "the environment \(holder.remote.name) still names it",
        hint: "coffer push \(holder.path)", weight: .refused)
    }
    await inBatches(leaving) { item, _ in
      Remote.Intent(.delete, fingerprint: [], version: 0, overrides: [:], at: self.clock())
    } each: { item, _ in
      await self.delete(item)
      self.report.done(item.remote.id)
    }
    await journal.flush()
  }

  /// Whether an environment over there may still lead to a connection.
  private func holds(_ environment: Item, _ connection: Item, _ seen: Looking.Seen) -> Bool {
    guard environment.remote.workspace == connection.remote.workspace else { return false }
    var sources = environment.remote.sources
    if case .environment(let found)? = seen.realities[environment.remote.id] { sources += found }
    return sources.contains { $0.connection == connection.remote.name }
  }

  typealias Entry = (item: Item, decision: Decision)

  func connections(_ work: [Entry]) async {
    let calls = work.filter { [.create, .update].contains($0.decision.action) }
    let rest = work.filter { ![.create, .update].contains($0.decision.action) }
    await inBatches(calls) { item, decision in
      Remote.Intent(
        decision.action == .create ? .create : .update, fingerprint: item.fingerprint,
        version: item.version, overrides: item.remote.overrides, at: self.clock())
    } each: { item, decision in
      await self.send(item, isNew: decision.action == .create)
      self.report.done(item.remote.id)
    }
    await Pace.run(rest, atOnce: jobs) { entry in
      guard await !self.isStopping else { return }
      await self.settle(entry.item, entry.decision)
      self.report.done(entry.item.remote.id)
    }
  }

  /// Makes the intents of many calls durable at once, and then makes the calls.
  func inBatches(
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
        } else if await self.journal.failure == nil {
          await each(entry.item, entry.decision)
        }
      }
    }
  }

  /// Remembers whether environments may use a connection.
  func note(_ item: Item, _ why: String?) {
    guard item.remote.kind == .connection else { return }
    let key = "\(item.remote.workspace)/\(item.remote.name)"
    unsound[key] = why
    if sent.contains(item.remote.id) { made.insert(key) }
  }

  func tell(
    _ item: Item, _ event: Step.Event, _ reason: String = "", hint: String = "",
    weight: Step.Weight = .fine
  ) async {
    report.step(
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
