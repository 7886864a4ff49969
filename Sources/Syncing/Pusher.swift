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

  /// How many intents are made durable together: few before the first calls, then many while calls
  /// are on their way.
  private static let firstBatch = 64
  private static let batch = 256

  /// Does what is to be done about these, knowing what was seen.
  ///
  /// `others` are the objects that are not to be touched, but on which environments may depend.
  package func run(_ items: [Item], others: [Item], seen: Looking.Seen) async {
    let now = clock()
    var work: [Entry] = []
    var sightings: [RemoteChange] = []
    for item in items {
      guard let reality = seen.realities[item.remote.id] else { continue }
      let decision = Decision.of(item, reality)
      work.append((item, decision))
      // Of what was never there nothing is written before the call, which names the place itself.
      guard decision.action == .create, item.isFresh, !item.isNews(reality, at: now) else {
        sightings.append(RemoteChange(seeing: reality, of: item, at: now))
        continue
      }
    }
    await journal.add(sightings)
    for item in others where item.remote.kind == .connection {
      note(item, item.unsoundness)
    }
    await connections(
      work.filter { $0.item.remote.kind == .connection && $0.decision.action != .delete })
    for entry in work where entry.item.remote.kind == .environment {
      guard !isStopping else { break }
      await environment(
        entry.item, entry.decision, seen.connections[entry.item.remote.workspace] ?? [])
    }
    let unused = await unused(
      work.filter { $0.item.remote.kind == .connection && $0.decision.action == .delete },
      by: items + others, seen)
    await inBatches(unused) { item, _ in
      Remote.Intent(.delete, fingerprint: [], version: 0, overrides: [:], at: self.clock())
    } each: { item, _ in
      await self.delete(item)
      self.report.done(item.remote.id)
    }
    await journal.flush()
  }

  /// Those of the connections that are to go which no environment of ours may still lead to.
  private func unused(_ leaving: [Entry], by all: [Item], _ seen: Looking.Seen) async -> [Entry] {
    guard !leaving.isEmpty, !isStopping else { return [] }
    let environments = all.filter {
      $0.remote.kind == .environment && !settledEnvironments.contains($0.remote.id)
        && ($0.remote.ownership != .none || $0.remote.intent != nil)
    }
    // Those that this push is not about may not yet be over there what they are to be.
    let places = Set(leaving.map { $0.item.remote.workspace })
    let unseen: [(Item, EmbeddableClient)] = environments.compactMap { item in
      guard seen.realities[item.remote.id] == nil, item.unsoundness != nil,
        places.contains(item.remote.workspace), let client = clients[item.remote.workspace]
      else { return nil }
      return (item, client)
    }
    let found = await Pace.results(of: unseen, atOnce: jobs) { item, client in
      (item.remote.id, await Looking.reality(of: item, client))
    }
    var realities = seen.realities
    for (id, reality) in found { realities[id] = reality }
    var unused: [Entry] = []
    for entry in leaving {
      let holder = environments.first { Self.holds($0, entry.item, realities[$0.remote.id]) }
      guard let holder else {
        unused.append(entry)
        continue
      }
      await tell(
        entry.item, .skipped, "the environment \(holder.remote.name) may still lead to it",
        hint: "coffer push \(holder.path)", weight: .refused)
    }
    return unused
  }

  /// Whether an environment over there may still lead to a connection.
  private static func holds(
    _ environment: Item, _ connection: Item, _ reality: Reality?
  ) -> Bool {
    guard environment.remote.workspace == connection.remote.workspace else { return false }
    var sources = environment.remote.sources
    switch reality {
    case .environment(let found)?: sources += found
    // Nobody knows where it leads.
    case .unreachable?: return true
    case .missing?, .connection?, nil: break
    }
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

  /// Some calls, and what is written down before they are made.
  private struct Lot {
    var entries: ArraySlice<Entry> = []
    var intents: [RemoteChange] = []
  }

  /// Makes the calls, the intents of many of them durable at once and before they are made.
  func inBatches(
    _ work: [Entry], intent: (Item, Decision) -> Remote.Intent,
    each: @escaping @Sendable (Item, Decision) async -> Void
  ) async {
    let lots = Self.lots(of: work, intent)
    let left = await withTaskGroup(of: Void.self) { group in
      var rest = lots[...]
      var coming = rest.popFirst() ?? Lot()
      var commit = self.commit(coming)
      var ready: ArraySlice<Entry> = []
      var running = 0
      while true {
        if ready.isEmpty, await commit?.value == true {
          ready = coming.entries
          // The next ones are written down while these are on their way.
          coming = isStopping ? Lot() : rest.popFirst() ?? Lot()
          commit = self.commit(coming)
        }
        if running >= jobs {
          await group.next()
          running -= 1
        }
        guard !isStopping, let entry = ready.popFirst() else { break }
        group.addTask {
          if await self.journal.failure == nil { await each(entry.item, entry.decision) }
        }
        running += 1
      }
      // What was written down and is never begun.
      if await commit?.value == true { ready += coming.entries }
      return Array(ready)
    }
    await journal.add(left.map { RemoteChange($0.item.remote.id, .undone) })
  }

  private func commit(_ lot: Lot) -> Task<Bool, Never>? {
    guard !lot.entries.isEmpty else { return nil }
    return Task { await journal.commit(lot.intents) }
  }

  private static func lots(
    of work: [Entry], _ intent: (Item, Decision) -> Remote.Intent
  ) -> [Lot] {
    var lots: [Lot] = []
    var rest = work[...]
    while !rest.isEmpty {
      let entries = rest.prefix(lots.isEmpty ? firstBatch : batch)
      rest = rest.dropFirst(entries.count)
      let intents = entries.map { item, decision in
        RemoteChange(item.remote.id, .begun(intent(item, decision)), at: item.place)
      }
      lots.append(Lot(entries: entries, intents: intents))
    }
    return lots
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
