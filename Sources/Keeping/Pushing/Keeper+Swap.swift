import Auditing
import Embeddable
import Messages
import Profiles
import Syncing
import Vaults

/// Replacing connections by new ones beside them, as a part of a plan and of a push.
extension Keeper {
  /// What is to be swapped of these, with what stands against it; nothing where all is in place.
  func swapping(
    _ chosen: [Item], among items: Items, _ seen: Looking.Seen, _ strategy: Strategy
  ) async throws -> Swapping {
    let candidates =
      strategy == .swap ? Swapping.candidates(chosen, among: items.all, seen) : []
    let foreign = try await foreignEnvironments(around: candidates, among: items)
    return Swapping(candidates, among: items.all, seen: seen, foreign: foreign)
  }

  /// The environments of others in the workspaces of these.
  private func foreignEnvironments(
    around chosen: [Item], among items: Items
  ) async throws -> [Swapping.Foreign] {
    let looking = Looking(try clients(of: items, for: chosen), jobs: PushLimits.looks)
    do throws(EmbeddableError) {
      return try await looking.foreignEnvironments(besides: items.all)
    } catch {
      throw Failure(
        error.isRefusal ? .remoteRefused : .remoteUnreachable,
        "who uses these connections cannot be asked: \(error.message)", hint: error.remedy)
    }
  }

  /// Makes the new connections in the vault; gives what the push is about from now on.
  func beginSwaps(
    _ view: PushView, _ saved: SavedPlan?, _ call: BeginPush, by author: Author
  ) async throws -> PushView {
    let strategy = saved?.strategy ?? Strategy(call.strategy)
    let swapping = try await swapping(view.chosen, among: view.items, view.seen, strategy)
    guard !swapping.swaps.isEmpty else { return view }
    // Others may have written while the workspaces were asked.
    try PushView(try items(), of: view.ids, view.seen).check(saved)
    if let refused = swapping.swaps.first(where: { $0.refusal != nil }) {
      throw Failure(
        .needsPerson, "\(refused.old.path) cannot be swapped: \(refused.refusal ?? "")",
        hint: "coffer push \(refused.old.path) --strategy in-place",
        items: swapping.swaps.compactMap { swap in
          swap.refusal.map { "\(swap.old.path): \($0)" }
        })
    }
    let made = try vaultInUse().vault.beginSwaps(
      swapping.swaps.map { NewSwap($0.old.remote.id, by: $0.name) }, by: author,
      at: clock.wall())
    var seen = view.seen
    // Their names were chosen because nothing of that name is there.
    for id in made { seen.realities[id] = .missing }
    return PushView(try items(), of: view.ids.union(made), seen)
  }

  /// Leads environments to the connections that tested green; gives what is to be pushed because of
  /// it, which is nothing where none did.
  ///
  /// What others have come to use since its swap was begun is left as it is.
  func finishSwaps(
    _ view: PushView, _ clients: [ProfileID: EmbeddableClient], by author: Author,
    _ reporter: Reporter
  ) async throws -> PushView? {
    guard view.chosen.contains(where: { $0.successorName != nil }) else { return nil }
    let before = try self.items()
    let tested = Swapping.ready(PushView(before, of: view.ids, view.seen).chosen, among: before.all)
    guard !tested.isEmpty else { return nil }
    let foreign = try await foreignEnvironments(around: tested, among: before)
    var ready: [Item] = []
    for item in tested {
      guard let user = Swapping.user(of: item, among: foreign) else {
        ready.append(item)
        continue
      }
      let hint = "lead it to \(item.successorName ?? "") there, then: coffer push \(item.path)"
      reporter.step(
        Step(item, .skipped, user, hint: hint, weight: .needsPerson, at: clock.wall()))
    }
    guard !ready.isEmpty else { return nil }
    let led = try self.items().all.filter { item in
      item.remote.kind == .environment && !item.remote.isLeaving
        && ready.contains { $0.remote.isConnection(of: item.remote) }
    }
    try vaultInUse().vault.finishSwaps(ready.map(\.remote.id), by: author, at: clock.wall())
    let items = try self.items()
    let ids = Set((ready + led).map(\.remote.id))
    let rest = items.all.filter { ids.contains($0.remote.id) }
    let looking = Looking(clients, jobs: PushLimits.looks, knowing: items.all)
    return PushView(items, rest, await looking.look(at: rest))
  }
}

