import Embeddable
import Profiles
import Vaults

/// Environments, whose connections come first, and what is to go.
extension Pusher {
  func environment(
    _ item: Item, _ decision: Decision, _ there: Set<String>
  ) async {
    let id = item.remote.id
    switch decision.action {
    case .create, .update:
      if let reason = waiting(item, there) {
        await tell(
          item, .skipped, reason, hint: "coffer push \(item.path), once its connections test green",
          weight: .refused)
        break
      }
      let isNew = decision.action == .create
      let intent = Remote.Intent(
        isNew ? .create : .update, fingerprint: item.fingerprint, version: 0, overrides: [:],
        at: clock())
      guard await journal.commit([RemoteChange(id, .begun(intent), at: item.place)]) else { return }
      await send(environment: item, isNew: isNew)
    case .delete:
      let intent = Remote.Intent(
        .delete, fingerprint: [], version: 0, overrides: [:], at: clock())
      guard await journal.commit([RemoteChange(id, .begun(intent), at: item.place)]) else { return }
      await delete(item)
    case .settle:
      settledEnvironments.insert(id)
      await journal.add([RemoteChange(id, .accepted(fingerprint: item.fingerprint, at: clock()))])
      await tell(item, .created, decision.reasons.joined(separator: "; "))
    default:
      if [.nothing, .forget, .letGo].contains(decision.action) { settledEnvironments.insert(id) }
      await settle(item, decision)
    }
    report.done(id)
  }

  /// For what an environment has to wait; nothing if all its connections are sound.
  func waiting(_ item: Item, _ there: Set<String>) -> String? {
    for source in item.remote.sources {
      let key = "\(item.remote.workspace)/\(source.connection)"
      if let why = unsound[key] { return "waits for \(source.connection): \(why)" }
      guard there.contains(source.connection) || made.contains(key) else {
        return "there is no connection \(source.connection)"
      }
    }
    return nil
  }

  func send(environment item: Item, isNew: Bool) async {
    guard let client = clients[item.remote.workspace] else { return }
    let id = item.remote.id
    let sources = item.remote.sources
    do throws(EmbeddableError) {
      if isNew {
        try await client.createEnvironment(item.remote.name, sources)
      } else {
        try await client.updateEnvironment(item.remote.name, sources)
      }
      settledEnvironments.insert(id)
      await journal.add([RemoteChange(id, .accepted(fingerprint: item.fingerprint, at: clock()))])
      await tell(item, isNew ? .created : .updated)
    } catch {
      var mayHaveActed = error.mayHaveActed
      if case .exists(_, wasRepeated: let wasRepeated) = error, isNew {
        guard wasRepeated || item.wasBegun else { return await takenMeanwhile(item, error) }
        mayHaveActed = true
      }
      if mayHaveActed {
        // What it maps can be read back, so that there is nothing to guess.
        if case .environment(let found) = await Looking.reality(of: item, client),
          Set(found) == Set(sources)
        {
          settledEnvironments.insert(id)
          await journal.add([
            RemoteChange(id, .accepted(fingerprint: item.fingerprint, at: clock()))
          ])
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

  func delete(_ item: Item) async {
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
        settledEnvironments.insert(id)
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
    settledEnvironments.insert(id)
    await journal.add([RemoteChange(id, .gone)])
    await tell(item, .deleted)
  }
}
