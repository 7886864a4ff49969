import Embeddable
import Profiles
import Vaults

/// Looking at what is there, and having it tested.
extension Pusher {
  /// Only writes down what was seen, and settles what it tells of calls that were not answered.
  package func refresh(_ items: [Item], seen: Looking.Seen) async {
    let now = clock()
    for item in items {
      guard let reality = seen.realities[item.remote.id] else { continue }
      let id = item.remote.id
      var changes = [RemoteChange(seeing: reality, of: item, at: now)]
      if let intent = item.remote.intent {
        switch (intent.action, reality) {
        case (_, .unreachable): break
        case (.create, .missing), (.update, .missing): changes.append(RemoteChange(id, .undone))
        case (.delete, .missing):
          changes = [RemoteChange(id, .gone)]
        case (.create, _), (.update, _):
          if Decision.of(item, reality).action == .settle {
            changes.append(RemoteChange(id, .accepted(fingerprint: item.fingerprint, at: now)))
          } else if item.remote.kind == .environment, reality.drift(of: item).isEmpty,
            intent.fingerprint == item.fingerprint
          {
            changes.append(RemoteChange(id, .accepted(fingerprint: item.fingerprint, at: now)))
          }
        case (.delete, _): changes.append(RemoteChange(id, .undone))
        }
      }
      await journal.add(changes)
      if case .unreachable(let error) = reality {
        await tell(item, .failed, error.message, hint: error.remedy, weight: error.weight)
      }
      report.done(id)
    }
    await journal.flush()
  }

  /// Has the far side test what it has of ours.
  package func test(_ items: [Item], seen: Looking.Seen) async {
    let connections = items.filter { $0.remote.kind == .connection }
    await Pace.run(connections, atOnce: jobs) { item in
      guard await !self.isStopping, let reality = seen.realities[item.remote.id] else { return }
      await self.test(item, reality)
      self.report.done(item.remote.id)
    }
    await journal.flush()
  }

  func test(_ item: Item, _ reality: Reality) async {
    await journal.add([
      RemoteChange(seeing: reality, of: item, at: clock())
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
      await test(item, seeing: reality)
    }
  }
}
