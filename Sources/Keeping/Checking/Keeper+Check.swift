import Auditing
import Catalog
import Embeddable
import Host
import Messages
import Probing
import Profiles
import Sealing
import Syncing
import Vaults

/// Signing in as profiles, which takes its time and lets others be answered meanwhile.
extension Keeper {
  /// How long somebody who waits for news waits at most.
  private static let patience = Duration.milliseconds(500)

  /// The messages about checks, and those about ClickHouse Cloud; nothing for others.
  func answerCheck(_ message: Message, _ order: Order) async throws -> Frame? {
    switch message {
    case .beginChecks(let call): try Wire.answer(to: call, try beginChecks(call, order))
    case .awaitChecks(let call): try Wire.answer(to: call, try await awaitChecks(call))
    case .stopChecks(let call): try Wire.answer(to: call, try stopChecks(call))
    case .tryFields(let call): try Wire.answer(to: call, try await tryFields(call, order))
    case .provision(let call): try Wire.answer(to: call, try await provision(call, order))
    default: try await answerCloud(message, order)
    }
  }

  private func beginChecks(_ call: BeginChecks, _ order: Order) throws -> ChecksBegun {
    guard (1...PushLimits.mostJobs).contains(call.jobs), (1...600).contains(call.seconds) else {
      throw Failure(
        .usage, "that many jobs or that much time is not possible",
        hint: "choose 1 to \(PushLimits.mostJobs) jobs and 1 to 600 seconds")
    }
    let opened = try vaultInUse()
    let selector = try call.selector.narrowSelector()
    let found = try opened.vault.masked(selector, version: nil).filter {
      selector.isNamesOnly || Types.named($0.profile.type)?.purpose != .free
    }
    let checker = try checker()
    let run = checks.begin(count: found.count)
    let limits = ProbeLimits(total: .seconds(call.seconds))
    Task { await carryOut(run, found, checker, limits, jobs: call.jobs, by: order.author) }
    return ChecksBegun(token: run.token, count: run.count)
  }

  private func awaitChecks(_ call: AwaitChecks) async throws -> CheckProgress {
    let run = try checks.run(call.token)
    let alarm = Task {
      try? await Task.sleep(for: Self.patience)
      run.wake()
    }
    await run.change(after: call.seen)
    alarm.cancel()
    let progress = run.progress(after: call.seen)
    if progress.isOver { checks.forgetEnded() }
    return progress
  }

  private func stopChecks(_ call: StopChecks) throws -> Nothing {
    try checks.run(call.token).stop()
    return Nothing()
  }

  /// Many at once; what came of each is told only after it was written down.
  private func carryOut(
    _ run: CheckRun, _ profiles: [ReadProfile], _ checker: Checker, _ limits: ProbeLimits,
    jobs: Int, by author: Author
  ) async {
    let (results, feed) = AsyncStream<CheckResult>.makeStream()
    let clock = clock
    let looking = Task {
      await Pace.run(profiles, atOnce: jobs) { profile in
        guard !run.isStopping else { return }
        let verdict = await checker.check(Subject(profile), limits: limits)
        feed.yield(CheckResult(profile: profile, verdict: verdict, at: clock.wall()))
      }
      feed.finish()
    }
    var failure: Failure?
    // Whatever came in while the last was written down is written down together.
    let waiting = CheckShelf()
    let collecting = Task {
      for await result in results { await waiting.put(result) }
      await waiting.close()
    }
    while let batch = await waiting.take() {
      do {
        try write(batch.map { $0.event(by: author) })
        for result in batch { run.add(result.row) }
      } catch {
        failure = failure ?? Failure(describing: error)
        run.stop()
      }
    }
    await looking.value
    await collecting.value
    run.end(failure)
  }

  func write(_ events: [EventDraft]) throws {
    let opened = try vaultInUse()
    try retrying(opened) { () throws(VaultError) in try opened.vault.note(events) }
  }

  /// Writes; once more where somebody renewed the vault key and our slot still opens it.
  func retrying(_ opened: OpenedVault, _ write: () throws(VaultError) -> Void) throws {
    do throws(VaultError) {
      try write()
    } catch {
      guard error == .stale, session == nil else { throw error }
      try opened.vault.reopen()
      try write()
    }
  }

  private func tryFields(_ call: TryFields, _ order: Order) async throws -> CheckRow {
    let given = try order.fields(call.fields)
    let opened = try vaultInUse()
    var fields = given
    if let name = call.name {
      var change = ProfileChange(name: try ProfileName(name))
      change.fields = given
      change.unset = call.unset
      change.keepsSecret = call.keepSecret
      fields = try opened.vault.fields(after: change)
    }
    let checker = try checker()
    let run = checks.begin(count: 1)
    defer { end(run) }
    let verdict = await checker.check(Subject(type: call.type, fields))
    let result = CheckResult(
      name: call.name ?? "", type: call.type, version: 0, id: nil, verdict: verdict,
      at: clock.wall())
    try write([result.event(by: order.author)])
    opened.tried =
      result.row.status == .done ? TriedFields(type: call.type, fields: fields) : nil
    return result.row
  }

  /// Says that something that counted as a check is over.
  func end(_ run: CheckRun) {
    run.end(nil)
    checks.forget(run)
  }

  func checker() throws(Failure) -> Checker {
    Checker(Tools(courier: try courier(), now: clock.wall, pace: Outside.pace))
  }
}

/// What was found, on its way to the record.
private actor CheckShelf {
  private static let most = 64
  private var results: [CheckResult] = []
  private var isClosed = false
  private var waiter: CheckedContinuation<Void, Never>?

  func put(_ result: CheckResult) {
    results.append(result)
    wake()
  }

  func close() {
    isClosed = true
    wake()
  }

  /// What is there by now; nothing at the end.
  func take() async -> [CheckResult]? {
    while results.isEmpty, !isClosed {
      await withCheckedContinuation { waiter = $0 }
    }
    guard !results.isEmpty else { return nil }
    let batch = Array(results.prefix(Self.most))
    results.removeFirst(batch.count)
    return batch
  }

  private func wake() {
    waiter?.resume()
    waiter = nil
  }
}
