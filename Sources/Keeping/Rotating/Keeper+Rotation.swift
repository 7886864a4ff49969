import Auditing
import Host
import Messages
import Profiles
import Rotation
import Syncing
import Vaults

/// Beginning rotations, and telling how they go.
extension Keeper {
  /// How long somebody who waits for news waits at most.
  private static let patience = Duration.milliseconds(500)

  func beginRotation(_ call: BeginRotation, _ order: Order) throws -> RotationBegun {
    if let grace = call.grace, !(0...31_536_000).contains(grace) {
      throw Failure.invalid(
        "an old secret cannot stay for \(grace) s", hint: "choose up to a year")
    }
    let opened = try vaultInUse()
    let jobs: [RotationJob]
    do {
      jobs = try opened.jobs(call, order, isFull: session?.session.scope != .use)
    } catch let failure as Failure where failure.status == .scope {
      note(.beginRotation, 1, order)
      throw failure
    }
    let rows = try opened.plan(jobs)
    guard !call.isTrial, !jobs.isEmpty else { return RotationBegun(token: nil, rows: rows) }
    let run = rotations.begin()
    Task { await carryOut(run, jobs, isResumed: call.work == .resume, order.author) }
    return RotationBegun(token: run.token, rows: rows)
  }

  func awaitRotation(_ call: AwaitRotation) async throws -> RotationProgress {
    guard let run = rotations.run(call.token) else { throw Failure.noRun }
    let alarm = Task {
      try? await Task.sleep(for: Self.patience)
      run.wake()
    }
    await run.change(after: call.seen)
    alarm.cancel()
    let progress = run.progress(after: call.seen)
    if progress.isOver { rotations.end(run) }
    return progress
  }

  func stopRotation(_ call: StopRotation) throws -> Nothing {
    guard let run = rotations.run(call.token) else { throw Failure.noRun }
    run.stop()
    return Nothing()
  }

  /// All of them: a few first, then the rest.
  ///
  /// It has the vault to itself as a push has: no other agent goes on with the same ones meanwhile.
  private func carryOut(
    _ run: RotationRun, _ jobs: [RotationJob], isResumed: Bool, _ author: Author
  ) async {
    do {
      let places = try places(of: jobs)
      let turn = try await Self.turn(at: try vaultInUse().vault.path) { run.isStopping }
      let admins = Set(jobs.flatMap(\.admins))
      // Nobody is changed while others are changed through them.
      let late = jobs.indices.filter { !jobs[$0].members.isDisjoint(with: admins) }
      var ledger = Waves(needing: places, late: Set(late))
      var rows: [Int: RotationRow] = [:]
      while let wave = ledger.next(), !run.isStopping {
        await withTaskGroup(of: (Int, RotationRow).self) { group in
          for index in wave {
            group.addTask {
              (index, await self.rotate(jobs[index], isResumed: isResumed, run, author))
            }
          }
          for await (index, row) in group {
            rows[index] = row
            let failing = row.failing
            ledger.ended(index, cause: failing?.cause, at: failing?.place)
          }
        }
      }
      turn.end()
      run.end(
        jobs.indices.map { index in
          rows[index]
            ?? .notBegun(
              jobs[index],
              run.isStopping
                ? "stopped before" : "not begun: \(ledger.cause(of: index) ?? "others failed")")
        })
    } catch {
      run.end([], Failure(describing: error))
    }
  }

  /// Where each secret is issued, and the workspaces that need it.
  private func places(of jobs: [RotationJob]) throws -> [[String]] {
    var workspaces: [String: Set<String>] = [:]
    for item in try vaultInUse().items().all where item.isDestination {
      guard let name = item.profileName else { continue }
      workspaces[name, default: []].insert(RotationRow.place(ofWorkspace: item.workspaceName))
    }
    return jobs.map { job in
      let needed = job.names.reduce(into: Set<String>()) { $0.formUnion(workspaces[$1] ?? []) }
      return [job.place] + needed.sorted()
    }
  }

  /// One of them, as far as it goes now.
  private func rotate(
    _ job: RotationJob, isResumed: Bool, _ run: RotationRun, _ author: Author
  ) async -> RotationRow {
    if run.isStopping, job.isNew { return .notBegun(job, "stopped before") }
    do {
      return try await Rotator(
        keeper: self, run: run, author: author, names: job.names, type: job.type
      ).carryOn(job.work, isResumed: isResumed)
    } catch {
      let failure = Failure(describing: error)
      run.tell(
        RotationStep(
          name: job.names[0], text: failure.message, isProblem: true, at: clock.wall()))
      return .failed(job, failure)
    }
  }
}

extension RotationRow {
  /// Whether it went wrong; that a person is asked for something is how an assisted one goes.
  fileprivate var isFailure: Bool {
    let isAsked = [Changeover.Step.asking, .clearing].contains { $0.word == state }
    return status != .done && (isStuck || !isAsked)
  }

  fileprivate static func place(ofWorkspace name: String) -> String { "workspace \(name)" }

  /// By what failures are counted: without what is only of one, and those of destinations at their
  /// workspace, whichever connection it was.
  fileprivate var failing: (cause: String, place: String?)? {
    guard isFailure else { return nil }
    let words = reason.split(separator: " ", maxSplits: 1)
    guard state == Changeover.Step.pushing.word, words.count == 2,
      let slash = words[0].firstIndex(of: "/")
    else { return (Self.general(reason, names), nil) }
    let cause = String(words[1].prefix { $0 != ";" })
    return (
      Self.general(cause, names), Self.place(ofWorkspace: String(words[0][..<slash]))
    )
  }

  /// A cause without names and what stands in quotes, which differ from one to the next.
  private static func general(_ cause: String, _ names: [String]) -> String {
    let names = Set(names)
    // Whole words only: a short name may be a part of others.
    var text = cause.split(separator: " ").map { word in
      names.contains(String(word.filter { !",;:()".contains($0) })) ? "NAME" : String(word)
    }.joined(separator: " ")
    for quote in ["\"", "'"] {
      let parts = text.split(separator: quote, omittingEmptySubsequences: false)
      guard parts.count > 1, parts.count % 2 == 1 else { continue }
      text = parts.enumerated().map { $0 % 2 == 0 ? String($1) : "..." }.joined(separator: quote)
    }
    return text
  }

  fileprivate static func notBegun(_ job: RotationJob, _ reason: String) -> RotationRow {
    RotationRow(
      names: job.names, strategy: job.strategy.word, state: "not begun", isStuck: false,
      reason: reason, hint: "coffer rotate \(job.names[0])", works: "as before", status: .partly)
  }

  fileprivate static func failed(_ job: RotationJob, _ failure: Failure) -> RotationRow {
    RotationRow(
      names: job.names, strategy: job.strategy.word, state: "refused", isStuck: false,
      reason: failure.message, hint: failure.hint, works: "what 'coffer rotation show' says",
      status: failure.status)
  }
}

extension Failure {
  static let noRun = Failure(
    .usage, "no rotation of that number is under way", hint: "begin with one")
}
