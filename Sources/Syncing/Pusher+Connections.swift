import Embeddable
import Profiles
import Sealing
import Vaults

/// Sending connections, and what becomes of them.
extension Pusher {
  /// What needs no change over there, or may not have one.
  func settle(_ item: Item, _ decision: Decision) async {
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
      await journal.add([RemoteChange(id, .accepted(fingerprint: item.fingerprint, at: clock()))])
      await tell(item, .created, reason)
      await test(item)
    case .forget:
      await journal.add([RemoteChange(id, .gone)])
      await tell(item, .deleted, reason)
    case .letGo:
      await journal.add([RemoteChange(id, .forgotten)])
      await tell(item, .forgotten, reason)
    case .blocked(let status, let hint):
      note(item, reason)
      await tell(
        item, status == .invalid || status == .needsPerson ? .skipped : .failed, reason,
        hint: hint, weight: Step.Weight(status))
    case .create, .update, .delete: break
    }
  }

  /// Sends a connection; its intent is durable.
  func send(_ item: Item, isNew: Bool) async {
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
        await journal.add([RemoteChange(id, .accepted(fingerprint: item.fingerprint, at: clock()))])
        await tell(item, isNew ? .created : .updated)
        return await test(item)
      } catch {
        if case .retry = await recover(error, item, isNew: isNew, attempt) { continue }
        return
      }
    }
  }

  enum Recovery { case retry, over }

  /// What a failed call means: done after all, never done, or nobody knows.
  func recover(
    _ error: EmbeddableError, _ item: Item, isNew: Bool, _ attempt: Int
  ) async -> Recovery {
    let id = item.remote.id
    if isNew, case .exists(_, wasRepeated: false) = error, !item.wasBegun {
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
        item, .failed, "it was deleted over there", hint: "coffer push \(item.path)",
        weight: .refused)
      return .over
    }
    // What a second attempt is told says nothing of the first, whose answer was lost.
    var mayHaveActed = error.mayHaveActed || attempt > 1
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
  func takenMeanwhile(_ item: Item, _ error: EmbeddableError) async {
    note(item, error.message)
    await journal.add([
      RemoteChange(item.remote.id, .refused(cause: error.message)),
      RemoteChange(item.remote.id, .seen(Remote.Sighting(.foreign, at: clock()))),
    ])
    await tell(item, .failed, error.message, hint: error.remedy, weight: .needsPerson)
  }

  /// Looks at once where an answer was lost; a change is sent once more, as it is the whole anyway.
  func resolve(
    _ error: EmbeddableError, _ item: Item, isNew: Bool, _ attempt: Int
  ) async -> Recovery {
    guard let client = clients[item.remote.workspace] else { return .over }
    let id = item.remote.id
    let reality = await Looking.reality(of: item, client)
    switch reality {
    case .connection(let drift) where isNew && drift.isEmpty:
      sent.insert(id)
      await journal.add([RemoteChange(id, .accepted(fingerprint: item.fingerprint, at: clock()))])
      await tell(item, .created, "the answer was lost, but it is there")
      await test(item)
      return .over
    case .connection where !isNew && attempt == 1:
      return .retry
    case .missing where isNew && !error.isSilence:
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
        item, .unclear, error.message,
        hint: "coffer status --refresh, then coffer push \(item.path)",
        weight: .unreachable)
    }
    return .over
  }

  /// Has the far side sign in with what it has.
  func test(_ item: Item, seeing reality: Reality? = nil) async {
    guard isTested, let client = clients[item.remote.workspace] else {
      note(item, isTested ? "it cannot be asked" : "it was not tested")
      return
    }
    report.testing(1)
    let verdict: Remote.Trial.Verdict
    do throws(EmbeddableError) {
      switch try await client.testConnection(item.remote.name, hiding: item.hiding) {
      case .passed: verdict = item.isTestable ? .passed : .unproven
      case .failed(let cause): verdict = .failed(cause: cause)
      }
    } catch {
      report.testing(-1)
      note(item, error.message)
      await tell(
        item, .failed, error.message,
        hint: "coffer test \(item.path)", weight: error.weight)
      return
    }
    report.testing(-1)
    await journal.add([
      RemoteChange(item.remote.id, .tested(.init(verdict, of: tested(item, reality), at: clock())))
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
      await tell(item, .failed, cause, hint: item.hint(afterTest: cause), weight: .refused)
    }
  }

  /// What a test was about: what was accepted last, which in a push is what was sent just now.
  ///
  /// Nothing where something else may be there: it must not speak for what it did not see.
  func tested(_ item: Item, _ reality: Reality?) -> [UInt8] {
    if sent.contains(item.remote.id) { return item.fingerprint }
    guard item.remote.intent == nil, !item.isFromBefore,
      reality?.drift(of: item).isEmpty ?? true
    else { return [] }
    return item.remote.accepted?.fingerprint ?? []
  }
}
