import Auditing
import Embeddable
import Host
import Messages
import Profiles
import Sealing
import Storage
import Syncing
import Transport
import Vaults

/// Planning and pushing: what takes its time and lets others be answered meanwhile.
extension Keeper {
  /// How long somebody who waits for news waits at most.
  private static let patience = Duration.milliseconds(500)

  /// How long the steps of many are gathered.
  private static let gathering = Duration.milliseconds(100)

  /// So many objects are told of one by one.
  private static let few = 24

  /// The messages whose answer comes later.
  func answerLater(_ message: Message, _ order: Order) async throws -> Frame? {
    switch message {
    case .plan(let call): try await plan(call, order)
    case .beginPush(let call): try Wire.answer(to: call, try beginPush(call, order))
    case .awaitPush(let call): try Wire.answer(to: call, try await awaitPush(call))
    case .stopPush(let call): try Wire.answer(to: call, try await stopPush(call))
    case .adopt(let call): try Wire.answer(to: call, try await adopt(call, order))
    case .beginRotation(let call): try Wire.answer(to: call, try beginRotation(call, order))
    case .awaitRotation(let call): try Wire.answer(to: call, try await awaitRotation(call))
    case .stopRotation(let call): try Wire.answer(to: call, try stopRotation(call))
    case .abandonRotation(let call):
      try Wire.answer(to: call, try await abandonRotation(call, order))
    default: try await answerCheck(message, order)
    }
  }

  private func plan(_ call: PlanPush, _ order: Order) async throws -> Frame {
    let opened = try vaultInUse()
    _ = try opened.vault.expandTemplates(by: order.author, at: order.time)
    let items = try items()
    var chosen = try RemoteChoice(call.selection).items(of: items)
    chosen += items.successors(of: chosen)
    let looking = Looking(
      try clients(of: items, for: chosen), jobs: PushLimits.looks, knowing: items.all)
    let seen = await looking.look(at: chosen)
    let news = seen.news(of: chosen, at: clock.wall())
    try writing { opened in
      try opened.vault.note(
        EventDraft(
          .pushPlanned, at: order.time, by: order.author, [Detail(.count, String(chosen.count))]))
      if !news.isEmpty { try opened.vault.note(news, by: order.author, at: order.time) }
    }
    let look = Look(number: pushes.nextNumber(), seen, of: chosen)
    pushes.look = look
    let ids = Set(chosen.map(\.remote.id))
    let foresight = Foresight(
      chosen, others: items.all.filter { !ids.contains($0.remote.id) }, seen: seen)
    let rows = chosen.compactMap { item in
      foresight.decisions[item.remote.id].map { PlanRow(item, $0) }
    }
    let strategy = Strategy(call.strategy)
    let swapping = try await swapping(chosen, among: items, seen, strategy)
    let plan = SavedPlan(chosen, seen.realities, strategy).bytes
    let sealed = try vaultInUse().vault.sealPlan(plan.bytes)
    let shown = try warned(swapping.steps(in: rows, among: items.all), chosen, items)
    return try Wire.answer(
      to: call, PlanAnswer(rows: shown, look: look.number),
      attachments: [Secret(SecretBytes(copying: sealed.span))])
  }

  /// The same with what is to be said of logins that can do more than read, where they are sent.
  private func warned(
    _ rows: [PlanRow], _ chosen: [Item], _ items: Items
  ) throws -> [PlanRow] {
    let warning = Set(
      items.workspaces.values.filter { $0.writerRule == .warn }.map(\.profile.name.text))
    let writers = try vaultInUse().writers(
      among: chosen.filter { warning.contains($0.workspaceName) })
    guard !writers.isEmpty else { return rows }
    return rows.map { row in
      guard row.kind == .connection, [.create, .update].contains(row.action),
        warning.contains(row.workspace), let text = row.profile.flatMap({ writers[$0] })
      else { return row }
      var row = row
      row.warnings.append(text)
      return row
    }
  }