/// What a push is about, what else there is, and what was seen in the workspaces.
struct PushView {
  let items: Items
  let chosen: [Item]
  let seen: Looking.Seen
  let ids: Set<RemoteID>

  init(_ items: Items, _ chosen: [Item], _ seen: Looking.Seen) {
    self.items = items
    self.chosen = chosen
    self.seen = seen
    ids = Set(chosen.map(\.remote.id))
  }

  /// Those of these ids that are still there.
  init(_ items: Items, of ids: Set<RemoteID>, _ seen: Looking.Seen) {
    self.init(items, items.all.filter { ids.contains($0.remote.id) }, seen)
  }

  /// What is not touched, but on which environments may depend.
  var others: [Item] { items.all.filter { !ids.contains($0.remote.id) } }

  /// Refuses a saved plan where what it is about has moved.
  func check(_ saved: SavedPlan?) throws(Failure) {
    guard let moved = saved?.moved(chosen, seen.realities), !moved.isEmpty else { return }
    throw .moved(moved)
  }
}

extension Strategy {
  init(_ strategy: PushStrategy) { self = strategy == .swap ? .swap : .inPlace }
}

extension Swapping {
  /// The rows of a plan with the steps of each swap in the place of one change.
  func steps(in rows: [PlanRow], among all: [Item]) -> [PlanRow] {
    var rows = rows
    var moves: [Move] = []
    for swap in swaps {
      let place = rows.firstIndex { $0.isOf(swap.old) }
      if let refusal = swap.refusal {
        if let place {
          rows[place] = PlanRow(swap.old, .blocked, [refusal])
        }
        continue
      }
      if let place { rows.remove(at: place) }
      var new = PlanRow(swap.old, .create, ["it takes the place of \(swap.old.remote.name)"])
      new = PlanRow(
        .connection, workspace: new.workspace, name: swap.name, action: .create,
        profile: new.profile, summary: new.summary, reasons: new.reasons)
      rows.append(new)
      moves.append(Move(swap.old, to: swap.name))
    }
    for item in all {
      // What an earlier push began is gone on with.
      guard let successor = item.successorName,
        let place = rows.firstIndex(where: { $0.isOf(item) })
      else { continue }
      rows.remove(at: place)
      moves.append(Move(item, to: successor))
    }
    let led = environments(moves, all, &rows)
    return rows + led
      + moves.map { PlanRow($0.old, .delete, ["once nothing of ours leads to it"]) }
  }

  private struct Move {
    let old: Item
    let name: String

    init(_ old: Item, to name: String) {
      self.old = old
      self.name = name
    }
  }

  /// The environments that are led elsewhere, each once.
  private func environments(
    _ moves: [Move], _ all: [Item], _ rows: inout [PlanRow]
  ) -> [PlanRow] {
    all.compactMap { item in
      guard item.remote.kind == .environment, !item.remote.isLeaving else { return nil }
      let mine = moves.filter { $0.old.remote.isConnection(of: item.remote) }
      guard !mine.isEmpty else { return nil }
      rows.removeAll { $0.isOf(item) }
      let summary = item.remote.sources.map { source in
        let move = mine.first { $0.old.remote.name == source.connection }
        return "\(source.source) -> \(move?.name ?? source.connection)"
      }
      return PlanRow(
        .environment, workspace: item.workspaceName, name: item.remote.name, action: .update,
        summary: summary.joined(separator: ", "), reasons: ["once that tests green"])
    }
  }
}

extension PlanRow {
  fileprivate init(_ item: Item, _ action: Action, _ reasons: [String]) {
    self.init(
      RemoteRow.Kind(item.remote.kind), workspace: item.workspaceName, name: item.remote.name,
      action: action, profile: item.profileName, summary: item.summary, reasons: reasons)
  }

  fileprivate func isOf(_ item: Item) -> Bool {
    kind == RemoteRow.Kind(item.remote.kind) && workspace == item.workspaceName
      && name == item.remote.name
  }
}