  private func beginPush(_ call: BeginPush, _ order: Order) throws -> PushBegun {
    guard (1...PushLimits.mostJobs).contains(call.jobs) else {
      throw Failure(
        .usage, "\(call.jobs) jobs at once are not possible",
        hint: "choose 1 to \(PushLimits.mostJobs)")
    }
    let opened = try vaultInUse()
    let saved = call.isPlanned ? try opened.savedPlan(try order.secret(0)) : nil
    _ = try opened.vault.expandTemplates(by: order.author, at: order.time)
    let ids = try opened.chosen(call, saved, of: try items())
    try writing { opened in
      try opened.vault.note(
        EventDraft(
          .pushBegun, at: order.time, by: order.author,
          [Detail(.type, call.work.rawValue), Detail(.count, String(ids.count))]))
    }
    let run = pushes.begin(count: ids.count)
    Task { await carryOut(run, call, ids, saved, order) }
    return PushBegun(token: run.token, count: run.count)
  }

  private func awaitPush(_ call: AwaitPush) async throws -> PushProgress {
    guard let run = pushes.run(call.token) else { throw Failure.noPush }
    // Of many each answer tells several steps.
    let isMany = run.count > Self.few
    let alarm = Task {
      try? await Task.sleep(for: isMany ? Self.gathering : Self.patience)
      run.wake()
    }
    await run.change(after: isMany ? .max : call.seen)
    alarm.cancel()
    let progress = run.progress(after: call.seen)
    if progress.isOver { pushes.end(run) }
    return progress
  }

  private func stopPush(_ call: StopPush) async throws -> Nothing {
    guard let run = pushes.run(call.token) else { throw Failure.noPush }
    await run.stop()
    return Nothing()
  }

  /// The whole push, from its turn to its end; whatever fails is told to those who wait.
  private func carryOut(
    _ run: PushRun, _ call: BeginPush, _ ids: Set<RemoteID>, _ saved: SavedPlan?, _ order: Order
  ) async {
    do {
      let turn = try await Self.turn(
        at: try vaultInUse().vault.path, unless: { run.isStopping })
      try await carryOut(run, call, ids, saved, order, in: turn)
    } catch {
      run.end([], Failure(describing: error))
    }
  }

  private func carryOut(
    _ run: PushRun, _ call: BeginPush, _ ids: Set<RemoteID>, _ saved: SavedPlan?, _ order: Order,
    in turn: Turn
  ) async throws {
    // Whoever pushed before us has changed it.
    let items = try items()
    var chosen = items.all.filter { ids.contains($0.remote.id) }
    chosen += items.successors(of: chosen)
    let clients = try clients(of: items, for: chosen)
    var view = PushView(
      items, chosen, await look(at: chosen, among: items, clients, call, run))
    if run.isStopping { return run.end([]) }
    try view.check(saved)
    let author = order.author
    if call.work == .push {
      view = try await beginSwaps(view, saved, call, by: author)
      if run.isStopping { return run.end([]) }
    }
    let journal = Journal { changes in try await self.write(changes, by: author) }
    let reporter = Reporter(
      step: { run.add($0) }, testing: { run.test($0) }, done: { run.finish($0) })
    func pusher() async -> Pusher {
      let pusher = Pusher(
        clients, journal: journal, report: reporter, jobs: call.jobs, isTested: call.isTested,
        clock: clock.wall)
      await run.begin(pusher)
      return pusher
    }
    var ids = view.ids
    switch call.work {
    case .push:
      await pusher().run(view.chosen, others: view.others, seen: view.seen)
      guard await journal.failure == nil, !run.isStopping else { break }
      if let rest = try await finishSwaps(view, clients, by: author, reporter) {
        ids.formUnion(rest.ids)
        await pusher().run(rest.chosen, others: rest.others, seen: rest.seen)
      }
    case .test: await pusher().test(view.chosen, seen: view.seen)
    case .refresh: await pusher().refresh(view.chosen, seen: view.seen)
    }
    if let failure = await journal.failure { throw failure }
    let after = try self.items().all.filter { item in
      ids.contains(item.remote.id) && (call.wantsRows || item.remote.isLeaving)
    }
    run.end(after.map { RemoteRow($0) })
    turn.end()
  }

  /// What is there, as it was seen a moment ago or is seen now.
  private func look(
    at chosen: [Item], among items: Items, _ clients: [ProfileID: EmbeddableClient],
    _ call: BeginPush, _ run: PushRun
  ) async -> Looking.Seen {
    if let fresh = pushes.look?.recall(call.look, of: chosen) { return fresh }
    let looker = Looking(
      clients, jobs: PushLimits.looks, isWary: call.work != .refresh, knowing: items.all)
    let looking = Task { await looker.look(at: chosen) }
    run.begin(looking)
    return await looking.value
  }

  /// Waits until no other agent pushes this vault; the kernel gives up the place of a dead one.
  static func turn(at path: String, unless isStopping: () -> Bool) async throws -> Turn {
    let end = ContinuousClock.now + .seconds(1_800)
    while true {
      if let turn = try Turn(ifFreeAt: path) { return turn }
      guard ContinuousClock.now < end, !isStopping() else { throw HostError.busy(path) }
      try await Task.sleep(for: .milliseconds(50))
    }
  }

  /// Writes steps down; once more where somebody renewed the vault key and our slot still opens it.
  func write(_ changes: [RemoteChange], by author: Author) throws {
    let names = try namesOfNow()
    try writing { opened in
      try retrying(opened) { () throws(VaultError) in
        try opened.vault.note(changes, by: author, at: clock.wall(), knowing: names)
      }
    }
  }

  /// Does what may not happen while a push is under way, here or in another agent.
  func betweenPushes(_ body: () throws -> Frame?) throws -> Frame? {
    guard let turn = try Turn(ifFreeAt: try vaultInUse().vault.path) else {
      throw Failure(
        .busy, "a push is under way", hint: "wait for its end, or stop it, and try again")
    }
    defer { turn.end() }
    return try body()
  }

  /// What is on its way comes to its end, and nothing more is begun.
  func finishPushes() async {
    for run in checks.underWay { run.stop() }
    for run in checks.underWay { await run.end() }
    for run in rotations.underWay { run.stop() }
    for run in rotations.underWay { await run.end() }
    for run in pushes.underWay { await run.stop() }
    for run in pushes.underWay { await run.end() }
  }

  func courier() throws(Failure) -> Courier {
    if let courier = pushes.courier { return courier }
    do throws(TransportError) {
      let courier = try Courier(Outside.settings())
      pushes.courier = courier
      return courier
    } catch {
      throw Failure(.unexpected, error.message, hint: error.remedy)
    }
  }

  func vaultInUse() throws(Failure) -> OpenedVault {
    guard let opened else { throw .locked }
    return opened
  }

  /// Somebody to talk to for each workspace that these are in.
  func clients(of items: Items, for chosen: [Item]) throws -> [ProfileID: EmbeddableClient] {
    let wanted = Set(chosen.map(\.remote.workspace))
    return try items.workspaces.filter { wanted.contains($0.key) }
      .mapValues { workspace in try client(of: workspace) }
  }

  func client(of workspace: LoadedWorkspace) throws -> EmbeddableClient {
    guard let base = workspace.base, let key = workspace.secret("apiKey") else {
      throw Failure(
        .invalid, "the workspace '\(workspace.profile.name)' lacks its place or its apiKey",
        hint: "coffer set \(workspace.profile.name)")
    }
    return EmbeddableClient(try courier(), base: base, key: key)
  }
}

/// How much is done at once.
enum PushLimits {
  static let mostJobs = 64
  static let looks = 16
}

extension Failure {
  static let noPush = Failure(
    .usage, "no push of that number is under way", hint: "begin with one")

  static func moved(_ paths: [String]) -> Failure {
    Failure(
      .conflict, "the plan is out of date: \(paths.prefix(5).joined(separator: ", ")) moved",
      hint: "make a new one with: coffer plan --out FILE", items: paths)
  }
}
